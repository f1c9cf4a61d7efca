import assert from 'node:assert/strict';
import { loadChart } from '../../../src/catalog/loadChart.ts';
import { createWindowStore } from '../../../src/catalog/windowStore.ts';
import type { Chart, ChartQuery } from '../../../src/protocol/chart.ts';
import type { ItemRef } from '../../../src/protocol/item.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';
import { countAt, createZonedService, dayNumber, daysFrom, type ZonedService } from './zonedService.ts';

const sessions: ItemRef = { kind: 'metric', id: 'sessions', name: 'Sessions' };
const never = new AbortController().signal;

const base: ChartQuery = { length: 30, unit: 'day', breakdown: 'total', previous: false };

function load(service: ZonedService, query: Partial<ChartQuery>, nowMs: number): Promise<Chart> {
  return loadChart(
    service.client,
    { items: [sessions], query: { ...base, ...query } },
    createWindowStore(() => nowMs),
    never,
  );
}

describe('a chart of one metric', () => {
  const nowMs = Date.parse('2024-06-15T18:00:00Z');

  it('asks once for both the range and the period before it, where they fit into one window', async () => {
    const service = createZonedService('UTC', nowMs);
    const chart = await load(service, { length: 30 }, nowMs);
    assert.deepEqual(service.asked, [{ length: '60' }]);
    assert.deepEqual(chart.times, daysFrom('2024-05-17', '2024-06-15'));
    assert.deepEqual(chart.previousTimes, daysFrom('2024-04-17', '2024-05-16'));
    const [line] = chart.lines;
    assert.equal(line?.name, 'Sessions');
    assert.deepEqual(
      line.values,
      chart.times.map((it) => countAt(dayNumber(it))),
    );
    assert.deepEqual(
      line.previous?.values.slice(1),
      chart.previousTimes.slice(1).map((it) => countAt(dayNumber(it))),
    );
  });

  it('asks for no more than the range where the period before would cost more requests', async () => {
    const service = createZonedService('UTC', nowMs);
    const chart = await load(service, { length: 100 }, nowMs);
    assert.deepEqual(service.asked, [{ length: '100' }]);
    assert.equal(chart.times.length, 100);
    assert.deepEqual(chart.previousTimes, []);
    assert.equal(chart.lines[0]?.previous, undefined);
  });

  it('sends unit, end and filters as the endpoint wants them', async () => {
    const service = createZonedService('UTC', nowMs);
    const query = {
      unit: 'hour',
      endingAt: '2024-06-01T12:00:00-05:00',
      app: 'app-1',
      segment: 's-1',
      product: 'no',
    } as const;
    await load(service, { ...query, length: 24 }, nowMs);
    assert.deepEqual(service.asked, [
      {
        length: '48',
        unit: 'hour',
        ending_at: '2024-06-01T12:00:00-05:00',
        app_id: 'app-1',
        segment_id: 's-1',
      },
    ]);
  });

  it('never shows a day after the chosen one, although the service may already be in the next', async () => {
    const service = createZonedService('Pacific/Kiritimati', nowMs);
    const chart = await load(service, { length: 7, endingAt: '2024-06-10T23:59:59-05:00' }, nowMs);
    assert.equal(chart.times.at(-1), '2024-06-10');
  });
});

describe('a range that is longer than a window', () => {
  // Each ends where a step of whole days back crosses a change of the clocks, close to midnight.
  const cases = [
    {
      zone: 'America/New_York',
      now: '2024-06-01T04:30:00Z',
      last: '2024-06-01',
      why: 'summer time began: a day less',
    },
    {
      zone: 'America/New_York',
      now: '2024-12-15T04:30:00Z',
      last: '2024-12-14',
      why: 'summer time ended: a day more',
    },
    { zone: 'Europe/Berlin', now: '2025-04-05T22:30:00Z', last: '2025-04-06', why: 'Berlin, spring' },
    { zone: 'Pacific/Apia', now: '2012-03-01T10:30:00Z', last: '2012-03-02', why: 'two changes at once' },
    { zone: 'Australia/Lord_Howe', now: '2024-05-10T14:00:00Z', last: '2024-05-11', why: 'half an hour' },
    { zone: 'UTC', now: '2024-03-31T12:00:00Z', last: '2024-03-31', why: 'a leap day and month ends' },
  ];
  for (const { zone, now, last, why } of cases)
    for (const length of [101, 180, 365])
      it(`has each of ${length} days once (${why})`, async () => {
        const nowMs = Date.parse(now);
        const service = createZonedService(zone, nowMs);
        const chart = await load(service, { length }, nowMs);
        const first = new Date((dayNumber(last) - length + 1) * 86_400_000).toISOString().slice(0, 10);
        assert.deepEqual(chart.times, daysFrom(first, last));
        // Points at the ends of windows cover half a day: none of them may have slipped in at a seam.
        const whole = chart.times.slice(1).map((it) => countAt(dayNumber(it)));
        assert.deepEqual(chart.lines[0]?.values.slice(1), whole);
        assert.deepEqual(chart.missing, []);
      });

  it('takes no more requests than it needs', async () => {
    const nowMs = Date.parse('2024-06-01T12:00:00Z');
    const service = createZonedService('UTC', nowMs);
    await load(service, { length: 365 }, nowMs);
    assert.equal(service.asked.length, 4);
    for (const { length } of service.asked) assert.ok(Number(length) <= 100);
  });

  for (const withOffset of [true, false])
    for (const now of ['2024-03-12T12:20:00Z', '2024-11-05T12:20:00Z'])
      it(`has each of 200 hours once over a change of clocks, ${withOffset ? 'with' : 'without'} offsets (${now})`, async () => {
        const nowMs = Date.parse(now);
        const service = createZonedService('America/New_York', nowMs, { withOffset });
        const chart = await load(service, { length: 200, unit: 'hour' }, nowMs);
        const last = Math.floor(nowMs / 3_600_000);
        const counts = Array.from({ length: 200 }, (_, index) => countAt(last - 199 + index));
        assert.deepEqual(chart.lines[0]?.values, counts);
        assert.equal(chart.times.length, 200);
      });
});

describe('a window that fails', () => {
  const nowMs = Date.parse('2024-06-15T18:00:00Z');

  it('leaves a marked stretch, and the rest is drawn', async () => {
    const service = createZonedService('UTC', nowMs);
    service.fails = ({ ending_at }) => ending_at?.startsWith('2024-03-10') === true;
    const chart = await load(service, { length: 250 }, nowMs);
    assert.equal(chart.times.length, 250);
    assert.equal(chart.missing.length, 1);
    const [stretch] = chart.missing;
    assert.match(stretch?.message ?? '', /Broken/);
    const gaps = chart.lines[0]?.values.flatMap((it, index) => (it === null ? [index] : []));
    assert.deepEqual(gaps?.[0], stretch?.from);
    assert.deepEqual(gaps?.at(-1), stretch?.to);
    assert.equal(gaps?.length, (stretch?.to ?? 0) - (stretch?.from ?? 0) + 1);
  });

  it('is placed rightly when it is the newest one', async () => {
    const service = createZonedService('UTC', nowMs);
    service.fails = ({ ending_at }) => ending_at === undefined;
    const chart = await load(service, { length: 150 }, nowMs);
    assert.deepEqual(chart.times, daysFrom('2024-01-18', '2024-06-15'));
    assert.equal(chart.missing[0]?.to, 149);
    assert.equal(chart.times[chart.missing[0]?.from ?? 0], '2024-03-11');
  });

  it('can be retried alone, and what came is not asked for again', async () => {
    const service = createZonedService('UTC', nowMs);
    const store = createWindowStore(() => nowMs);
    const request = { items: [sessions], query: { ...base, length: 250 } };
    service.fails = ({ ending_at }) => ending_at !== undefined;
    const broken = await loadChart(service.client, request, store, never);
    assert.equal(broken.missing.length, 2);
    const asked = service.asked.length;
    service.fails = () => false;
    store.forgetFailures(broken.missing[0]?.id);
    const half = await loadChart(service.client, request, store, never);
    assert.equal(service.asked.length, asked + 1);
    assert.deepEqual(
      half.missing.map((it) => it.id),
      [broken.missing[1]?.id],
    );
  });

  it('is an error only where nothing came at all', async () => {
    const service = createZonedService('UTC', nowMs);
    service.fails = () => true;
    await assert.rejects(load(service, { length: 250 }, nowMs), { code: 'badRequest' });
  });

  it('makes no comparison of half a period with a whole one', async () => {
    const service = createZonedService('UTC', nowMs);
    service.fails = ({ ending_at }) => ending_at?.startsWith('2024-03-10') === true;
    const chart = await load(service, { length: 100, previous: true }, nowMs);
    assert.equal(chart.missing[0]?.period, 'previous');
    assert.deepEqual(chart.lines[0]?.previous?.summary, { total: null, mean: null, latest: null });
  });

  it('of one of several items is that item’s alone', async () => {
    const client = createFetchClient(async (url) => {
      const event = new URL(url).searchParams.get('event');
      if (event === 'bad') return answerJson({ message: 'No such event' }, 400);
      return answerJson({ data: daysFrom('2024-06-01', '2024-06-15').map((time) => ({ time, count: 1 })) });
    });
    const items: ItemRef[] = ['good', 'bad'].map((id) => ({ kind: 'event', id, name: id }));
    const chart = await loadChart(
      client,
      { items, query: { ...base, length: 15 } },
      createWindowStore(() => nowMs),
      never,
    );
    assert.deepEqual(
      chart.lines.map((it) => it.name),
      ['good'],
    );
    assert.deepEqual(
      chart.missing.map((it) => it.of),
      ['bad'],
    );
  });
});

describe('what a chart makes of gaps, items and figures', () => {
  const nowMs = Date.parse('2024-06-15T18:00:00Z');
  const answerWith = (answer: (params: URLSearchParams) => unknown[]) =>
    createFetchClient(async (url) =>
      answerJson({ message: 'success', data: answer(new URL(url).searchParams) }),
    );
  const loadItems = (
    items: ItemRef[],
    answer: (params: URLSearchParams) => unknown[],
    query: Partial<ChartQuery> = {},
  ) =>
    loadChart(
      answerWith(answer),
      { items, query: { ...base, ...query } },
      createWindowStore(() => nowMs),
      never,
    );

  it('keeps null and absent apart from zero, and gives an absent day its place', async () => {
    const data = [
      { time: '2024-06-10', count: 5 },
      { time: '2024-06-11', count: null },
      { time: '2024-06-13', count: 0 },
      { time: '2024-06-14' },
      { time: '2024-06-15', count: 7 },
    ];
    const chart = await loadItems([{ kind: 'event', id: 'e' }], () => data, { length: 6 });
    assert.deepEqual(chart.times, daysFrom('2024-06-10', '2024-06-15'));
    assert.deepEqual(chart.lines[0]?.values, [5, null, null, 0, null, 7]);
    assert.deepEqual(chart.lines[0]?.summary, { total: 12, mean: 4, latest: 7 });
  });

  it('puts items with different days on one axis, names lines by item, and tells namesakes apart', async () => {
    const of: Record<string, unknown[]> = {
      a: [{ time: '2024-06-14', size: 1 }],
      b: [{ time: '2024-06-15', size: 2 }],
      c: [{ time: '2024-06-15', size: 3 }],
    };
    const items: ItemRef[] = [
      { kind: 'segment', id: 'a', name: 'Buyers', tracked: true },
      { kind: 'segment', id: 'b', name: 'Buyers', tracked: true },
      { kind: 'segment', id: 'c', name: 'Others', tracked: true },
    ];
    const chart = await loadItems(items, (it) => of[it.get('segment_id') ?? ''] ?? []);
    assert.deepEqual(
      chart.lines.map((it) => [it.name, it.values]),
      [
        ['Buyers (a)', [1, null]],
        ['Buyers (b)', [null, 2]],
        ['Others', [null, 3]],
      ],
    );
  });

  it('has no total for sizes, and one rate for the whole period', async () => {
    const [size] = (
      await loadItems([{ kind: 'segment', id: 's', tracked: true }], () => [
        { time: '2024-06-14', size: 10 },
        { time: '2024-06-15', size: 20 },
      ])
    ).lines;
    assert.deepEqual(size?.summary, { total: null, mean: 15, latest: 20 });
    const card = await loadItems([{ kind: 'card', id: 'k' }], () => [
      { time: '2024-06-13', impressions: 0, clicks: 0 },
      { time: '2024-06-14', impressions: 10, clicks: 5 },
      { time: '2024-06-15', impressions: 90, clicks: 5 },
    ]);
    const clickRate = card.lines.find((it) => it.name === 'Click rate');
    assert.deepEqual(clickRate?.values, [null, 0.5, 5 / 90]);
    assert.equal(clickRate?.summary.total, 0.1);
  });

  it('says that a segment is not tracked instead of asking for zeros', async () => {
    let asked = 0;
    const chart = await loadItems([{ kind: 'segment', id: 's', name: 'Quiet', tracked: false }], () => {
      asked += 1;
      return [];
    });
    assert.equal(asked, 0);
    assert.deepEqual(chart.lines, []);
    assert.match(chart.notes[0] ?? '', /tracking is off for “Quiet”/);
  });

  it('throws when cancelled, and keeps nothing of it', async () => {
    const controller = new AbortController();
    const client = createFetchClient(async (_, init) => {
      controller.abort();
      init.signal?.throwIfAborted();
      return answerJson({});
    });
    const store = createWindowStore(() => nowMs);
    const request = { items: [sessions], query: base };
    await assert.rejects(loadChart(client, request, store, controller.signal), { code: 'aborted' });
    const service = createZonedService('UTC', nowMs);
    assert.equal((await loadChart(service.client, request, store, never)).lines.length, 1);
  });
});
