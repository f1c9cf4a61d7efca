import assert from 'node:assert/strict';
import { checkRawExportSpan } from '../../../../src/api/schemas.ts';
import {
  countWeeks,
  describeSpan,
  findFault,
  fullWeek,
  readMoment,
  warnOfDelay,
  weekMs,
} from '../../../../src/commands/prompts/eventSpans.ts';

describe('spans of raw events', () => {
  it('knows the last full week and the one before, from Monday to Monday', () => {
    const week = { startingAt: '2026-03-02T00:00:00+00:00', endingAt: '2026-03-09T00:00:00+00:00' };
    for (const now of ['2026-03-09T00:00:00Z', '2026-03-11T15:00:00Z', '2026-03-15T23:59:59Z'])
      assert.deepEqual(fullWeek(Date.parse(now)), week, now);
    const before = { startingAt: '2026-02-23T00:00:00+00:00', endingAt: '2026-03-02T00:00:00+00:00' };
    assert.deepEqual(fullWeek(Date.parse('2026-03-11T15:00:00Z'), 1), before);
  });

  it('makes of every day of a year weeks that the service takes', () => {
    for (let day = 0; day < 366; day++) {
      const now = Date.parse('2026-01-01T10:30:00Z') + day * 86_400_000;
      for (const { startingAt, endingAt } of [fullWeek(now), fullWeek(now, 1)]) {
        assert.equal(Date.parse(endingAt) - Date.parse(startingAt), weekMs);
        assert.equal(checkRawExportSpan({ starting_at: startingAt, ending_at: endingAt }, now), undefined);
      }
    }
  });

  it('reads dates, times and instants, and nothing else', () => {
    assert.equal(readMoment('2016-02-23', 'start'), '2016-02-23T00:00:00+00:00');
    assert.equal(readMoment(' 2016-02-29 ', 'end'), '2016-03-01T00:00:00+00:00');
    assert.equal(readMoment('2016-02-23 22:49', 'end'), '2016-02-23T22:49:00+00:00');
    assert.equal(readMoment('2016-02-23T22:49:05Z', 'start'), '2016-02-23T22:49:05+00:00');
    assert.equal(readMoment('2016-02-23T22:49:05-05:00', 'start'), '2016-02-23T22:49:05-05:00');
    for (const text of [
      '',
      'yesterday',
      '2015-02-29',
      '2016-13-01',
      '2016-02-23T25:00',
      '23.02.2016',
      '2016-02-23T22',
    ])
      assert.equal(readMoment(text, 'start'), undefined, text);
  });

  it('names a span by its first and its last day', () => {
    const span = { startingAt: '2026-03-02T00:00:00+00:00', endingAt: '2026-03-09T00:00:00+00:00' };
    assert.equal(describeSpan(span, 'en-US').replace(/\s/gu, ' '), 'Mar 2 – 8, 2026');
  });

  it('says what is late, what is wrong, and how many weeks it takes', () => {
    const span = { startingAt: '2026-03-02T00:00:00+00:00', endingAt: '2026-03-09T00:00:01+00:00' };
    const end = Date.parse(span.endingAt);
    const hourMs = 3_600_000;
    assert.match(warnOfDelay(span, end + 23 * hourMs) ?? '', /24 to 48 hours/);
    assert.match(warnOfDelay(span, end + 47 * hourMs) ?? '', /may be incomplete/);
    assert.equal(warnOfDelay(span, end + 49 * hourMs), undefined);
    assert.equal(countWeeks(span), 2);
    assert.equal(findFault(span, end), undefined);
    assert.match(findFault(span, end - 25 * hourMs) ?? '', /future/);
    assert.match(
      findFault({ startingAt: span.endingAt, endingAt: span.startingAt }, end) ?? '',
      /after the start/,
    );
  });
});
