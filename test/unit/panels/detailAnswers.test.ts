import assert from 'node:assert/strict';
import { createAppIds } from '../../../src/panels/appIds.ts';
import { createDetailAnswers, type DetailContext } from '../../../src/panels/detailAnswers.ts';
import { panelState } from '../../../src/panels/detailArguments.ts';
import type { ChartQuery } from '../../../src/protocol/chart.ts';
import type { ItemRef } from '../../../src/protocol/item.ts';
import { createSample } from '../../../src/sample/server.ts';
import { createFetchClient } from '../../support/fetchClient.ts';

const never = new AbortController().signal;
const query: ChartQuery = { length: 30, unit: 'day', breakdown: 'total', previous: false };

function open(items: ItemRef[], extra: Partial<DetailContext> = {}) {
  const asked: string[] = [];
  const done: string[] = [];
  const sample = createSample({ now: () => Date.parse('2024-06-15T12:00:00Z') });
  const client = createFetchClient(async (url, init) => {
    asked.push(new URL(url).pathname);
    return sample(new Request(url, init));
  });
  const kept = new Map<string, unknown>();
  const state = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  const answers = createDetailAnswers({
    items,
    connection: { id: 'c', name: 'Shop' },
    client: () => client,
    appIds: createAppIds(state as never, 'c'),
    defaultLength: () => 30,
    now: () => Date.parse('2024-06-15T12:00:00Z'),
    fetchImage: async (url) => `data:,${url}`,
    destinations: {
      copyText: async (text) => void done.push(text),
      saveFile: async (name) => name,
      openDocument: async (language, text) => void done.push(language, text),
    },
    openJson: async (title) => void done.push(title),
    openBeside: () => undefined,
    onTitle: (title) => void done.push(title),
    ...extra,
  });
  return { answers, asked, done, client };
}

describe('what a panel asks the service for', () => {
  it('is one series for a metric', async () => {
    const { answers, asked } = open([{ kind: 'metric', id: 'dailyActives' }]);
    await answers.start.run(undefined, never);
    await answers.loadChart.run({ query }, never);
    assert.deepEqual(asked, ['/kpi/dau/data_series']);
  });

  it('is details and series for a campaign, and nothing again for another breakdown or an export', async () => {
    const { answers, asked, client } = open([{ kind: 'campaign', id: 'unknown' }]);
    void client;
    await Promise.allSettled([
      answers.loadDetail.run({ item: 0 }, never),
      answers.loadChart.run({ query }, never),
    ]);
    assert.deepEqual(asked.sort(), ['/campaigns/data_series', '/campaigns/details']);
  });

  it('is the list too for a segment of which nobody has said whether it is tracked', async () => {
    const { answers, asked } = open([{ kind: 'segment', id: 'unknown' }]);
    await Promise.allSettled([answers.loadChart.run({ query }, never)]);
    assert.ok(asked.includes('/segments/list'));
    const known = open([{ kind: 'segment', id: 'unknown', tracked: true }]);
    await Promise.allSettled([known.answers.loadChart.run({ query }, never)]);
    assert.deepEqual(known.asked, ['/segments/data_series']);
  });

  it('is nothing more for an export, and everything anew for a refresh', async () => {
    const { answers, asked, done } = open([{ kind: 'metric', id: 'sessions', name: 'Sessions' }]);
    const { lines } = await answers.loadChart.run({ query }, never);
    const order = {
      query,
      lines: lines.map((it) => it.key),
      format: 'csv' as const,
      to: 'clipboard' as const,
    };
    assert.equal(await answers.exportChart.run(order, never), 'Copied as CSV.');
    assert.match(done[0] ?? '', /^Time,Sessions\r\n2024-05-/);
    assert.equal(asked.length, 1);
    await answers.loadChart.run({ query, refresh: true }, never);
    assert.equal(asked.length, 2);
  });

  it('is refused while another connection is in use', async () => {
    const { answers } = open([{ kind: 'metric', id: 'sessions' }], { client: () => undefined });
    assert.equal((await answers.start.run(undefined, never)).connected, false);
    await assert.rejects(async () => answers.loadChart.run({ query }, never), /data of “Shop”/);
  });
});

describe('what a page may say', () => {
  const { answers } = open([{ kind: 'card', id: 'k' }]);

  it('is checked', () => {
    const chart = (change: object) => () =>
      answers.loadChart.argument.parse({ query: { ...query, ...change } });
    for (const change of [
      { length: 0 },
      { length: 5_000 },
      { length: 1.5 },
      { unit: 'week' },
      { endingAt: 'now' },
      { endingAt: '2024-99-99T00:00:00Z' },
      { host: 'x' },
    ])
      assert.throws(chart(change), JSON.stringify(change));
    assert.doesNotThrow(chart({ endingAt: '2024-06-01T23:59:59-05:00' }));
    assert.throws(() => answers.loadImage.argument.parse({ item: 0, image: 0, url: 'https://evil.test/' }));
    assert.throws(() => answers.loadDetail.argument.parse({ item: 8 }));
    assert.throws(() => answers.rememberAppId.argument.parse({ appId: '  ' }));
  });

  it('cannot have an address fetched that is not in the details', async () => {
    await assert.rejects(async () => answers.loadImage.run({ item: 0, image: 99 }, never));
  });
});

describe('what the editor kept of a panel', () => {
  const state = { items: [{ kind: 'event', id: 'x' }], connection: { id: 'c', name: 'Shop' } };
  it('is taken where it makes sense', () => {
    assert.ok(panelState.safeParse({ ...state, length: 30, toggles: [] }).success);
  });
  for (const odd of [
    undefined,
    null,
    {},
    { ...state, items: [] },
    { ...state, items: [{ kind: 'user', id: 'x' }] },
    {
      ...state,
      items: [
        { kind: 'event', id: 'x' },
        { kind: 'card', id: 'y' },
      ],
    },
    { ...state, connection: undefined },
  ])
    it(`is let go of otherwise: ${JSON.stringify(odd)}`, () => assert.ok(!panelState.safeParse(odd).success));
});

describe('the app ids of a connection', () => {
  it('are remembered newest first, each once, and forgotten', async () => {
    const { answers } = open([{ kind: 'metric', id: 'sessions' }]);
    await answers.rememberAppId.run({ appId: 'a' }, never);
    await answers.rememberAppId.run({ appId: 'b' }, never);
    assert.deepEqual(await answers.rememberAppId.run({ appId: 'a' }, never), ['a', 'b']);
    assert.deepEqual(await answers.forgetAppId.run({ appId: 'a' }, never), ['b']);
    assert.deepEqual((await answers.start.run(undefined, never)).appIds, ['b']);
  });
});
