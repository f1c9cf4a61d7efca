import assert from 'node:assert/strict';
import { createViewerWorkspace, type OpenViewer, type ViewerWorkspace } from './viewerWorkspace.ts';

const whole = { of: 'file' } as const;

describe('findMarks', () => {
  let workspace: ViewerWorkspace;
  let open: OpenViewer;
  before(async () => {
    workspace = await createViewerWorkspace();
    const users = Array.from({ length: 10 }, (_, n) => ({ country: ['US', 'DE', 'FR'][n % 3] }));
    open = await workspace.open('users.ndjson', `${users.map((it) => JSON.stringify(it)).join('\n')}\n`);
  });
  after(() => workspace.remove());

  it('tells where an expression is, as the search sees the lines', async () => {
    const ask = (texts: string[], expression: string) =>
      open.ask('findMarks', {
        pattern: { kind: 'regex', text: expression, matchCase: true, wholeWord: false },
        texts,
      });
    assert.deepEqual(await ask(['a-b', 'none', ''], '\\-'), [[{ from: 1, to: 2 }], [], []]);
    assert.equal(await ask(['x'], '('), undefined);
    const windows = await workspace.open('windows.ndjson', '\ufeff{"a":1}\r\n{"a":2}\r\n');
    for (const [place, expression, mark] of [
      [0, '^\\{', { from: 0, to: 1 }],
      [1, '2\\}$', { from: 5, to: 7 }],
    ] as const) {
      const pattern = { kind: 'regex', text: expression, matchCase: true, wholeWord: false } as const;
      assert.deepEqual((await windows.ask('readExcerpt', { list: whole, place, pattern }))?.marks, [mark]);
    }
  });

  it('gives up an expression that never comes to its end, and answers all else meanwhile', async () => {
    const pattern = { kind: 'regex', text: '(a+)+$', matchCase: true, wholeWord: false } as const;
    const hostile = `${'a'.repeat(34)}!`;
    const file = await workspace.open('hostile.ndjson', `{"s":"${hostile}"}\n`.repeat(3));
    const marks = file.ask('findMarks', { pattern, texts: [hostile] });
    const excerpt = file.ask('readExcerpt', { list: whole, place: 1, pattern });
    assert.equal((await file.ask('start', undefined)).file.sizeBytes, 44 * 3);
    assert.deepEqual(await Promise.all([marks, excerpt]), [undefined, undefined]);
  });

  it('looks for a text among the lines of a filter', async () => {
    const pattern = { kind: 'text', text: '"country"', matchCase: true, wholeWord: false } as const;
    for (const kind of ['text', 'regex'] as const) {
      const request = { kind: 'find', pattern: { ...pattern, kind }, filter: 'country:DE' } as const;
      const { task, stage } = await open.finish(request);
      assert.deepEqual(stage.result, { kind: 'lines', lineCount: 3, hitCount: 3, skippedCount: 0 });
      assert.deepEqual(await open.readLines({ of: 'task', task }), [1, 4, 7]);
    }
  });
});
