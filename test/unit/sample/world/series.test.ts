import assert from 'node:assert/strict';
import { createSample } from '../../../../src/sample/server.ts';
import { createWorld, sampleApps } from '../../../../src/sample/world/world.ts';
import { getJson } from '../asking.ts';

const now = Date.UTC(2016, 4, 31, 22, 40);
const sample = createSample({ now: () => now });
const world = createWorld();
const card = world.cards[0]!;

type Point = { time: string } & Record<string, number | null>;

async function ask(path: string, params: Record<string, string | number>): Promise<Point[]> {
  return (await getJson<{ data: Point[] }>(sample, path, params)).data;
}

/** Every series with hours, and its number. */
const hourly = [
  ['/sessions/data_series', 'sessions', {}],
  ['/sessions/data_series', 'sessions', { app_id: sampleApps[1]!.id }],
  ['/events/data_series', 'count', { event: world.events[300]! }],
  ['/purchases/revenue_series', 'revenue', {}],
  ['/purchases/quantity_series', 'purchase_quantity', { product: world.products[7]! }],
  ['/feed/data_series', 'impressions', { card_id: card.id }],
  ['/feed/data_series', 'clicks', { card_id: card.id }],
] as const;

const daily = [
  ['/kpi/mau/data_series', 'mau', {}],
  ['/kpi/dau/data_series', 'dau', {}],
  ['/kpi/new_users/data_series', 'new_users', {}],
  ['/kpi/uninstalls/data_series', 'uninstalls', {}],
  ['/segments/data_series', 'size', { segment_id: world.segments[0]!.id }],
] as const;

describe('the series of the sample', () => {
  for (const [path, key, params] of hourly)
    it(`${path} ${key}: the hours of a day add up to it`, async () => {
      let compared = 0;
      for (const { time, [key]: whole } of await ask(path, { ...params, length: 20 })) {
        if (whole === null || time === '2016-05-31') continue;
        const hours = await ask(path, {
          ...params,
          length: 24,
          unit: 'hour',
          ending_at: `${time}T23:30:00Z`,
        });
        assert.ok(hours.every((it) => it.time.startsWith(time)));
        const sum = hours.reduce((total, it) => total + (it[key] ?? 0), 0);
        assert.ok(Math.abs(sum - (whole ?? 0)) < 0.005, `${time}: ${sum} and ${whole}`);
        compared += 1;
      }
      assert.ok(compared > 12);
    });

  for (const [path, key, params] of [...daily, ...hourly])
    it(`${path} ${key}: 100 points of two years ago and of today, with gaps`, async () => {
      for (const ending of ['2014-05-31T12:00:00Z', '2016-05-31T12:00:00Z']) {
        const points = (
          await Promise.all(
            [0, 100, 200].map((n) =>
              ask(path, {
                ...params,
                length: 100,
                ending_at: new Date(Date.parse(ending) - n * 86_400_000).toISOString(),
              }),
            ),
          )
        ).flat();
        assert.ok(points.length > 280 && points.length <= 300, `${points.length} points`);
        const values = points.map((it) => it[key]);
        assert.ok(values.every((it) => it === null || typeof it === 'number'));
        assert.ok(points.length < 300 || values.includes(null), 'neither a null nor a missing point');
        assert.ok(values.filter((it) => typeof it === 'number').length > 260);
      }
    });

  it('overlap without a difference, whatever the window', async () => {
    const params = { segment_id: world.segments[0]!.id };
    const long = await ask('/sessions/data_series', {
      ...params,
      length: 100,
      ending_at: '2016-03-30T01:00:00-05:00',
    });
    const short = await ask('/sessions/data_series', { ...params, length: 30, ending_at: '2016-03-20' });
    const known = new Map(long.map((it) => [it.time, it.sessions]));
    assert.ok(short.length > 20);
    for (const { time, sessions } of short) assert.equal(known.get(time), sessions);
  });

  it('are busier at the weekend and grow', async () => {
    const byYear = [];
    for (const year of ['2014', '2015']) {
      const points = await ask('/kpi/dau/data_series', { length: 98, ending_at: `${year}-05-31T00:00:00Z` });
      byYear.push(points.reduce((sum, it) => sum + (it['dau'] ?? 0), 0) / points.length);
      const isSunday = (it: Point) => new Date(it.time).getUTCDay() === 0;
      const mean = (some: Point[]) => some.reduce((sum, it) => sum + (it['dau'] ?? 0), 0) / some.length;
      assert.ok(mean(points.filter(isSunday)) > 1.2 * mean(points.filter((it) => !isSunday(it))));
    }
    assert.ok(byYear[1]! > byYear[0]! * 1.1);
  });

  it('end now: today is what has come of it, and tomorrow has no point', async () => {
    const days = await ask('/sessions/data_series', { length: 10, ending_at: '2016-06-03T00:00:00Z' });
    assert.equal(days.at(-1)?.time, '2016-05-31');
    const hours = await ask('/sessions/data_series', { length: 5, unit: 'hour' });
    assert.equal(hours.at(-1)?.time, '2016-05-31T22:00:00');
  });

  it('write hours with the offset of ending_at for cards, and with none for sessions', async () => {
    const params = { length: 2, unit: 'hour', ending_at: '2016-05-30T23:59:59-05:00' };
    const cards = await ask('/feed/data_series', { ...params, card_id: card.id });
    assert.deepEqual(
      cards.map((it) => it.time),
      ['2016-05-30T22:00:00-05:00', '2016-05-30T23:00:00-05:00'],
    );
    const sessions = await ask('/sessions/data_series', params);
    assert.deepEqual(
      sessions.map((it) => it.time),
      ['2016-05-31T03:00:00', '2016-05-31T04:00:00'],
    );
  });

  it('are the sum of their apps, and less for a part', async () => {
    const whole = await ask('/kpi/dau/data_series', { length: 30 });
    const parts = await Promise.all(
      sampleApps.map((it) => ask('/kpi/dau/data_series', { length: 30, app_id: it.id })),
    );
    for (const [n, { dau }] of whole.entries()) {
      if (dau === null) continue;
      assert.equal(
        parts.reduce((sum, it) => sum + (it[n]?.['dau'] ?? NaN), 0),
        dau,
      );
    }
    const mau = await ask('/kpi/mau/data_series', { length: 30 });
    for (const [n, point] of whole.entries()) assert.ok((point['dau'] ?? 0) <= (mau[n]?.['mau'] ?? 0));
    const some = world.segments.find((it) => it.tracked && it.share > 0.3 && it.share < 0.9)!;
    const all = await ask('/sessions/data_series', { length: 30 });
    const few = await ask('/sessions/data_series', { length: 30, segment_id: some.id });
    for (const [n, { sessions }] of all.entries())
      if (sessions !== null) assert.ok((few[n]?.['sessions'] ?? NaN) < (sessions ?? 0));
  });

  it('are zeros for a segment without tracking', async () => {
    const untracked = world.segments.find((it) => !it.tracked)!;
    const sizes = await ask('/segments/data_series', { length: 100, segment_id: untracked.id });
    assert.ok(sizes.length > 90 && sizes.every((it) => it['size'] === 0));
    const sessions = await ask('/sessions/data_series', { length: 100, segment_id: untracked.id });
    assert.ok(sessions.some((it) => it['sessions'] === 0) && sessions.every((it) => !it['sessions']));
  });

  it('count unique clicks and impressions below all of them', async () => {
    for (const unit of ['day', 'hour'])
      for (const { id } of world.cards.slice(0, 30))
        for (const point of await ask('/feed/data_series', { card_id: id, length: 100, unit })) {
          if (point['clicks'] === null) continue;
          const { clicks, impressions, unique_clicks, unique_impressions } = point as Record<string, number>;
          assert.ok(
            clicks! <= impressions! && unique_clicks! <= clicks! && unique_impressions! <= impressions!,
          );
          assert.ok(unique_clicks! <= unique_impressions!);
        }
  });
});
