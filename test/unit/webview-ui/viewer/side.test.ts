import assert from 'node:assert/strict';
import type { CountsResult } from '../../../../src/protocol/viewerTask.ts';
import { describeCounts } from '../../../../webview-ui/viewer/side/countText.ts';
import { listFieldCells, sortFields } from '../../../../webview-ui/viewer/side/fieldTable.ts';
import { readPath } from '../../../../webview-ui/viewer/filter/pathBox.ts';
import { isSettled } from '../../../../webview-ui/viewer/taskRun.ts';

describe('a count', () => {
  it('takes the path that was typed as it is if there is one, else without blanks around', () => {
    const paths = ['name ', ' ', 'plan', 'two\nlines'];
    assert.equal(readPath('name ', paths), 'name ');
    assert.equal(readPath(' ', paths), ' ');
    assert.equal(readPath(' plan', paths), 'plan');
    assert.equal(readPath('name', paths), 'name');
    assert.equal(readPath(' other ', paths), 'other');
    assert.equal(readPath('twolines', paths), 'two\nlines');
    assert.equal(readPath('  ', []), undefined);
    assert.equal(readPath('""', ['']), '', 'a field without a name, as it is shown');
  });

  it('is begun again where it was stopped or failed, and not where it runs or is done', () => {
    const phase = { task: 1, scannedBytes: 0, sizeBytes: 9, message: '', result: undefined };
    const settled = (['running', 'done', 'stopped', 'failed'] as const).map((state) =>
      isSettled({ ...phase, state }),
    );
    assert.deepEqual(settled, [true, true, false, false]);
    assert.equal(isSettled(undefined), false);
  });
});

describe('what a count has come to', () => {
  const counts: CountsResult = {
    ...{ lineCount: 5000, missingCount: 12, invalidCount: 0, blankCount: 1, objectCount: 0 },
    ...{ distinctCount: 2, otherCount: 0, mayLack: 0 },
    values: [
      { text: 'a', clause: 'x:"a"', count: 4000 },
      { text: 'b', clause: 'x:"b"', count: 987 },
    ],
  };

  it('is said in a sentence, and whether all values are listed', () => {
    assert.equal(describeCounts(counts), '2 values in 5,000 lines · 12 without · 1 blank');
    assert.equal(
      describeCounts({ ...counts, distinctCount: 1200 }),
      '1,200 values in 5,000 lines · the 2 most common listed · 12 without · 1 blank',
    );
  });

  it('is no more certain than the counts are', () => {
    assert.equal(
      describeCounts({ ...counts, blankCount: 0, distinctCount: 2e5, otherCount: 110_000, mayLack: 3 }),
      'at least 200,000 values in 5,000 lines · the 2 most common listed · 12 without · 110,000 with rare values that were not kept · each count up to 3 too low',
    );
  });
});

describe('fields by their least value', () => {
  it('have numbers in their order, then texts', () => {
    const texts = [
      '3',
      'b',
      '-5',
      '1.25',
      '200',
      '',
      '1e+21',
      '-10',
      'a10',
      '-1e-7',
      'a9',
      '1.5',
      'Infinity',
    ];
    const fields = texts.map((min) => ({
      ...{ path: min, lineCount: 1, kinds: [], distinctCount: 1, isDistinctExact: true, sizeBytes: 1 },
      ...{ min: min || undefined, max: undefined },
    }));
    const sorted = ['-10', '-5', '-1e-7', '1.25', '1.5', '3', '200', '1e+21', 'Infinity'];
    const all = [...sorted, '', 'a9', 'a10', 'b'];
    const min = 4;
    assert.deepEqual(
      sortFields(fields, { column: min, isDown: false }).map((it) => it.path),
      all,
    );
    assert.deepEqual(
      sortFields(fields, { column: min, isDown: true }).map((it) => it.path),
      all.toReversed(),
    );
  });
});

describe('fields that are copied', () => {
  it('say where a number of different values is an estimate', () => {
    const more = { kinds: [], min: undefined, max: undefined, sizeBytes: 1, lineCount: 9999 };
    const fields = [
      { ...more, path: 'few', distinctCount: 9, isDistinctExact: true },
      { ...more, path: 'many', distinctCount: 5012, isDistinctExact: false },
    ];
    assert.deepEqual(
      listFieldCells(fields).map((it) => it[3]),
      ['Distinct', '9', '≈5012'],
    );
  });
});
