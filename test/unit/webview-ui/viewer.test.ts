import assert from 'node:assert/strict';
import { showCount, showNumber, showShare } from '../../../src/protocol/showCount.ts';
import { showSize } from '../../../src/protocol/showSize.ts';
import type { FindPattern } from '../../../src/protocol/searchPattern.ts';
import type { Mark, ViewerRow } from '../../../src/protocol/viewer.ts';
import type { ProfileRow } from '../../../src/protocol/viewerTask.ts';
import { sortFields } from '../../../webview-ui/viewer/side/fieldTable.ts';
import { describeFind } from '../../../webview-ui/viewer/find/findText.ts';
import { parseLineNumber } from '../../../webview-ui/viewer/grid/goToLine.ts';
import { describeRow } from '../../../webview-ui/viewer/grid/gridRow.ts';
import { createHitMarker, excerptAround } from '../../../webview-ui/viewer/find/hitMarks.ts';
import { describeList, describeLine, type Status } from '../../../webview-ui/viewer/statusLine.ts';
import { listPair } from '../../../webview-ui/viewer/grid/rowActions.ts';
import type { TaskPhase } from '../../../webview-ui/viewer/taskRun.ts';
import { beginState, remember } from '../../../webview-ui/viewer/viewerState.ts';

const pattern = (text: string, more: Partial<FindPattern> = {}): FindPattern => ({
  ...{ kind: 'text', text, matchCase: false, wholeWord: false, isRaw: false },
  ...more,
});
const marked = (text: string, wanted: FindPattern): string[] =>
  marksOf(text, wanted).map(({ from, to }) => text.slice(from, to));
const marksOf = (text: string, wanted: FindPattern): readonly Mark[] =>
  createHitMarker(wanted, { find: () => Promise.reject(new Error()), onMarks: () => undefined }).marksOf(
    text,
  ) ?? [];

describe('marks of what was found', () => {
  it('follow the options', () => {
    assert.deepEqual(marked('Gold gold golden', pattern('gold')), ['Gold', 'gold', 'gold']);
    assert.deepEqual(marked('Gold gold golden', pattern('gold', { matchCase: true })), ['gold', 'gold']);
    assert.deepEqual(marked('Gold gold golden', pattern('gold', { wholeWord: true })), ['Gold', 'gold']);
    assert.deepEqual(marked('a.c abc (x', pattern('a.c')), ['a.c']);
    assert.deepEqual(marked('ärger arg', pattern('arg', { wholeWord: true })), ['arg']);
  });

  it('of an expression are asked of the host, once a text, and drawn when they come', async () => {
    const asked: string[][] = [];
    let drawn = 0;
    const marker = createHitMarker(pattern('g.', { kind: 'regex' }), {
      find(texts) {
        asked.push(texts);
        return Promise.resolve(texts.map(() => [{ from: 0, to: 2 }]));
      },
      onMarks: () => drawn++,
    });
    assert.deepEqual(
      [marker.marksOf('go'), marker.marksOf('ge'), marker.marksOf('go')],
      Array(3).fill(undefined),
    );
    assert.deepEqual(marker.marksOf(''), []);
    await new Promise(setImmediate);
    assert.deepEqual([asked, drawn], [[['go', 'ge']], 1]);
    assert.deepEqual(marker.marksOf('ge'), [{ from: 0, to: 2 }]);
    await new Promise(setImmediate);
    assert.equal(asked.length, 1);
  });

  it('of an expression that takes too long twice are not asked for again', async () => {
    let asked = 0;
    const marker = createHitMarker(pattern('(a+)+$', { kind: 'regex' }), {
      find: () => Promise.resolve(void asked++),
      onMarks: () => undefined,
    });
    for (const text of ['one', 'two']) {
      assert.equal(marker.marksOf(text), undefined);
      await new Promise(setImmediate);
      assert.deepEqual(marker.marksOf(text), [], 'not asked for again');
    }
    assert.deepEqual(marker.marksOf('three'), []);
    assert.equal(asked, 2);
  });

  it('keep their places in an excerpt', () => {
    const text = `${'x'.repeat(500)}gold${'y'.repeat(600)}gold`;
    const cut = excerptAround(text, marksOf(text, pattern('gold')));
    assert.deepEqual(
      cut.marks.map(({ from, to }) => cut.text.slice(from, to)),
      ['gold'],
    );
    assert.ok(cut.text.startsWith('…') && cut.text.length < 460);
    assert.equal(excerptAround('gold', [{ from: 0, to: 4 }]).text, 'gold');
  });
});

describe('what a find has come to', () => {
  const phase = (more: Partial<TaskPhase>): TaskPhase => ({
    ...{ task: 1, state: 'done', scannedBytes: 50, sizeBytes: 100, message: '', result: undefined },
    ...more,
  });
  const found = (lineCount: number, hitCount: number, skippedCount = 0) =>
    ({ kind: 'lines', lineCount, hitCount, skippedCount }) as const;

  it('is said in a few words', () => {
    const say = (more: Partial<TaskPhase>, hit?: number): string => describeFind(phase(more), { hit }).text;
    assert.equal(say({ result: found(900, 1234) }, 2), '3 of 900 lines, 1,234 matches');
    assert.equal(say({ result: found(1, 1) }), '1 line');
    const elsewhere = describeFind(phase({ result: found(3, 3) }), { isElsewhere: true });
    assert.equal(elsewhere.text, '3 lines, none among the lines shown');
    assert.equal(say({ state: 'running' }), '50% searched');
    assert.equal(say({ result: found(0, 0, 2) }), 'No results, 2 long lines skipped');
    assert.deepEqual(describeFind(phase({ state: 'failed', message: 'Oh.' }), {}), {
      text: 'Oh.',
      isError: true,
    });
    assert.equal(describeFind(undefined, {}).text, '');
  });
});

describe('a line number', () => {
  it('is read as people type it', () => {
    assert.equal(parseLineNumber('1', 10), 0);
    assert.equal(parseLineNumber(' 2,500 ', 10_000), 2499);
    assert.equal(parseLineNumber('2.500', 10_000), 2499);
    assert.equal(parseLineNumber(':7', 10), 6);
    assert.equal(parseLineNumber('99', 10), 9);
    assert.equal(parseLineNumber('-1', 10), 9);
    assert.equal(parseLineNumber('0', 10), 0);
    for (const text of ['', 'x', '1e3', '--1']) assert.equal(parseLineNumber(text, 10), undefined);
    assert.equal(parseLineNumber('1', 0), undefined);
  });
});

describe('what is unusual about a row', () => {
  it('is said in words', () => {
    const row: ViewerRow = {
      ...{ line: 0, sizeBytes: 3_145_728, state: 'unread', text: '', isCut: true, cells: [] },
      oddities: ['bom', 'nul'],
    };
    assert.deepEqual(describeRow(row), ['long line, 3 MB', 'byte order mark', 'NUL']);
    assert.deepEqual(describeRow({ ...row, state: 'json', oddities: [] }), []);
    assert.deepEqual(describeRow({ ...row, state: 'blank', oddities: ['crlf'] }), ['blank line', 'CRLF']);
  });
});

describe('sizes and shares', () => {
  it('are written for the locale', () => {
    assert.equal(showSize(1023), '1,023 bytes');
    assert.equal(showSize(1024 * 1536), '1.5 MB');
    assert.equal(showShare(1, 3), '33.3%');
    assert.equal(showShare(1, 0), '0%');
    assert.equal(showCount(1, 'line'), '1 line');
    assert.equal(showNumber(1234567, 'de-DE'), '1.234.567');
  });
});

describe('fields of a profile', () => {
  const field = (path: string, lineCount: number, max: string): ProfileRow => ({
    ...{
      path,
      lineCount,
      kinds: [],
      distinctCount: 1,
      isDistinctExact: true,
      min: undefined,
      max,
      sizeBytes: 1,
    },
  });
  const fields = [field('b', 10, '9'), field('a', 9, '10'), field('c', 100, '-')];

  it('are sorted by any of their columns, numbers as numbers', () => {
    const sorted = (column: number, isDown: boolean) =>
      sortFields(fields, { column, isDown }).map((it) => it.path);
    assert.deepEqual(sorted(0, false), ['a', 'b', 'c']);
    assert.deepEqual(sorted(1, true), ['c', 'b', 'a']);
    assert.deepEqual(
      sortFields(fields, undefined).map((it) => it.path),
      ['b', 'a', 'c'],
    );
  });
});

describe('the state of the viewer', () => {
  it('comes back as it was', () => {
    const fresh = beginState(undefined);
    assert.deepEqual(fresh.view, { of: 'file' });
    const changed = {
      ...fresh,
      view: { of: 'comparison', part: 'removed' } as const,
      filter: 'a:1',
      history: ['a:1'],
      find: pattern('x', { kind: 'regex', matchCase: true, isRaw: true }),
      ...{ isFinding: true, topPx: 22e6, active: 1e6, anchor: 5, selected: [{ from: 5, to: 1e6 }] },
      ...{
        side: 'count' as const,
        sidePx: 400,
        countPath: 'country',
        comparison: { task: 3, otherName: 'b' },
      },
    };
    assert.deepEqual(beginState(JSON.parse(JSON.stringify(changed))), changed);
  });

  it('takes nothing that makes no sense', () => {
    const odd = {
      ...{ view: { of: 'comparison', part: 'x' }, filter: 5, history: 'x', find: [], topPx: -1, active: NaN },
      ...{ selected: [{ from: 5, to: 1 }, 'x'], side: 'pie', comparison: { task: 'x' } },
    };
    assert.deepEqual(beginState(odd), beginState(undefined));
  });

  it('remembers each filter once, the latest first', () => {
    assert.deepEqual(remember(['a', 'b'], 'b'), ['b', 'a']);
    assert.deepEqual(remember(['a'], ''), ['a']);
    assert.equal(
      remember(
        Array.from({ length: 40 }, (_, i) => `${i}`),
        'x',
      ).length,
      30,
    );
  });
});

describe('the status line', () => {
  const status: Status = {
    file: { version: 1, sizeBytes: 9, indexedBytes: 9, lineCount: 5000, isIndexed: true, hasChanged: false },
    view: { of: 'filter' },
    visible: { list: { of: 'task', task: 1 }, length: 1234, isGrowing: false, message: undefined },
    ...{ line: 11, selectedCount: 0, skippedCount: 0, hasCrlf: false, isStopped: false },
    ...{ filter: 'a:1', isFilterUnreadable: false },
  };
  const growing = { ...status.file, isIndexed: false };

  it('says which line it is, of how many', () => {
    assert.equal(describeLine(status), 'Line 12 of 5,000');
    assert.equal(describeLine({ ...status, file: growing }), 'Line 12 of 5,000+');
    assert.equal(describeLine({ ...status, line: undefined }), '5,000 lines');
    const removed = { ...status, view: { of: 'comparison', part: 'removed' } } as const;
    assert.equal(describeLine(removed), 'Line 12 of the other file');
    const closed = { ...status.file, sizeBytes: 0, lineCount: 0, failure: 'The file is no longer there.' };
    assert.equal(describeLine({ ...status, file: closed, line: undefined }), '');
  });

  it('says what is shown of the file, and what that leaves out', () => {
    const say = (more: Partial<Status>): string => describeList({ ...status, ...more });
    assert.equal(say({}), '1,234 of 5,000 lines match');
    assert.equal(say({ visible: undefined }), '0 of 5,000 lines match so far');
    assert.equal(say({ isStopped: true }), '1,234 of 5,000 lines match up to where it was stopped');
    assert.equal(say({ skippedCount: 2 }), '1,234 of 5,000 lines match, 2 long lines not looked at');
    assert.equal(say({ view: { of: 'file' } }), '');
    assert.equal(say({ view: { of: 'comparison', part: 'added' } }), '1,234 lines added');
  });

  it('says whose rows they are while the text of the filter cannot be read', () => {
    const say = (more: Partial<Status>): string =>
      describeList({ ...status, isFilterUnreadable: true, ...more });
    assert.equal(say({}), 'Rows of the last filter: 1,234 of 5,000 lines match');
    assert.equal(say({ view: { of: 'file' }, filter: '' }), 'All rows');
    const found = '1,234 of 5,000 lines have what was found';
    assert.equal(say({ view: { of: 'found' } }), `Rows of the last filter: ${found}`);
    assert.equal(say({ view: { of: 'found' }, filter: '' }), found);
    assert.equal(say({ view: { of: 'comparison', part: 'added' } }), '1,234 lines added');
  });
});

describe('two places', () => {
  it('are named only where there are exactly two', () => {
    assert.deepEqual(listPair([{ from: 3, to: 4 }]), [3, 4]);
    assert.deepEqual(
      listPair([
        { from: 3, to: 3 },
        { from: 9, to: 9 },
      ]),
      [3, 9],
    );
    assert.equal(listPair([{ from: 3, to: 5 }]), undefined);
    assert.equal(listPair([]), undefined);
  });
});
