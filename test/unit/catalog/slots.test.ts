import assert from 'node:assert/strict';
import { assignSlots, slotsBetween, writeTime } from '../../../src/catalog/slots.ts';
import type { Unit } from '../../../src/protocol/chart.ts';

const place = (unit: Unit, ...times: string[]) =>
  assignSlots(
    times.map((time) => ({ time })),
    unit,
  ).map(({ at, time }) => [at, time]);

describe('the place of a point on the axis', () => {
  it('of a day is the day that is written, in whatever spelling', () => {
    const day = Date.parse('2024-02-29T00:00:00Z') / 86_400_000;
    for (const time of ['2024-02-29', '2024-02-29T23:59:59-11:00', '2024-02-29T00:00:00+14:00'])
      assert.deepEqual(place('day', time), [[day, time]]);
  });

  it('of an hour with an offset is the instant, so that the repeated hour has two places', () => {
    const [[first] = [], [second] = []] = place(
      'hour',
      '2024-11-03T01:00:00-04:00',
      '2024-11-03T01:00:00-05:00',
    );
    assert.equal(Number(second) - Number(first), 1);
  });

  it('of an hour without one is kept apart from its repetition', () => {
    const times = [
      '2024-11-03T00:00:00',
      '2024-11-03T01:00:00',
      '2024-11-03T01:00:00',
      '2024-11-03T02:00:00',
    ];
    const places = place('hour', ...times);
    assert.deepEqual(
      places.map(([, time]) => time),
      times,
    );
    assert.equal(new Set(places.map(([at]) => at)).size, 4);
  });

  it('of a day that comes twice is one', () => {
    assert.equal(place('day', '2024-06-01', '2024-06-01').length, 1);
  });

  it('of what is no date is after the point before it', () => {
    assert.deepEqual(
      place('day', '1970-01-02', 'soon').map(([at]) => at),
      [1, 2],
    );
  });
});

describe('a time for which nothing was sent', () => {
  it('is written as its neighbour is', () => {
    const next = (time: string, unit: Unit): string => {
      const [slot] = assignSlots([{ time }], unit);
      assert.ok(slot);
      return writeTime(slot.at + 1, unit, slot);
    };
    assert.equal(next('2024-02-28', 'day'), '2024-02-29');
    assert.equal(next('2024-12-31T23:00:00', 'hour'), '2025-01-01T00:00:00');
    assert.equal(next('2024-06-01T23:00:00-05:00', 'hour'), '2024-06-02T00:00:00-05:00');
    assert.equal(next('2024-06-01T23:30:00+05:30', 'hour'), '2024-06-02T00:30:00+05:30');
    assert.equal(next('2024-06-01T23:00:00Z', 'hour'), '2024-06-02T00:00:00Z');
  });

  it('is each one between its neighbours', () => {
    const [from, to] = assignSlots([{ time: '2024-02-27' }, { time: '2024-03-02' }], 'day');
    assert.ok(from && to);
    assert.deepEqual(
      slotsBetween(from, to, 'day').map((it) => it.time),
      ['2024-02-28', '2024-02-29', '2024-03-01'],
    );
  });
});
