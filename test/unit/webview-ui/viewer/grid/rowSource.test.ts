import assert from 'node:assert/strict';
import { pageRows, type ViewerPage, type ViewerRow } from '../../../../../src/protocol/viewer.ts';
import type { TaskStage } from '../../../../../src/protocol/viewerTask.ts';
import type { Asker } from '../../../../../webview-ui/common/asker.ts';
import { CallError } from '../../../../../src/protocol/rpc.ts';
import { createRowSource } from '../../../../../webview-ui/viewer/grid/rowSource.ts';
import { listOf } from '../../../../../webview-ui/viewer/grid/visibleList.ts';
import { runTask, type TaskPhase } from '../../../../../webview-ui/viewer/taskRun.ts';

interface Asked {
  name: string;
  argument: unknown;
  signal: AbortSignal | undefined;
  answer(result: unknown): Promise<void>;
  fail(message: string): Promise<void>;
}

/** A host whose answers come when the test says so. */
function createHost(): { asker: Pick<Asker<ViewerPage>, 'ask'>; asked: Asked[]; next(name: string): Asked } {
  const asked: Asked[] = [];
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const ask = (name: string, argument: unknown, signal?: AbortSignal): Promise<never> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('Cancelled.')));
      asked.push({
        ...{ name, argument, signal },
        answer(result) {
          resolve(result as never);
          return settled();
        },
        fail(message) {
          reject(new CallError({ code: 'unexpected', message }));
          return settled();
        },
      });
    });
  return {
    asker: { ask },
    asked,
    next(name) {
      const at = asked.findIndex((it) => it.name === name);
      const [found] = at < 0 ? [] : asked.splice(at, 1);
      assert.ok(found, `${name} was asked for`);
      return found;
    },
  };
}

const rowsFrom = (from: number, count: number, text = ''): ViewerRow[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ line: from + at, sizeBytes: 1, state: 'json', text, isCut: false, oddities: [], cells: [] },
  }));

describe('the source of rows', () => {
  it('asks for the pages in view once, cancels what went out of view, and shows what comes', async () => {
    const { asker, asked } = createHost();
    let drawn = 0;
    const source = createRowSource(asker, () => drawn++);
    source.show({ of: 'file' }, []);
    source.want(0, 30, 1_000_000);
    source.want(0, 31, 1_000_000);
    assert.equal(asked.length, 2);
    source.want(500_000, 500_030, 1_000_000);
    assert.deepEqual(
      asked.map((it) => it.signal?.aborted),
      [true, true, false, false, false],
    );
    await asked[2]?.answer(rowsFrom(500_000, pageRows));
    assert.equal(source.rowAt(500_007)?.line, 500_007);
    assert.equal(drawn, 1);
  });

  it('never lets an answer for another list or other columns in', async () => {
    const { asker, asked } = createHost();
    const source = createRowSource(asker, () => undefined);
    source.show({ of: 'file' }, []);
    source.want(0, 30, 50);
    source.show({ of: 'task', task: 2 }, [{ path: 'a', show: 'value', widthPx: 5 }]);
    source.want(0, 30, 50);
    await asked[0]?.answer(rowsFrom(0, 50, 'old'));
    assert.equal(source.rowAt(3), undefined);
    assert.deepEqual(asked[1]?.argument, {
      ...{ list: { of: 'task', task: 2 }, from: 0, count: pageRows, columns: [{ path: 'a', show: 'value' }] },
    });
    await asked[1]?.answer(rowsFrom(0, 50, 'new'));
    assert.equal(source.rowAt(3)?.text, 'new');
  });

  it('asks again for a page that was short when the list has grown', async () => {
    const { asker, asked } = createHost();
    const source = createRowSource(asker, () => undefined);
    source.show({ of: 'file' }, []);
    source.want(0, 4, 5);
    await asked[0]?.answer(rowsFrom(0, 5));
    source.want(0, 4, 5);
    assert.equal(asked.length, 1);
    source.want(0, 30, 40);
    assert.equal(asked.length, 2);
    assert.equal(source.rowAt(2)?.line, 2);
  });

  it('says why a page cannot be read, and reads it when told to try again', async () => {
    const { asker, asked } = createHost();
    const source = createRowSource(asker, () => undefined);
    source.show({ of: 'file' }, []);
    source.want(0, 4, 5);
    await asked[0]?.fail('Gone.');
    assert.equal(source.failureAt(3), 'Gone.');
    source.want(0, 4, 5);
    assert.equal(asked.length, 1);
    source.retry();
    source.want(0, 4, 5);
    assert.equal(asked.length, 2);
  });
});

describe('following a task', () => {
  const stage = (version: number, state: TaskStage['state'], lineCount: number): TaskStage => ({
    ...{ version, state, scannedBytes: version, sizeBytes: 10 },
    result: { kind: 'lines', lineCount, skippedCount: 0 },
  });

  it('tells of each stage until the last', async () => {
    const { asker, next } = createHost();
    const phases: TaskPhase[] = [];
    runTask(asker, { kind: 'filter', filter: 'a:1' }, (it) => phases.push(it));
    await next('startTask').answer(7);
    const first = next('watchTask');
    assert.deepEqual(first.argument, { task: 7, seen: 0 });
    await first.answer(stage(1, 'running', 3));
    const second = next('watchTask');
    assert.deepEqual(second.argument, { task: 7, seen: 1 });
    await second.answer(stage(2, 'done', 5));
    assert.deepEqual(
      phases.map((it) => it.state),
      ['running', 'running', 'done'],
    );
    const tasks = { filter: phases.at(-1) };
    const file = {
      version: 1,
      sizeBytes: 1,
      indexedBytes: 1,
      lineCount: 9,
      isIndexed: true,
      hasChanged: false,
    };
    assert.deepEqual(listOf({ of: 'filter' }, file, tasks), {
      ...{ list: { of: 'task', task: 7 }, length: 5, isGrowing: false, message: undefined },
    });
    assert.equal(listOf({ of: 'found' }, file, tasks), undefined);
    assert.equal(listOf({ of: 'file' }, file, tasks)?.length, 9);
  });

  it('stops, and keeps what was found', async () => {
    const { asker, next } = createHost();
    const phases: TaskPhase[] = [];
    const run = runTask(asker, { kind: 'filter', filter: 'a:1' }, (it) => phases.push(it));
    await next('startTask').answer(7);
    await next('watchTask').answer(stage(1, 'running', 3));
    run.stop();
    assert.deepEqual(next('stopTask').argument, { task: 7 });
    assert.equal(run.phase().state, 'stopped');
    assert.deepEqual(run.phase().result, { kind: 'lines', lineCount: 3, skippedCount: 0 });
    assert.equal(phases.at(-1)?.state, 'stopped');
  });

  it('ends a task that was dropped before it had a name, and tells nobody', async () => {
    const { asker, next } = createHost();
    const phases: TaskPhase[] = [];
    runTask(asker, { kind: 'filter', filter: 'a:1' }, (it) => phases.push(it)).dispose();
    await next('startTask').answer(7);
    assert.deepEqual(next('stopTask').argument, { task: 7 });
    assert.deepEqual(phases, []);
  });

  it('says why it failed', async () => {
    const { asker, next } = createHost();
    const phases: TaskPhase[] = [];
    runTask(asker, { task: 3 }, (it) => phases.push(it));
    await next('watchTask').fail('There is no such task.');
    assert.equal(phases.at(-1)?.state, 'failed');
    assert.equal(phases.at(-1)?.message, 'There is no such task.');
  });
});
