import assert from 'node:assert/strict';
import type * as z from 'zod';
import type { Client } from '../../../../src/api/client.ts';
import type { AuthStyle, Endpoint } from '../../../../src/api/endpoint.ts';
import { endpoints, type EndpointName } from '../../../../src/api/endpoints.ts';
import { serveSample, type ServedSample } from '../../../../src/sample/http.ts';
import { createWorld, sampleApps } from '../../../../src/sample/world/world.ts';
import { createRealClient } from '../asking.ts';

const world = createWorld();
const [segment, campaign, card] = [world.segments[0]!, world.campaigns[0]!, world.cards[0]!];
const series = { length: 100 };
const hours = { length: 100, unit: 'hour' } as const;
const app = { app_id: sampleApps[0]!.id };
const hourMs = 3_600_000;
const now = (): number => Date.UTC(2026, 4, 31, 12);
const at = (agoMs: number): string => `${new Date(now() - agoMs).toISOString().slice(0, 19)}+00:00`;

type ParamsOf<Name extends EndpointName> = z.input<(typeof endpoints)[Name]['params']>;

/** What each row is asked; a new row of the table asks for its line here. */
const asked: { [Name in EndpointName]: ParamsOf<Name>[] } = {
  usersById: [{ external_ids: ['user-000000', 'nobody'] }],
  exportSegment: [{ segment_id: segment.id, fields_to_export: ['email'] }],
  segmentList: [{ page: 0 }],
  segmentSeries: [{ ...series, segment_id: segment.id }],
  segmentDetails: world.segments.slice(0, 20).map((it) => ({ segment_id: it.id })),
  campaignList: [{ page: 0, include_archived: true }],
  campaignSeries: world.campaigns.slice(0, 60).map((it) => ({ ...series, campaign_id: it.id })),
  campaignDetails: world.campaigns.slice(0, 60).map((it) => ({ campaign_id: it.id })),
  cardList: [{ page: 0 }],
  cardSeries: [
    { ...series, card_id: card.id },
    { ...hours, card_id: card.id },
  ],
  cardDetails: world.cards.slice(0, 20).map((it) => ({ card_id: it.id })),
  monthlyActives: [series, { ...series, ...app }],
  dailyActives: [series, { ...series, ...app }],
  newUsers: [series, { ...series, ...app }],
  uninstalls: [series, { ...series, ...app }],
  sessions: [series, { ...hours, ...app }, { ...series, segment_id: segment.id }],
  eventList: [{ page: 1 }],
  eventSeries: world.events.slice(0, 40).map((event) => ({ ...hours, ...app, event })),
  productList: [{ page: 1 }],
  revenueSeries: [series, ...world.products.slice(0, 10).map((product) => ({ ...hours, ...app, product }))],
  quantitySeries: [series, ...world.products.slice(0, 10).map((product) => ({ ...hours, ...app, product }))],
  exportRawEvents: [{ starting_at: at(100 * hourMs), ending_at: at(50 * hourMs), event_names: ['$iap'] }],
};

describe('the sample answers every row of the endpoint table', () => {
  for (const authStyle of ['appGroupId', 'apiKey'] as const) {
    describe(authStyle, () => {
      let served: ServedSample;
      let client: Client;
      before(async () => {
        served = await serveSample({ now });
        client = createRealClient(served.origin, authStyle, { now });
      });
      after(() => served.close());

      for (const name of Object.keys(endpoints) as EndpointName[]) {
        const row: Endpoint = endpoints[name];
        if (row.auth.includes(authStyle)) {
          it(`${row.path} in the shape of its schema`, async () => {
            for (const params of asked[name]) {
              const { value, raw, warnings } = await client.call(row, params);
              assert.deepEqual(warnings, []);
              assertFull(name, value, raw);
            }
          });
        } else {
          it(`${row.path} not at all`, async () => {
            const { status, body } = await client.probe(row, asked[name][0] as object);
            assert.equal(status, 404);
            assert.deepEqual(JSON.parse(body), { message: 'Invalid URL' });
          });
        }
      }
    });
  }
});

/** A schema as lenient as ours takes an empty answer too: something must be in it, and the statuses must be the service's. */
function assertFull(name: EndpointName, value: unknown, raw: unknown): void {
  if (Array.isArray(value)) assert.ok(value.length > 60, `${name} has ${value.length} items`);
  else
    assert.ok(
      Object.values(value as object).some((it) => it !== undefined),
      name,
    );
  assert.ok(typeof raw === 'object' && raw !== null && Object.keys(raw).length > 0);
}

describe('statuses and messages', () => {
  let served: ServedSample;
  before(async () => void (served = await serveSample({ now })));
  after(() => served.close());

  async function probe(name: EndpointName, authStyle: AuthStyle = 'appGroupId', n = 0) {
    const client = createRealClient(served.origin, authStyle, { now });
    return client.probe(endpoints[name], asked[name][n] as object);
  }

  it('are 201 for the user exports and 200 for all else', async () => {
    for (const name of Object.keys(endpoints) as EndpointName[]) {
      const { status } = await probe(name);
      assert.equal(status, name === 'usersById' || name === 'exportSegment' ? 201 : 200, name);
    }
  });

  it('has no message in the multivariate answers of 2016, and "success" elsewhere', async () => {
    const legacy = world.campaigns.findIndex((it) => it.isMultivariate && it.era === 'legacy');
    const plain = world.campaigns.findIndex((it) => !it.isMultivariate);
    const keysOf = async (n: number) =>
      Object.keys(JSON.parse((await probe('campaignSeries', 'apiKey', n)).body) as object);
    assert.deepEqual(await keysOf(legacy), ['data']);
    assert.deepEqual(await keysOf(plain), ['data', 'message']);
    assert.equal(campaign, world.campaigns[0]);
  });
});
