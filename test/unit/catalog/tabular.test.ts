import assert from 'node:assert/strict';
import { pickLines, tabulate, writeCsv, writeJson, writeMarkdown } from '../../../src/catalog/tabular.ts';
import type { Chart, ChartLine } from '../../../src/protocol/chart.ts';

const summary = { total: null, mean: null, latest: null };

function lineOf(name: string, values: (number | null)[], previous?: (number | null)[]): ChartLine {
  return {
    ...{ key: name, name, measure: 'count', values, summary, shown: true, control: false },
    previous: previous && { values: previous, summary },
  };
}

function chartOf(lines: ChartLine[]): Chart {
  const times = ['2024-06-14', '2024-06-15'];
  return {
    unit: 'day',
    times,
    previousTimes: ['2024-06-12', '2024-06-13'],
    lines,
    missing: [],
    notes: [],
    loadedAt: 0,
  };
}

describe('a chart as a table', () => {
  it('has raw values, and an empty cell for a gap', () => {
    const chart = pickLines(chartOf([lineOf('Revenue', [1234.5, null])]), new Set(['Revenue']), false);
    assert.equal(writeCsv(tabulate(chart)), 'Time,Revenue\r\n2024-06-14,1234.5\r\n2024-06-15,\r\n');
  });

  it('has the lines that are shown, and the period before where it is wanted', () => {
    const chart = chartOf([lineOf('a', [1, 2], [3, 4]), lineOf('b', [5, 6], [7, 8])]);
    assert.deepEqual(tabulate(pickLines(chart, new Set(['b']), true)), {
      head: ['Time', 'Previous time', 'b', 'b (previous period)'],
      rows: [
        ['2024-06-14', '2024-06-12', 5, 7],
        ['2024-06-15', '2024-06-13', 6, 8],
      ],
    });
    assert.deepEqual(tabulate(pickLines(chart, new Set(['b']), false)).head, ['Time', 'b']);
  });

  for (const name of ['=cmd()', '+1', '-1+1', '@x', '\t=1', ' =1', '\u200b=1', '\r=1', '|x', '＝1'])
    it(`defuses a name that a spreadsheet would run: ${JSON.stringify(name)}`, () => {
      const [head = ''] = writeCsv({ head: [name], rows: [] })
        .replaceAll('"', '')
        .split('\n');
      assert.ok(head.startsWith("'"), head);
    });

  it('leaves negative numbers as they are', () => {
    assert.equal(writeCsv({ head: ['n'], rows: [[-5]] }), 'n\r\n-5\r\n');
  });

  it('quotes what would end a cell', () => {
    assert.equal(
      writeCsv({ head: ['a,b', 'say "x"', 'two\nlines'], rows: [] }),
      '"a,b","say ""x""","two\nlines"\r\n',
    );
  });

  it('is JSON that reads back, with every column whatever it is called', () => {
    const table = { head: ['Time', '__proto__', 'a', 'a'], rows: [['2024-06-14', 1, 2, null]] };
    const [row] = JSON.parse(writeJson(table)) as object[];
    assert.deepEqual(Object.entries(row ?? {}), [
      ['Time', '2024-06-14'],
      ['__proto__', 1],
      ['a', 2],
      ['a (2)', null],
    ]);
  });

  it('is Markdown in which names are text', () => {
    const text = writeMarkdown({
      head: ['Time', 'a|b <img src=x> [x](http://x) `c`\n# d'],
      rows: [['2024-06-14', 1.5]],
    });
    const [head, rule, row, ...rest] = text.split('\n');
    assert.equal(head, '| Time | a\\|b &lt;img src=x\\> \\[x\\]\\(http://x\\) \\`c\\` \\# d |');
    assert.equal(rule, '| --- | ---: |');
    assert.equal(row, '| 2024-06-14 | 1.5 |');
    assert.deepEqual(rest, ['']);
  });
});
