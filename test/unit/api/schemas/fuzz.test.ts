import assert from 'node:assert/strict';
import { OddItem } from '../../../../src/api/oddItem.ts';
import type { Endpoint } from '../../../../src/api/endpoint.ts';
import { endpoints } from '../../../../src/api/endpoints.ts';

/** A full answer of each kind, after the document. What may not be missing begins with `!`: it says which thing it is, or that a series is one. */
const full: Record<string, [row: Endpoint, wire: object]> = {
  segmentList: [
    endpoints.segmentList,
    { segments: [{ '!id': '1', name: 'n', analytics_tracking_enabled: true, tags: ['t'] }] },
  ],
  campaignList: [
    endpoints.campaignList,
    { campaigns: [{ '!id': '1', name: 'n', is_api_campaign: true, last_edited: 'd', tags: ['t'] }] },
  ],
  cardList: [endpoints.cardList, { cards: [{ '!id': '1', type: 'Banner', title: 't', tags: ['t'] }] }],
  eventList: [endpoints.eventList, { events: ['a', 'b'] }],
  segmentSeries: [
    endpoints.segmentSeries,
    {
      '!data': [
        { '!time': '2016-05-31', size: 1 },
        { '!time': '2016-06-01', '!size': 2 },
      ],
    },
  ],
  campaignSeries: [
    endpoints.campaignSeries,
    {
      '!data': [
        { '!time': '2016-05-30', '!conversions': 1 },
        {
          '!time': '2016-05-31',
          conversions: 1,
          conversions_by_send_time: 2,
          revenue: 1.5,
          unique_recipients: 3,
          messages: { email: [{ sent: 1 }], android_push: [{ sent: 2 }, { enrolled: 1 }] },
        },
      ],
    },
  ],
  cardSeries: [
    endpoints.cardSeries,
    {
      '!data': [
        { '!time': '2016-05-31', impressions: 1, clicks: 1, unique_impressions: 1, unique_clicks: 1 },
        { '!time': '2016-06-01', '!clicks': 1 },
      ],
    },
  ],
  monthlyActives: [
    endpoints.monthlyActives,
    {
      '!data': [
        { '!time': '2016-05-31', mau: 1 },
        { '!time': '2016-06-01', '!mau': 2 },
      ],
    },
  ],
  segmentDetails: [
    endpoints.segmentDetails,
    {
      ...{ name: 'n', created_at: 'd', updated_at: 'd', description: 'x', text_description: 'x' },
      ...{ tags: ['t'], teams: ['t'] },
    },
  ],
  campaignDetails: [
    endpoints.campaignDetails,
    {
      ...{ name: 'n', created_at: 'd', updated_at: 'd', description: 'x', schedule_type: 's' },
      ...{
        channels: ['email'],
        first_sent: 'd',
        last_sent: 'd',
        archived: false,
        draft: false,
        enabled: true,
      },
      ...{
        tags: ['t'],
        teams: ['t'],
        messages: { v: { channel: 'email' } },
        conversion_behaviors: [{ type: 'x' }],
      },
    },
  ],
  cardDetails: [
    endpoints.cardDetails,
    {
      ...{ name: 'n', title: 't', description: 'x', created_at: 'd', updated_at: 'd', publish_at: 'd' },
      ...{ end_at: 'd', image_url: 'u', extras: { k: 'v' }, tags: ['t'], archived: false, draft: true },
    },
  ],
  usersById: [endpoints.usersById, { users: [{ external_id: 'a' }], invalid_user_ids: ['b'] }],
  exportSegment: [endpoints.exportSegment, { object_prefix: 'p', url: 'u' }],
  exportRawEvents: [endpoints.exportRawEvents, { success: true }],
};

/** Park and Miller's generator: the same run each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The same answer with fields gone, null, empty, or joined by unknown ones. */
function damage(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((it) => damage(it, random));
  if (typeof value !== 'object' || value === null) return value;
  const damaged: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const fate = random();
    if (name.startsWith('!')) damaged[name.slice(1)] = damage(field, random);
    else if (fate < 0.2) continue;
    else if (fate < 0.4) damaged[name] = null;
    else if (fate < 0.6) damaged[name] = [];
    else damaged[name] = damage(field, random);
  }
  if (random() < 0.3) damaged[`unknown_${Math.floor(random() * 1e6)}`] = [{ deep: [null] }];
  return damaged;
}

describe('answers with fields gone, null or empty', () => {
  for (const [name, [row, wire]] of Object.entries(full))
    it(`survive: ${name}`, () => {
      const random = createRandom(20_160_531);
      for (let run = 0; run < 500; run += 1) {
        const message = ['success', 'SUCCESS'][Math.floor(random() * 2)];
        const damaged = { ...(damage(wire, random) as object), message };
        const result = row.answer.safeParse(damaged);
        assert.ok(result.success, `${JSON.stringify(damaged)}: ${result.error?.message}`);
        // Open-ended records keep their nulls: the fields that hold them do not.
        for (const record of [result.data].flat())
          if (typeof record === 'object' && record !== null)
            assert.ok(!Object.values(record).includes(null), JSON.stringify(record));
      }
    });

  it('are read whole where they are whole', () => {
    for (const [name, [row, wire]] of Object.entries(full)) {
      const whole: unknown = JSON.parse(JSON.stringify(wire).replaceAll('"!', '"'));
      assert.deepEqual(countLeaves(row.answer.parse(whole)), countLeaves(whole), name);
    }
  });

  it('are refused where a field is of another kind, users excepted, who are open-ended', () => {
    const openEnded = new Set(['messages', 'extras', 'conversion_behaviors']);
    let refused = 0;
    for (const [name, [row, wire]] of Object.entries(full).filter(([it]) => it !== 'usersById')) {
      const whole = JSON.parse(JSON.stringify(wire).replaceAll('"!', '"')) as Record<string, unknown>;
      const [key = '', first] = Object.entries(whole)[0] ?? [];
      const record = (Array.isArray(first) ? first[0] : whole) as object;
      for (const field of Object.keys(record).filter((it) => !openEnded.has(it)))
        for (const odd of [{ odd: true }, [{ odd: true }], Infinity]) {
          const changed = { ...record, [field]: odd };
          const result = row.answer.safeParse(Array.isArray(first) ? { [key]: [changed] } : changed);
          // A number may stand for an identifier, and only that.
          if (field === 'id' && odd === Infinity) continue;
          // In a list that people look through the odd item is kept apart, and the others are read.
          const isApart = result.success && (result.data as unknown[])[0] instanceof OddItem;
          assert.equal(result.success, isApart && 'per' in row, `${name}: ${JSON.stringify(changed)}`);
          refused += 1;
        }
    }
    assert.ok(refused > 100);
  });
});

/** How many texts, numbers and flags are in there, at any depth. */
function countLeaves(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce((sum: number, it) => sum + countLeaves(it), 0);
}
