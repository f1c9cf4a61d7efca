import assert from 'node:assert/strict';
import { measureExtents } from '../../../../../webview-ui/detail/chart/lineData.ts';

const line = (yAxisID: string, values: (number | null)[], hidden = false) => ({
  ...{ yAxisID, hidden },
  data: values.map((y, x) => ({ x, y })),
});

describe('measureExtents', () => {
  it('is the same as long as the axes can stay as they are', () => {
    const tall = line('number', [0, 10, null]);
    assert.equal(
      measureExtents([tall, line('number', [2, 9])]),
      measureExtents([tall, line('number', [2, 9], true)]),
    );
  });

  it('differs when the greatest or the least value goes, or the last line of an axis', () => {
    const tall = line('number', [3, 10]);
    const shown = measureExtents([tall, line('number', [2, 11]), line('money', [5])]);
    const without = [line('number', [2, 11], true), line('money', [5], true)];
    assert.notEqual(shown, measureExtents([tall, without[0] ?? tall, line('money', [5])]));
    assert.notEqual(shown, measureExtents([tall, line('number', [2, 11]), without[1] ?? tall]));
  });

  it('takes a line of gaps for one that is there', () => {
    assert.notEqual(measureExtents([line('number', [null])]), measureExtents([]));
  });
});
