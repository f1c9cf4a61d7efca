import assert from 'node:assert/strict';
import {
  createViewerWorkspace,
  exact,
  type OpenViewer,
  type ViewerWorkspace,
} from '../panels/viewerWorkspace.ts';

const whole = { of: 'file' } as const;

describe('findMarks', () => {
  let workspace: ViewerWorkspace;
  let open: OpenViewer;
  before(async () => {
    workspace = await createViewerWorkspace();
    const users = Array.from({ length: 10 }, (_, n) => ({ country: ['US', 'DE', 'FR'][n % 3] }));
    open = await workspace.open('users.ndjson', `${users.map((it) => JSON.stringify(it)).join('\n')}\n`);
    // The time that an expression is given includes the start of its thread, which on a busy machine takes longer.
    const pattern = { kind: 'regex', text: 'x', ...exact } as const;
    while (!(await open.ask('findMarks', { pattern, texts: ['x'] })));
  });
  after(() => workspace.remove());

  it('tells where an expression is, as the search sees the lines', async () => {
    const ask = (texts: string[], expression: string) =>
      open.ask('findMarks', {
        pattern: { kind: 'regex', text: expression, ...exact },
        texts,
      });
    assert.deepEqual(await ask(['a-b', 'none', ''], '\\-'), [[{ from: 1, to: 2 }], [], []]);
    assert.equal(await ask(['x'], '('), undefined);
    const windows = await workspace.open('windows.ndjson', '\ufeff{"a":1}\r\n{"a":2}\r\n');
    for (const [rowIndex, expression, mark] of [
      [0, '^\\{', { from: 0, to: 1 }],
      [1, '2\\}$', { from: 5, to: 7 }],
    ] as const) {
      const pattern = {
        kind: 'regex',
        text: expression,
        ...exact,
      } as const;
      assert.deepEqual((await windows.ask('readExcerpt', { list: whole, rowIndex, pattern }))?.marks, [mark]);
    }
  });

  it('gives up an expression that never comes to its end, and answers all else meanwhile', async () => {
    const pattern = {
      kind: 'regex',
      text: '(a+)+$',
      ...exact,
    } as const;
    const hostile = `${'a'.repeat(34)}!`;
    const file = await workspace.open('hostile.ndjson', `{"s":"${hostile}"}\n`.repeat(3));
    const marks = file.ask('findMarks', { pattern, texts: [hostile] });
    const excerpt = file.ask('readExcerpt', { list: whole, rowIndex: 1, pattern });
    assert.equal((await file.ask('start', undefined)).file.sizeBytes, 44 * 3);
    assert.deepEqual(await Promise.all([marks, excerpt]), [undefined, undefined]);
  });

  it('finds what cells show in any spelling, where a jump by the id leads to as well', async () => {
    const file = await workspace.open(
      'spelt.ndjson',
      String.raw`{"external_id":"Москва","note":"plain"}
{"external_id":"u\u0031","note":"\u041c\u043e\u0441\u043a\u0432\u0430"}
{"external_id":100.0,"note":"say \"hi\""}
`,
    );
    const listLines = async (text: string, isRaw: boolean): Promise<number[]> => {
      const pattern = { kind: 'text', text, ...exact, isRaw } as const;
      const { task } = await file.finish({ kind: 'find', pattern, filter: '' });
      return file.readLines({ of: 'task', task });
    };
    assert.deepEqual([await listLines('Москва', false), await listLines('Москва', true)], [[0, 1], [0]]);
    assert.deepEqual([await listLines('say "hi"', false), await listLines('say "hi"', true)], [[2], []]);
    for (const isRaw of [false, true]) {
      for (const text of ['u1', 'Москва', '100', '100.0', '1e2']) {
        const line = await file.ask('findKey', { text, isRaw });
        assert.ok(line === undefined || (await listLines(text, isRaw)).includes(line), `${text} ${isRaw}`);
      }
      assert.equal(await file.ask('findKey', { text: 'u1', isRaw }), isRaw ? undefined : 1);
    }
    const pattern = { kind: 'text', text: 'Москва', ...exact } as const;
    const excerpt = await file.ask('readExcerpt', { list: whole, rowIndex: 1, pattern });
    const [mark = { from: 0, to: 0 }] = excerpt?.marks ?? [];
    assert.equal(excerpt?.text.slice(mark.from, mark.to), 'Москва');
  });

  it('reads lines that begin with a byte order mark in all it does with them', async () => {
    const joined = await workspace.open(
      'joined.ndjson',
      '\ufeff{"external_id":"a1","plan":"gold"}\n{"external_id":"a2"}\n\ufeff{"external_id":"b1","plan":"gold"}\n',
    );
    const columns = [{ path: 'external_id', show: 'value' }] as const;
    const rows = await joined.ask('readRows', { list: whole, from: 0, count: 9, columns: [...columns] });
    assert.deepEqual(
      rows.map(({ state, cells, oddities }) => [state, ...cells, ...oddities]),
      [
        ['json', 'a1', 'bom'],
        ['json', 'a2'],
        ['json', 'b1', 'bom'],
      ],
    );
    const { task } = await joined.finish({ kind: 'filter', filter: 'plan:gold' });
    assert.deepEqual(await joined.readLines({ of: 'task', task }), [0, 2]);
    const { stage } = await joined.finish({ kind: 'count', path: 'plan', filter: '' });
    const { result } = stage;
    assert.deepEqual(result?.kind === 'counts' && [result.invalidCount, result.missingCount], [0, 1]);
    const profile = (await joined.finish({ kind: 'profile', filter: '' })).stage.result;
    assert.equal(profile?.kind === 'profile' && profile.invalidCount, 0);
    assert.equal(await joined.ask('findKey', { text: 'b1', isRaw: false }), 2);
    await joined.ask('copyRows', { list: whole, ranges: [{ from: 0, to: 2 }], as: 'json' });
    assert.ok(!joined.desk.copied.join('').includes('\ufeff'));
    for (const line of (joined.desk.copied[0] ?? '').split('\n')) JSON.parse(line);
    const plain = await workspace.write('plain.ndjson', '{"external_id":"a1","plan":"gold"}\n');
    await joined.ask('copyRows', { list: whole, ranges: [{ from: 0, to: 2 }], as: 'id' });
    assert.equal(joined.desk.copied[1], 'a1\na2\nb1');
    const compared = await joined.viewer.compareWith(plain);
    const { result: difference } = await joined.awaitEnd(compared.task);
    const counts = difference?.kind === 'comparison' ? difference.counts : undefined;
    assert.deepEqual([counts?.added, counts?.same, counts?.unkeyed], [2, 1, [0, 0]]);
  });

  it('looks for a text among the lines of a filter', async () => {
    const pattern = {
      kind: 'text',
      text: '"country"',
      ...exact,
    } as const;
    for (const kind of ['text', 'regex'] as const) {
      const request = { kind: 'find', pattern: { ...pattern, kind }, filter: 'country:DE' } as const;
      const { task, stage } = await open.finish(request);
      assert.deepEqual(stage.result, { kind: 'lines', lineCount: 3, hitCount: 3, skippedCount: 0 });
      assert.deepEqual(await open.readLines({ of: 'task', task }), [1, 4, 7]);
    }
  });
});
