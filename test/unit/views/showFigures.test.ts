import assert from 'node:assert/strict';
import { showCount } from '../../../src/protocol/showCount.ts';
import { showAge, showDuration, showElapsed, showPercentDone } from '../../../src/views/showFigures.ts';

describe('figures', () => {
  it('shows durations in two units at most', () => {
    const durations: [number, string][] = [
      [-5, '0 s'],
      [7_400, '7 s'],
      [125_000, '2 min 5 s'],
      [3_600_000, '1 h'],
      [4_800_000, '1 h 20 min'],
      [3_605_000, '1 h'],
      [273_600_000, '3 d 4 h'],
    ];
    for (const [ms, shown] of durations) assert.equal(showDuration(ms), shown);
  });

  it('shows what goes on by the second for a minute, and then by the minute', () => {
    assert.equal(showElapsed(59_000), '59 s');
    assert.equal(showElapsed(119_000), '1 min');
    assert.equal(showElapsed(3_719_000), '1 h 1 min');
  });

  it('shows ages in words, and old ones as a date', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    assert.equal(showAge(now - 59_000, now), 'just now');
    assert.equal(showAge(now + 5000, now), 'just now');
    assert.equal(showAge(now - 119_000, now), '1 minute ago');
    assert.equal(showAge(now - 3 * 3_600_000, now), '3 hours ago');
    assert.equal(showAge(now - 30 * 3_600_000, now), 'yesterday');
    assert.match(showAge(now - 40 * 86_400_000, now), /^on .*2026/);
  });

  it('shows counts, and a share that is never whole before the end', () => {
    assert.equal(showCount(1, 'user'), '1 user');
    assert.equal(showCount(25_000, 'user'), '25,000 users');
    assert.equal(showPercentDone(1, 3), '33%');
    assert.equal(showPercentDone(3, 3), '99%');
    assert.equal(showPercentDone(3, undefined), undefined);
    assert.equal(showPercentDone(0, 0), undefined);
  });
});
