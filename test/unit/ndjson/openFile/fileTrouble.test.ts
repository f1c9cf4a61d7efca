import assert from 'node:assert/strict';
import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findLines } from '../../../../src/ndjson/file/fileLines.ts';
import { createMemoryReader } from '../memoryReader.ts';
import { createWorkspace, last, linesFrom, query, readLineDocument, type Workspace } from '../workspace.ts';

const lines = (count: number, text: string): string =>
  Array.from({ length: count }, (_, i) => `{"external_id":"u${i}","a":"${text}"}\n`).join('');
const text = { kind: 'text', text: 'gold', matchCase: true, wholeWord: false, isRaw: false } as const;

describe('an open file in trouble', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  describe('a file that changes on disk', () => {
    it('is read as it was when it was replaced or deleted, and that is said', async () => {
      for (const act of ['replace', 'delete'] as const) {
        const file = await workspace.openText(`${act}.ndjson`, lines(20_000, 'gold'));
        await file.whenIndexed();
        let hasFired = false;
        file.onChanged(() => (hasFired = true));
        if (act === 'delete') await rm(file.path);
        else {
          await writeFile(`${file.path}.new`, lines(20_000, 'lead'));
          await rename(`${file.path}.new`, file.path);
        }
        assert.equal((await last(file.find(text))).lines.length, 20_000);
        assert.deepEqual(await file.findKey('external_id', 'u19999'), [19_999]);
        assert.match((await file.readRows(linesFrom(19_000, 1)))[0]?.text ?? '', /gold/);
        assert.equal(await file.checkUnchanged(), false);
        assert.equal(hasFired, true);
      }
    });

    it('is read up to where it ended when it grows', async () => {
      const file = await workspace.openText('grows.ndjson', lines(20_000, 'gold'));
      await appendFile(file.path, lines(5, 'gold'));
      await file.whenIndexed();
      assert.equal(file.progress.lineCount, 20_000);
      assert.equal((await last(file.find(text))).lines.length, 20_000);
      assert.equal(await file.checkUnchanged(), false);
    });

    it('lets every task fail with a sentence when it became shorter', async () => {
      const file = await workspace.openText('shrinks.ndjson', lines(20_000, 'gold'));
      await file.whenIndexed();
      const length = file.sizeBytes;
      await truncate(file.path, length / 2);
      const tasks = {
        find: () => last(file.find(text)),
        filter: () => last(file.filter(query('a:gold'))),
        count: () => last(file.countBy('a')),
        profile: () => last(file.profile()),
        findKey: () => file.findKey('external_id', 'u1'),
        readRows: () => file.readRows(linesFrom(19_990, 5)),
      };
      for (const [name, run] of Object.entries(tasks))
        await assert.rejects(run(), /^UserError: The file on disk was changed/, name);
      await assert.rejects(
        readLineDocument(file, 19_990, 'json'),
        /^UserError: The file has changed or is gone/,
      );
      assert.equal((await file.readRows(linesFrom(5, 5))).length, 5);
    });

    it('lets tasks fail when it was written over', async () => {
      const file = await workspace.openText('over.ndjson', lines(20_000, 'gold'));
      await file.whenIndexed();
      await writeFile(file.path, lines(20_000, 'lead'));
      await assert.rejects(last(file.filter(query('a:gold'))), /changed while it was being read/);
    });

    it('lets the index fail when it becomes shorter while its lines are being found', async () => {
      const bytes = Buffer.from(lines(100_000, 'gold'));
      const stamp = { sizeBytes: bytes.length, mtimeMs: 0, sample: '' };
      for (const length of [600_000, bytes.length - 1]) {
        const reader = createMemoryReader(bytes.subarray(0, length));
        const source = {
          path: path.join(workspace.directory, 'none'),
          reader,
          stamp,
          cacheDirectory: undefined,
        };
        const { whenDone } = await findLines(source, new AbortController().signal);
        await assert.rejects(whenDone, /changed while it was being read/);
      }
    });
  });

  describe('a thread that dies', () => {
    const deaths = {
      'throws outside of its work': [
        "setImmediate(() => { throw new Error('broken inside') })",
        /ended: broken inside/,
      ],
      'calls process.exit': ['process.exit(7)', /ended with code 7/],
      'is not there': [undefined, /ended: .*(Cannot find|ENOENT)/],
    } as const;
    for (const [name, [code, message]] of Object.entries(deaths)) {
      it(`${name}: the task fails with a sentence`, async () => {
        const workerUrl = path.join(workspace.directory, `${name.replaceAll(' ', '-')}.cjs`);
        if (code !== undefined)
          await writeFile(
            workerUrl,
            `require('node:worker_threads').parentPort.on('message', () => { ${code} });`,
          );
        const file = await workspace.open(await workspace.write('dies.ndjson', lines(20_000, 'gold')), {
          workerUrl,
        });
        await assert.rejects(last(file.find(text)), message);
        await assert.rejects(file.findKey('external_id', 'u1'), message);
        await file.warmUp();
        assert.equal((await file.readRows(linesFrom(0, 5))).length, 5);
      });
    }
  });

  describe('closing', () => {
    it('ends everything quietly, in the middle of it', async () => {
      const content = lines(200_000, 'gold'.repeat(20));
      for (const start of ['indexing', 'working'] as const) {
        const file = await workspace.openText(`closing-${start}.ndjson`, content);
        if (start === 'working') await file.whenIndexed();
        const ending = [
          collect(file.find(text)),
          collect(file.filter(query('a:gold'))),
          collect(file.countBy('a')),
          collect(file.profile()),
          file.findKey('external_id', 'u1'),
          file.warmUp(),
          file.whenIndexed(),
        ];
        if (start === 'working') await new Promise((resolve) => setImmediate(resolve));
        file.dispose();
        const [found, filtered, counted, profiled, keys] = await Promise.all(ending);
        for (const stages of [found, filtered, counted, profiled])
          assert.deepEqual(
            (stages as { isDone: boolean }[]).filter((it) => it.isDone),
            [],
            start,
          );
        assert.deepEqual(keys, []);
        assert.deepEqual(await file.findKey('external_id', 'u1'), []);
        assert.deepEqual(await collect(file.find(text)), []);
        file.dispose();
      }
    });
  });

  describe('the key index', () => {
    it('is built once for all who ask at the same time', async () => {
      const file = await workspace.openText('shared.ndjson', lines(30_000, 'x'));
      const keys = ['u0', 'u1', 'u29999', 'nobody'];
      const found = await Promise.all(keys.map((key) => file.findKey('external_id', key)));
      assert.deepEqual(found, [[0], [1], [29_999], []]);
    });

    it('goes on for the others when one who asked is aborted', async () => {
      const file = await workspace.openText('aborted.ndjson', lines(30_000, 'x'));
      const abort = new AbortController();
      const first = file.findKey('external_id', 'u6', abort.signal);
      const second = file.findKey('external_id', 'u7', abort.signal);
      const other = file.findKey('external_id', 'u8');
      abort.abort();
      assert.deepEqual([await first, await second], [[], []]);
      assert.deepEqual(await other, [8]);
    });

    it('is given up when nobody waits, and built anew when somebody asks', async () => {
      const file = await workspace.openText('given-up.ndjson', lines(30_000, 'x'));
      const abort = new AbortController();
      const asking = file.findKey('external_id', 'u9', abort.signal);
      abort.abort();
      assert.deepEqual(await asking, []);
      assert.deepEqual(await file.findKey('external_id', 'u9'), [9]);
    });
  });

  it('starts its threads again after they were idle and ended', async () => {
    const file = await workspace.open(await workspace.write('idle.ndjson', lines(20_000, 'gold')), {
      idleMs: 1,
    });
    for (let i = 0; i < 2; i++) {
      await file.warmUp();
      assert.equal((await last(file.find(text))).lines.length, 20_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
});

async function collect<S>(stages: AsyncGenerator<S>): Promise<S[]> {
  const all: S[] = [];
  for await (const stage of stages) all.push(stage);
  return all;
}
