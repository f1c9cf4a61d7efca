import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ArgumentOf } from '../../../src/protocol/rpc.ts';
import type { FindPattern } from '../../../src/protocol/searchPattern.ts';
import type { ViewerColumn, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { CountsResult, TaskResult } from '../../../src/protocol/viewerTask.ts';
import {
  createViewerWorkspace,
  exact,
  type OpenViewer,
  type ViewerWorkspace,
} from '../panels/viewerWorkspace.ts';

type Order = ArgumentOf<ViewerPage['saveRows']>;

const whole = { of: 'file' } as const;
const users = Array.from({ length: 1200 }, (_, n) =>
  JSON.stringify({
    external_id: `u${n}`,
    email: `u${n}@example.com`,
    country: ['US', 'DE', 'FR'][n % 3],
    total_revenue: n,
    custom_attributes: { plan: n % 2 ? 'gold' : 'free' },
    purchases: [{ name: 'a', count: n }],
  }),
);
const text = `${users.join('\n')}\n`;

describe('viewerAnswers', () => {
  let workspace: ViewerWorkspace;
  let open: OpenViewer;
  before(async () => {
    workspace = await createViewerWorkspace();
    open = await workspace.open('users.ndjson', text);
  });
  after(() => workspace.remove());

  const filter = (it: OpenViewer, filterText: string) => it.finish({ kind: 'filter', filter: filterText });
  const find = (it: OpenViewer, found: string) =>
    it.finish({
      ...{ kind: 'find', filter: '' },
      pattern: { kind: 'text', text: found, ...exact },
    });
  const count = async (it: OpenViewer, countPath: string): Promise<CountsResult> => {
    const { stage } = await it.finish({ kind: 'count', path: countPath, filter: '' });
    const result = stage.result as TaskResult;
    assert.ok(result.kind === 'counts');
    return result;
  };

  it('starts with what the first lines tell, and reads rows anywhere', async () => {
    const start = await open.ask('start', undefined);
    assert.equal(start.name, 'users.ndjson');
    assert.equal(start.keyPath, 'external_id');
    assert.ok(start.paths.includes('custom_attributes.plan'));
    assert.deepEqual(
      start.columns.map((it) => it.path),
      ['external_id', 'email', 'country', 'total_revenue', 'purchases'],
    );
    assert.equal(start.file.sizeBytes, Buffer.byteLength(text));
    const columns = [{ path: 'country', show: 'value', widthPx: 80 } as const];
    const rows = await open.ask('readRows', { list: whole, from: 1198, count: 500, columns });
    assert.deepEqual(
      rows.map((it) => [it.line, it.cells, it.state]),
      [
        [1198, ['DE'], 'json'],
        [1199, ['FR'], 'json'],
      ],
    );
    assert.deepEqual(await open.ask('readRows', { list: whole, from: 5000, count: 5, columns }), []);
    assert.equal(await open.ask('findRowIndex', { list: whole, line: 77 }), 77);
    assert.equal(await open.ask('findRowIndex', { list: whole, line: 7777 }), 1200);
  });

  it('gives the first rows with the start, and the text of a row only where no cell says anything', async () => {
    const start = await open.ask('start', undefined);
    const first = { list: whole, from: 0, count: 100, columns: start.columns };
    assert.equal(start.rows.length, 100);
    assert.deepEqual(start.rows, await open.ask('readRows', first));
    assert.ok(start.rows.every((it) => it.text === '' && it.isCut && it.cells[0] === `u${it.line}`));
    const missing = { path: 'missing', show: 'value' } as const;
    for (const columns of [[], [missing]]) {
      const [row] = await open.ask('readRows', { list: whole, from: 7, count: 1, columns });
      assert.deepEqual([row?.text, row?.isCut], [users[7], false]);
    }
    const lost = await workspace.open('lines.ndjson', 'not json\n{"a":1}\n');
    const rows = (await lost.ask('start', undefined)).rows;
    assert.deepEqual(
      rows.map((it) => [it.state, it.text, it.cells]),
      [
        ['invalid', 'not json', ['']],
        ['json', '', ['1']],
      ],
    );
  });

  it('reads the part of a long line around what was found', async () => {
    const line = `{"external_id":"u","text":"${'🎉'.repeat(2000)}\0 the Place${'y'.repeat(1000)}"}`;
    const long = await workspace.open('long.ndjson', `{}\n${line}\n${'z'.repeat(1_100_000)}\n`);
    const read = (rowIndex: number, pattern: Partial<FindPattern>) =>
      long.ask('readExcerpt', {
        ...{ list: whole, rowIndex },
        pattern: { kind: 'text', text: 'the place', ...exact, matchCase: false, ...pattern },
      });
    const marked = (excerpt: Awaited<ReturnType<typeof read>>) =>
      excerpt?.marks.map(({ from, to }) => excerpt.text.slice(from, to));
    const around = await read(1, {});
    assert.match(around?.text ?? '', /^…(🎉){19}␀ the Placey{391}$/u);
    assert.deepEqual(marked(around), ['the Place']);
    const byExpression = await read(1, { kind: 'regex', text: 'the\\s+Pl\\w' });
    assert.equal(byExpression?.text, around?.text);
    assert.deepEqual(marked(byExpression), ['the Pla']);
    assert.equal(await read(1, { matchCase: true }), undefined);
    assert.equal(await read(0, {}), undefined);
    assert.equal(await read(2, { text: 'zz' }), undefined, 'too long');
    assert.equal(await read(99, {}), undefined, 'no such row');
    assert.equal(await read(1, { kind: 'regex', text: '(' }), undefined);
    assert.equal((await read(1, { text: 'external' }))?.text, line.slice(0, 402).replace('\0', '␀'));
  });

  it('filters, lists what it found and finds rows in it', async () => {
    const { task, stage } = await filter(open, 'country:DE');
    assert.deepEqual(stage.result, { kind: 'lines', lineCount: 400, hitCount: undefined, skippedCount: 0 });
    assert.equal(stage.scannedBytes, stage.sizeBytes);
    const list = { of: 'task', task } as const;
    assert.deepEqual(
      await open.readLines(list),
      Array.from({ length: 400 }, (_, n) => 3 * n + 1),
    );
    assert.equal(await open.ask('findRowIndex', { list, line: 5 }), 2);
    await assert.rejects(open.ask('startTask', { kind: 'filter', filter: 'a:(' }), /filter/i);
  });

  it('gives the same task for the same request, and keeps the few used last', async () => {
    const first = await filter(open, 'total_revenue:>10');
    assert.equal((await filter(open, 'total_revenue:>10')).task, first.task);
    for (let n = 0; n < 5; n++) {
      await filter(open, `total_revenue:>${n + 100}`);
      // Looked at again and again, so it is not the one that goes.
      assert.equal(
        (
          await open.ask('readRows', {
            list: { of: 'task', task: first.task },
            from: 0,
            count: 1,
            columns: [],
          })
        ).length,
        1,
      );
    }
    assert.equal((await filter(open, 'total_revenue:>10')).task, first.task);
    for (let n = 0; n < 6; n++) await filter(open, `total_revenue:>${n + 200}`);
    await assert.rejects(open.ask('watchTask', { task: first.task, seen: 0 }), /no longer kept/);
    assert.notEqual((await filter(open, 'total_revenue:>10')).task, first.task);
  });

  it('steps from hit to hit within the list that is shown, both ways', async () => {
    const found = await find(open, 'gold');
    const shown = await filter(open, 'country:DE');
    const expected = users.flatMap((it, n) => (n % 3 === 1 && it.includes('gold') ? [n] : []));
    const list = { of: 'task', task: shown.task } as const;
    const forwards: number[] = [];
    for (let rowIndex = -1; ;) {
      const hit = await open.ask('stepHit', { task: found.task, list, rowIndex, direction: 'next' });
      if (!hit) break;
      assert.equal(hit.rowIndex * 3 + 1, hit.line);
      assert.equal(hit.hit, (hit.line - 1) / 2);
      forwards.push(hit.line);
      rowIndex = hit.rowIndex;
    }
    assert.deepEqual(forwards, expected);
    const backwards: number[] = [];
    for (let rowIndex = 400; ;) {
      const hit = await open.ask('stepHit', { task: found.task, list, rowIndex, direction: 'previous' });
      if (!hit) break;
      backwards.push(hit.line);
      rowIndex = hit.rowIndex;
    }
    assert.deepEqual(backwards, [...expected].reverse());
    const far = await open.ask('stepHit', {
      task: found.task,
      list: whole,
      rowIndex: 4e9,
      direction: 'previous',
    });
    assert.equal(far?.line, 1199);
  });

  it('finds the line of an external id, and of an e-mail address', async () => {
    const findKey = (text: string) => open.ask('findKey', { text, isRaw: false });
    assert.equal(await findKey('u777'), 777);
    assert.equal(await findKey('u778@example.com'), 778);
    assert.equal(await findKey('u77' + '7'.repeat(40)), undefined);
    assert.equal(await findKey(''), undefined);
  });

  it('counts values, each with the filter that finds its lines', async () => {
    const { values, distinctCount, lineCount } = await count(open, 'country');
    assert.deepEqual([lineCount, distinctCount], [1200, 3]);
    for (const value of values) {
      const { stage } = await filter(open, value.clause);
      assert.ok(stage.result?.kind === 'lines');
      assert.equal(stage.result.lineCount, value.count);
    }
  });

  it('profiles fields', async () => {
    const { stage } = await open.finish({ kind: 'profile', filter: 'country:US' });
    assert.ok(stage.result?.kind === 'profile');
    const revenue = stage.result.fields.find((it) => it.path === 'total_revenue');
    assert.deepEqual([revenue?.lineCount, revenue?.min, revenue?.max], [400, '0', '1197']);
    assert.deepEqual(revenue?.kinds, [{ kind: 'number', count: 400 }]);
  });

  it('stops a task and keeps what it found; the same request then starts another', async () => {
    const request = { kind: 'filter', filter: 'total_revenue:>7' } as const;
    const task = await open.ask('startTask', request);
    await open.ask('stopTask', { task });
    const stage = await open.ask('watchTask', { task, seen: 0 });
    assert.equal(stage.state, 'done');
    const again = await open.ask('startTask', request);
    assert.notEqual(again, task);
    assert.equal((await open.awaitEnd(again)).result?.kind, 'lines');
  });

  it('says why a task failed', async () => {
    const pattern = { kind: 'regex', text: '(', ...exact } as const;
    const task = await open.ask('startTask', { kind: 'find', pattern, filter: '' });
    const stage = await open.awaitEnd(task);
    assert.equal(stage.state, 'failed');
    assert.match(stage.message ?? '', /regular expression/i);
  });

  it('lets a page go that waits for a task', async () => {
    const { task, stage } = await filter(open, 'country:US');
    const controller = new AbortController();
    const watching = open.ask('watchTask', { task, seen: stage.version }, controller.signal);
    controller.abort(new Error('gone'));
    await assert.rejects(watching, /gone/);
  });

  it('opens, compares and copies rows as they stand', async () => {
    const { task } = await filter(open, 'country:FR');
    const list = { of: 'task', task } as const;
    await open.ask('openRow', { list, rowIndex: 1, beside: false });
    const [line] = open.desk.lines;
    assert.ok(line);
    assert.equal(line.line, 5);
    assert.equal(text.slice(...line.bytes), users[5]);
    await assert.rejects(open.ask('openRow', { list, rowIndex: 400, beside: false }), /no such row/);
    await open.ask('compareRows', { list, rowIndexes: [0, 2] });
    assert.deepEqual(
      open.desk.pairs.at(-1)?.map((it) => it.line),
      [2, 8],
    );
    await open.ask('openRows', {
      list: whole,
      ranges: [
        { from: 3, to: 5 },
        { from: 9, to: 9 },
      ],
    });
    const many = open.desk.manyLines.at(-1);
    assert.deepEqual(
      many?.bytes.map((it) => text.slice(...it)),
      [users.slice(3, 6).join('\n'), users[9]],
    );
    const ranges = [{ from: 0, to: 1 }];
    assert.equal(await open.ask('copyRows', { list, ranges, as: 'json' }), 'Copied 2 rows as JSON.');
    assert.equal(open.desk.copied.at(-1), `${users[2]}\n${users[5]}`);
    assert.equal(await open.ask('copyRows', { list, ranges, as: 'id' }), 'Copied 2 identifiers.');
    assert.equal(open.desk.copied.at(-1), 'u2\nu5');
  });

  it('saves rows as NDJSON and as CSV, and nothing when cancelled', async () => {
    const { task } = await filter(open, 'country:FR');
    const list = { of: 'task', task } as const;
    const target = path.join(workspace.directory, 'saved.ndjson');
    open.desk.target = target;
    const order: Order = { list, columns: [], format: 'ndjson' };
    assert.equal(await open.ask('saveRows', order), 'Saved 400 rows as saved.ndjson.');
    assert.equal(
      await readFile(target, 'utf8'),
      users.flatMap((it, n) => (n % 3 === 2 ? [`${it}\n`] : [])).join(''),
    );
    const columns: ViewerColumn[] = [
      { path: 'external_id', show: 'value' },
      { path: 'purchases', show: 'count' },
    ];
    open.desk.target = path.join(workspace.directory, 'saved.csv');
    const picked: Order = { list: whole, ranges: [{ from: 1198, to: 9999 }], format: 'csv', columns };
    assert.equal(await open.ask('saveRows', picked), 'Saved 2 rows as saved.csv.');
    assert.equal(
      await readFile(open.desk.target, 'utf8'),
      'external_id,purchases (count)\r\nu1198,1\r\nu1199,1\r\n',
    );
    open.desk.target = undefined;
    assert.equal(await open.ask('saveRows', { ...order }), undefined);
    open.desk.target = path.join(workspace.directory, 'users.ndjson');
    await assert.rejects(open.ask('saveRows', { ...order }), /is open/);
    open.desk.target = path.join(workspace.directory, 'cancelled.ndjson');
    const big = await workspace.open('big.ndjson', text.repeat(40));
    big.desk.target = open.desk.target;
    big.desk.cancelsSaving = true;
    assert.equal(await big.ask('saveRows', { list: whole, format: 'ndjson', columns: [] }), undefined);
    assert.ok(!(await readdir(workspace.directory)).some((it) => it.startsWith('cancelled')));
  });

  it('remembers columns for files like this one', async () => {
    const columns = [{ path: 'email', show: 'value', widthPx: 123 } as const];
    await open.ask('rememberColumns', { columns: [...columns] });
    const start = await open.ask('start', undefined);
    assert.deepEqual(start.columns, columns);
    assert.equal(start.suggestedColumns[0]?.path, 'external_id');
  });
});
