import assert from 'node:assert/strict';
import { createSample } from '../../../src/sample/server.ts';
import { createWorld } from '../../../src/sample/world/world.ts';
import { get, post } from './asking.ts';

const { segments, cards } = createWorld();
const hourMs = 3_600_000;

async function read(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

describe('the sample refuses as the service does', () => {
  const sample = createSample({ key: 'right', refuse: ['segments.list'] });
  const ask = (path: string, init?: RequestInit) =>
    sample(new Request(`https://sample.invalid${path}`, init));
  const bearer = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } });

  it('401 repeats the key, with rate headers that are there and empty', async () => {
    const query = await ask('/events/list?app_group_id=wr%C3%B6ng%20key');
    assert.deepEqual(
      [...query.headers].filter(([name]) => name.startsWith('x-ratelimit')),
      [
        ['x-ratelimit-limit', ''],
        ['x-ratelimit-remaining', ''],
        ['x-ratelimit-reset', ''],
      ],
    );
    assert.deepEqual(await read(query), {
      status: 401,
      body: { message: 'Invalid App Group API Identifier: wröng key' },
    });
    assert.deepEqual(await read(await ask('/events/list', bearer('wrong'))), {
      status: 401,
      body: { message: 'Invalid API key: wrong' },
    });
    assert.equal((await ask('/events/list')).status, 401);
    const body = JSON.stringify({ app_group_id: 'wrong', external_ids: ['a'] });
    const headers = { 'Content-Type': 'application/json' };
    const posted = await ask('/users/export/ids?app_group_id=right', { method: 'POST', body, headers });
    assert.deepEqual(await read(posted), {
      status: 401,
      body: { message: 'Invalid App Group API Identifier: wrong' },
    });
    assert.equal((await ask('/events/list', bearer('right'))).status, 200);
    assert.equal((await ask('/events/list?app_group_id=right')).status, 200);
  });

  it('403 for a permission the key lacks', async () => {
    assert.deepEqual(await read(await ask('/segments/list', bearer('right'))), {
      status: 403,
      body: { message: 'Access Denied' },
    });
    assert.equal((await ask('/segments/list', bearer('wrong'))).status, 401);
  });

  it('404 for what there is not', async () => {
    for (const path of ['/', '/segments/list/', '/canvas/list', '/raw_data/export'])
      assert.deepEqual(await read(await ask(path, bearer('right'))), {
        status: 404,
        body: { message: 'Invalid URL' },
      });
  });

  it('415, 400 and 413 for bodies it cannot take', async () => {
    const send = (body: string, type: string) =>
      ask('/users/export/ids', { method: 'POST', body, headers: { 'Content-Type': type } });
    assert.equal((await send('{}', 'text/plain')).status, 415);
    assert.equal((await send('{"a":', 'application/json')).status, 400);
    assert.equal((await send('[]', 'application/json')).status, 400);
    assert.equal((await send(`"${'x'.repeat(4 * 1024 * 1024)}"`, 'application/json')).status, 413);
  });

  it('gives up when the caller does', async () => {
    const reason = new Error('enough');
    await assert.rejects(
      ask('/events/list?app_group_id=right', { signal: AbortSignal.abort(reason) }),
      reason,
    );
  });

  it('is no app group of nobody, or of too many', () => {
    for (const users of [0, 1.5, 1_000_001]) assert.throws(() => createSample({ users }), RangeError);
  });
});

describe('the sample checks parameters', () => {
  const sample = createSample();
  const cases: [string, Record<string, string | number>, string][] = [
    ['/segments/details', {}, 'segment_id must be a string of the Segment api identifier'],
    ['/segments/details', { segment_id: 'x' }, 'segment_id must be a string of the Segment api identifier'],
    [
      '/campaigns/details',
      { campaign_id: 'x' },
      'campaign_id must be a string of the Campaign api identifier',
    ],
    ['/feed/details', { card_id: segments[0]!.id }, 'card_id must be a string of the Card api identifier'],
    ['/segments/list', { page: -1 }, 'page must be an integer of at least 0'],
    ['/segments/list', { page: 'two' }, 'page must be an integer of at least 0'],
    ['/campaigns/list', { include_archived: 'yes' }, 'include_archived must be true or false'],
    ['/kpi/dau/data_series', {}, 'length must be an integer between 1 and 100'],
    ['/kpi/dau/data_series', { length: 0 }, 'length must be an integer between 1 and 100'],
    ['/kpi/dau/data_series', { length: 101 }, 'length must be an integer between 1 and 100'],
    [
      '/kpi/dau/data_series',
      { length: 1, ending_at: '2014-12-10T23:59:59-5:00' },
      'ending_at must be a valid ISO 8601 datetime',
    ],
    [
      '/kpi/dau/data_series',
      { length: 1, ending_at: '2015-02-29' },
      'ending_at must be a valid ISO 8601 datetime',
    ],
    ['/kpi/dau/data_series', { length: 1, app_id: 'x' }, 'app_id must be a string of the App api identifier'],
    ['/sessions/data_series', { length: 1, unit: 'week' }, 'unit must be one of day, hour'],
    ['/events/data_series', { length: 1, event: 'x' }, 'event must be the name of a custom event'],
    ['/purchases/revenue_series', { length: 1, product: 'x' }, 'product must be the name of a product'],
  ];
  for (const [path, params, message] of cases)
    it(`${path} ${JSON.stringify(params)}`, async () => {
      assert.deepEqual(await read(await get(sample, path, params)), { status: 400, body: { message } });
    });

  it('ignores what it does not know, as the service does', async () => {
    assert.equal((await get(sample, '/feed/details', { card_id: cards[0]!.id, colour: 'red' })).status, 200);
  });
});

describe('the rate limits of the sample', () => {
  it('count down for each pool, to the end of a window aligned with the clock', async () => {
    let now = Date.UTC(2016, 4, 31, 20, 14, 3);
    const sample = createSample({
      now: () => now,
      limits: { eventsAndPurchases: { limit: 2, windowMs: hourMs } },
    });
    const ask = async (path: string) => {
      const { status, headers } = await get(sample, path);
      return [
        status,
        ...['Limit', 'Remaining', 'Reset'].map((it) => Number(headers.get(`X-RateLimit-${it}`))),
      ];
    };
    const end = Date.UTC(2016, 4, 31, 21) / 1000;
    assert.deepEqual(await ask('/events/list'), [200, 2, 1, end]);
    assert.deepEqual(await ask('/purchases/product_list'), [200, 2, 0, end]);
    assert.deepEqual(await ask('/events/list'), [429, 2, 0, end]);
    assert.deepEqual(await ask('/segments/list'), [200, 250_000, 249_999, end]);
    now += hourMs;
    assert.deepEqual(await ask('/events/list'), [200, 2, 1, end + 3600]);
  });
});

describe('raw event exports of the sample', () => {
  it('run one at a time, within a week of the last three months', async () => {
    let now = Date.UTC(2016, 4, 31);
    const sample = createSample({ now: () => now, rawExportMs: 5_000 });
    const ask = async (starting_at: string, ending_at: string) =>
      read(await post(sample, '/raw_data/export', { starting_at, ending_at }));
    const week = ['2016-05-20T00:00:00+00:00', '2016-05-27T00:00:00+00:00'] as const;
    assert.deepEqual(await ask(...week), { status: 200, body: { success: true, message: 'success' } });
    assert.equal((await ask(...week)).status, 429);
    now += 5_000;
    assert.equal((await ask(...week)).status, 200);
    now += 5_000;
    assert.equal((await ask('2016-05-20T00:00:00+00:00', '2016-05-27T00:00:01+00:00')).status, 400);
    assert.equal((await ask('2016-02-20T00:00:00+00:00', '2016-02-27T00:00:00+00:00')).status, 400);
    assert.equal((await ask('soon', '2016-02-27T00:00:00+00:00')).status, 400);
  });
});
