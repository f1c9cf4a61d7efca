import assert from 'node:assert/strict';
import type { Endpoint, Pool, Repeat } from '../../../src/api/endpoint.ts';
import { permissionOf } from '../../../src/api/endpoint.ts';
import { endpoints, type EndpointName } from '../../../src/api/endpoints.ts';
import { buildRequest, checkParams } from '../../../src/api/request.ts';

const nowMs = Date.UTC(2016, 4, 31, 12);

interface Expected {
  ask: string;
  /** Parameters that must be there. */
  needs?: Record<string, unknown>;
  /** Parameters that may be there. */
  takes?: Record<string, unknown>;
  per?: number;
  pool?: Pool;
  repeat?: Repeat;
}

const end = { ending_at: '2014-12-10T23:59:59-05:00' };
const hourly = { unit: 'hour', ...end };
const app = { app_id: 'app' };
const segment = { segment_id: 'segment' };
const fields = { fields_to_export: ['email'] };
const length = { length: 7 };
const callback = { callback_endpoint: 'https://example.com/done' };
const archived = { page: 1, include_archived: true };
const hour = { starting_at: '2016-05-31T09:00:00Z', ending_at: '2016-05-31T10:00:00Z' };

/** The document, row by row. */
const document: Record<EndpointName, Expected> = {
  usersById: {
    ask: 'POST /users/export/ids',
    needs: { external_ids: ['a'] },
    takes: fields,
    pool: 'usersById',
  },
  exportSegment: {
    ask: 'POST /users/export/segment',
    needs: segment,
    takes: { ...callback, ...fields },
    repeat: 'unsent',
  },
  segmentList: { ask: 'GET /segments/list', takes: { page: 1 }, per: 100 },
  segmentSeries: { ask: 'GET /segments/data_series', needs: { ...segment, ...length }, takes: end },
  segmentDetails: { ask: 'GET /segments/details', needs: segment },
  campaignList: { ask: 'GET /campaigns/list', takes: archived, per: 100 },
  campaignSeries: {
    ask: 'GET /campaigns/data_series',
    needs: { campaign_id: 'c', ...length },
    takes: end,
    pool: 'campaignSeries',
  },
  campaignDetails: { ask: 'GET /campaigns/details', needs: { campaign_id: 'c' } },
  cardList: { ask: 'GET /feed/list', takes: archived, per: 100 },
  cardSeries: { ask: 'GET /feed/data_series', needs: { card_id: 'c', ...length }, takes: hourly },
  cardDetails: { ask: 'GET /feed/details', needs: { card_id: 'c' } },
  monthlyActives: { ask: 'GET /kpi/mau/data_series', needs: length, takes: { ...end, ...app } },
  dailyActives: { ask: 'GET /kpi/dau/data_series', needs: length, takes: { ...end, ...app } },
  newUsers: { ask: 'GET /kpi/new_users/data_series', needs: length, takes: { ...end, ...app } },
  uninstalls: { ask: 'GET /kpi/uninstalls/data_series', needs: length, takes: { ...end, ...app } },
  sessions: {
    ask: 'GET /sessions/data_series',
    needs: length,
    takes: { ...hourly, ...app, ...segment },
  },
  eventList: { ask: 'GET /events/list', takes: { page: 1 }, per: 250, pool: 'eventsAndPurchases' },
  eventSeries: {
    ask: 'GET /events/data_series',
    needs: { event: 'Event A', ...length },
    takes: { ...hourly, ...app, ...segment },
  },
  productList: {
    ask: 'GET /purchases/product_list',
    takes: { page: 1 },
    per: 250,
    pool: 'eventsAndPurchases',
  },
  revenueSeries: {
    ask: 'GET /purchases/revenue_series',
    needs: length,
    takes: { ...hourly, ...app, product: 'Product A' },
    pool: 'eventsAndPurchases',
  },
  quantitySeries: {
    ask: 'GET /purchases/quantity_series',
    needs: length,
    takes: { ...hourly, ...app, product: 'Product A' },
    pool: 'eventsAndPurchases',
  },
  exportRawEvents: {
    ask: 'POST /raw_data/export',
    needs: hour,
    takes: { app_ids: ['api'], event_names: ['$iap'], ...callback },
    pool: 'rawExport',
    repeat: 'unsent',
  },
};

describe('the endpoint table', () => {
  it('has the 22 endpoints of the document', () => {
    assert.equal(Object.keys(endpoints).length, 22);
    assert.deepEqual(Object.keys(endpoints).sort(), Object.keys(document).sort());
  });

  it('lets a call be repeated unasked only where it reads: every GET, and of the POST rows just one', () => {
    const rows = Object.values<Endpoint>(endpoints);
    const repeated = rows.filter((it) => it.repeat === 'always');
    assert.deepEqual(
      repeated.filter((it) => it.method === 'POST').map((it) => it.path),
      ['/users/export/ids'],
    );
    for (const row of rows) if (row.method === 'GET') assert.ok(repeated.includes(row), row.path);
    for (const row of rows.filter((it) => !repeated.includes(it)))
      assert.equal(row.repeat, 'unsent', row.path);
  });

  for (const [name, expected] of Object.entries(document) as [EndpointName, Expected][])
    describe(name, () => {
      const row: Endpoint = endpoints[name];
      const needs = expected.needs ?? {};
      const all = { ...needs, ...expected.takes };

      it('is the document’s', () => {
        assert.equal(`${row.method} ${row.path}`, expected.ask);
        assert.equal('per' in row ? row.per : undefined, expected.per);
        assert.equal(row.pool, expected.pool ?? 'general');
        assert.equal(row.repeat, expected.repeat ?? 'always');
        assert.equal(permissionOf(row), row.path.slice(1).replaceAll('/', '.'));
        const anyStyle = ['appGroupId', 'apiKey'];
        assert.deepEqual(row.auth, name === 'exportRawEvents' ? ['appGroupId'] : anyStyle);
      });

      it('takes just its parameters', () => {
        assert.deepEqual(checkParams(row, all, nowMs), all);
        assert.deepEqual(checkParams(row, needs, nowMs), needs);
        const stray = { ...all, colour: 'red' };
        assert.throws(() => checkParams(row, stray, nowMs), {
          message: '`colour` is no parameter of this endpoint.',
        });
        assert.throws(() => checkParams(row, { ...all, app_group_id: 'x' }, nowMs), /`app_group_id` is no/);
        for (const needed of Object.keys(needs))
          assert.throws(() => checkParams(row, { ...all, [needed]: undefined }, nowMs), {
            code: 'badRequest',
            message: new RegExp(`^\`${needed}\` must .*, but nothing was given\\.$`),
          });
      });

      for (const authStyle of ['appGroupId', 'apiKey'] as const)
        it(`sends them with ${authStyle}`, () => {
          const key = 'k/ey+1';
          const request = buildRequest(row, all, { host: 'https://h', authStyle }, key);
          const sent =
            row.method === 'GET' ? readQuery(request.url) : (JSON.parse(request.body ?? '') as object);
          const asText = row.method === 'GET' ? mapToText(all) : all;
          const expectedKey = authStyle === 'appGroupId' ? { app_group_id: key } : {};
          assert.deepEqual(sent, { ...expectedKey, ...asText });
          assert.equal(new URL(request.url).pathname, row.path);
          assert.equal(request.body === undefined, row.method === 'GET');
          assert.deepEqual(request.headers, {
            Accept: 'application/json',
            ...(row.method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
            ...(authStyle === 'apiKey' ? { Authorization: `Bearer ${key}` } : {}),
          });
        });
    });
});

function readQuery(url: string): object {
  return Object.fromEntries(new URL(url).searchParams);
}

function mapToText(params: object): object {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}
