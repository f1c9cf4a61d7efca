import assert from 'node:assert/strict';
import { planWindows } from '../../../src/catalog/seriesWindows.ts';

describe('planWindows', () => {
  const now = Date.parse('2020-06-15T00:00:00Z');

  for (const longest of [10, 100])
    it(`asks for at most ${longest} points at a time where the endpoint gives no more, and leaves none out`, () => {
      const windows = planWindows({ length: 365, unit: 'day', longest }, now);
      assert.ok(windows.every((it) => it.length <= longest));
      const covered = new Set<number>();
      for (const { offset, length } of windows)
        for (let at = offset; at < offset + length; at++) covered.add(at);
      for (let at = 0; at < 365; at++) assert.ok(covered.has(at), `${at}`);
    });

  it('is one window where all fits into it', () => {
    assert.deepEqual(planWindows({ length: 10, unit: 'day', longest: 10 }, now), [
      { offset: 0, length: 10, endingAt: undefined },
    ]);
  });
});
