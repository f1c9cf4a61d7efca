import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/api/endpoint.ts';
import { endpoints } from '../../../src/api/endpoints.ts';
import { buildRequest, checkParams } from '../../../src/api/request.ts';

const nowMs = Date.UTC(2016, 4, 31, 12);
const instantMust = 'must be an ISO 8601 instant with a two-digit offset, such as 2014-12-10T23:59:59-05:00';
const idsMust = 'must be a list of 1 to 50 external ids';
const lengthMust = 'must be a whole number from 1 to 100';

/** The row of the table that a complaint is made of, what is asked, and the exact sentence. */
const complaints: [row: Endpoint, params: Record<string, unknown>, sentence: string][] = [
  ...[0, 101, -1, 1.5, NaN, Infinity, 10n ** 20n].map(
    (length): [Endpoint, Record<string, unknown>, string] => [
      endpoints.dailyActives,
      { length },
      `\`length\` ${lengthMust}, but ${length} was given.`,
    ],
  ),
  [endpoints.dailyActives, { length: '7' }, `\`length\` ${lengthMust}, but "7" was given.`],
  [endpoints.dailyActives, { length: null }, `\`length\` ${lengthMust}, but null was given.`],
  [endpoints.dailyActives, { length: {} }, `\`length\` ${lengthMust}, but an object was given.`],
  [endpoints.dailyActives, {}, `\`length\` ${lengthMust}, but nothing was given.`],
  [endpoints.usersById, { external_ids: [] }, `\`external_ids\` ${idsMust}, but a list of 0 was given.`],
  [
    endpoints.usersById,
    { external_ids: Array.from({ length: 51 }, (_, i) => `id ${i}`) },
    `\`external_ids\` ${idsMust}, but a list of 51 was given.`,
  ],
  [endpoints.usersById, { external_ids: 'a' }, `\`external_ids\` ${idsMust}, but "a" was given.`],
  [endpoints.usersById, { external_ids: ['a', ''] }, '`external_ids` must not be empty, but "" was given.'],
  [endpoints.usersById, { external_ids: ['a', 5] }, '`external_ids` must be text, but 5 was given.'],
  [
    endpoints.usersById,
    { external_ids: ['a'], fields_to_export: [] },
    '`fields_to_export` must name a field, or be left out, but a list of 0 was given.',
  ],
  ...[
    ...['2014-12-10T23:59:59-5:00', '2014-12-10T23:59:59', '2014-12-10', '2014-02-30T00:00:00Z'],
    ...['2014-12-10T25:00:00Z', '2014-12-10T23:59:59+99:00', '10.12.2014', ''],
  ].map((ending_at): [Endpoint, Record<string, unknown>, string] => [
    endpoints.sessions,
    { length: 1, ending_at },
    `\`ending_at\` ${instantMust}, but "${ending_at}" was given.`,
  ]),
  [endpoints.sessions, { length: 1, ending_at: 5 }, `\`ending_at\` ${instantMust}, but 5 was given.`],
  [endpoints.sessions, { length: 1, unit: 'week' }, '`unit` must be "day" or "hour", but "week" was given.'],
  [endpoints.segmentList, { page: -1 }, '`page` must be a page number from 0 to 1000000, but -1 was given.'],
  [
    endpoints.segmentList,
    { page: 1e7 },
    '`page` must be a page number from 0 to 1000000, but 10000000 was given.',
  ],
  [
    endpoints.cardList,
    { include_archived: 'yes' },
    '`include_archived` must be true or false, but "yes" was given.',
  ],
  [endpoints.segmentDetails, { segment_id: '' }, '`segment_id` must not be empty, but "" was given.'],
  [endpoints.eventSeries, { event: '', length: 1 }, '`event` must not be empty, but "" was given.'],
  [
    endpoints.exportSegment,
    { segment_id: 's', callback_endpoint: 'ftp://example.com' },
    '`callback_endpoint` must be an http or https address, but "ftp://example.com" was given.',
  ],
  [
    endpoints.segmentDetails,
    { segment_id: 's', ['x'.repeat(3)]: 1, y: 2 },
    '`xxx`, `y` is no parameter of this endpoint.',
  ],
  [
    endpoints.sessions,
    { length: 1, unit: `a\n${'b'.repeat(200)}` },
    `\`unit\` must be "day" or "hour", but "a\\n${'b'.repeat(76)}… was given.`,
  ],
];

describe('checkParams', () => {
  for (const [row, params, sentence] of complaints)
    it(`says: ${sentence}`, () => {
      assert.throws(() => checkParams(row, params, nowMs), { code: 'badRequest', message: sentence });
    });

  for (const ending_at of [
    ...['2014-12-10T23:59:59-05:00', '2014-12-10T23:59:59Z', '2014-12-10T23:59:59.123+00:00'],
    ...['2014-12-10T23:59+14:00', '2024-02-29T00:00:00Z'],
  ])
    it(`takes ${ending_at} as it is`, () => {
      const params = { length: 100, ending_at };
      assert.deepEqual(checkParams(endpoints.sessions, params, nowMs), params);
    });

  it('takes the bounds themselves', () => {
    for (const length of [1, 100])
      assert.deepEqual(checkParams(endpoints.dailyActives, { length }, nowMs), { length });
    const external_ids = Array.from({ length: 50 }, (_, i) => `id ${i}`);
    assert.deepEqual(checkParams(endpoints.usersById, { external_ids }, nowMs), { external_ids });
  });
});

describe('checkParams, of a raw export', () => {
  const row = endpoints.exportRawEvents;
  const check = (starting_at: string, ending_at: string, now = nowMs) =>
    checkParams(row, { starting_at, ending_at }, now);

  it('takes seven days to the second, and not a second more', () => {
    check('2016-05-20T00:00:00+00:00', '2016-05-27T00:00:00+00:00');
    check('2016-05-20T00:00:00-05:00', '2016-05-27T05:00:00+00:00');
    assert.throws(() => check('2016-05-20T00:00:00+00:00', '2016-05-27T00:00:01+00:00'), {
      code: 'badRequest',
      message:
        '`ending_at` must be at most 7 days after `starting_at`, but 2016-05-20T00:00:00+00:00 to 2016-05-27T00:00:01+00:00 was given.',
    });
  });

  it('takes what is not older than three months', () => {
    check('2016-03-01T12:00:00Z', '2016-03-02T12:00:00Z', Date.UTC(2016, 5, 1, 12));
    assert.throws(() => check('2016-03-01T11:59:59Z', '2016-03-02T12:00:00Z', Date.UTC(2016, 5, 1, 12)), {
      message: '`starting_at` must be within the last 3 months, but 2016-03-01T11:59:59Z was given.',
    });
  });

  it('counts back from the end of a long month to the end of a short one', () => {
    check('2016-02-29T12:00:00Z', '2016-03-02T12:00:00Z', Date.UTC(2016, 4, 31, 12));
    assert.throws(() => check('2016-02-29T11:59:59Z', '2016-03-02T12:00:00Z', Date.UTC(2016, 4, 31, 12)));
  });

  for (const ending_at of ['2016-05-20T10:00:00Z', '2016-05-20T09:00:00Z'])
    it(`does not end at ${ending_at} what begins at ten`, () => {
      assert.throws(() => check('2016-05-20T10:00:00Z', ending_at), {
        message: `\`ending_at\` must be after \`starting_at\`, but ${ending_at} was given.`,
      });
    });
});

describe('buildRequest', () => {
  const target = { host: 'https://rest.iad-01.braze.com', authStyle: 'apiKey' } as const;

  const names = ["It's & Co+?#/%20", '100%', 'é 👩‍👩‍👧 عربى', '[x]', 'a\nb', ' ', 'x'.repeat(5_000), '../../etc'];
  for (const event of names)
    it(`asks for the event “${event.slice(0, 20)}” by its exact name`, () => {
      const { url } = buildRequest(endpoints.eventSeries, { event, length: 1 }, target, 'key');
      assert.equal(new URL(url).searchParams.get('event'), event);
      assert.equal(new URL(url).pathname, '/events/data_series');
    });

  it('leaves out what is undefined', () => {
    const { url } = buildRequest(endpoints.segmentList, { page: undefined }, target, 'key');
    assert.equal(url, 'https://rest.iad-01.braze.com/segments/list');
  });

  it('encodes the plus of an offset', () => {
    const params = { length: 1, ending_at: '2014-12-10T23:59:59+05:00' };
    const { url } = buildRequest(endpoints.dailyActives, params, target, 'key');
    assert.match(url, /ending_at=2014-12-10T23%3A59%3A59%2B05%3A00$/);
  });

  it('does not fail over half of a pair', () => {
    const lone = 'a\ud83d';
    const { url } = buildRequest(endpoints.eventSeries, { event: lone, length: 1 }, target, 'key');
    assert.equal(new URL(url).searchParams.get('event'), 'a\ufffd');
    const { body } = buildRequest(endpoints.usersById, { external_ids: [lone] }, target, 'key');
    assert.equal(body, '{"external_ids":["a\\ud83d"]}');
  });
});
