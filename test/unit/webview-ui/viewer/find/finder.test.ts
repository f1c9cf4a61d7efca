import assert from 'node:assert/strict';
import type { FindPattern } from '../../../../../src/protocol/searchPattern.ts';
import type { TaskRequest, TaskStage } from '../../../../../src/protocol/viewerTask.ts';
import {
  createFinder,
  type Finder,
  type FinderContext,
} from '../../../../../webview-ui/viewer/find/finder.ts';

const gold: FindPattern = { kind: 'text', text: 'gold', matchCase: false, wholeWord: false, isRaw: false };
const turn = (): Promise<void> => new Promise(setImmediate);

interface Host {
  readonly finder: Finder;
  readonly started: TaskRequest[];
  readonly went: string[];
  readonly said: string[];
  within: string;
  /** What the key index answers, when it does. */
  answerKey(line: number | undefined): void;
}

/** A finder whose host has found `lineCount` lines, of which `rowIndexes` are among those shown. */
function createHost(lineCount: number, rowIndexes: readonly number[]): Host {
  const stage: TaskStage = {
    ...{ version: 1, state: 'done', scannedBytes: 1, sizeBytes: 1 },
    result: { kind: 'lines', lineCount, hitCount: lineCount, skippedCount: 0 },
  };
  const [started, went, said]: [TaskRequest[], string[], string[]] = [[], [], []];
  let answer: (line: number | undefined) => void = () => undefined;
  const answers: Record<string, (request: never) => unknown> = {
    startTask: (request: TaskRequest) => started.push(request),
    watchTask: () => stage,
    stopTask: () => undefined,
    findKey: () => new Promise<number | undefined>((resolve) => (answer = resolve)),
    stepHit({ rowIndex, direction }: { rowIndex: number; direction: string }) {
      const next =
        direction === 'next'
          ? rowIndexes.find((it) => it > rowIndex)
          : rowIndexes.findLast((it) => it < rowIndex);
      return next === undefined ? undefined : { rowIndex: next, line: next, hit: rowIndexes.indexOf(next) };
    },
  };
  let active = 0;
  const host = {
    ...{ started, went, said, within: '' },
    answerKey: (line: number | undefined) => answer(line),
  };
  const finder = createFinder({
    asker: {
      ask: (name: string, request: unknown) => Promise.resolve(answers[name]?.(request as never)),
    } as unknown as FinderContext['asker'],
    visible: () => ({ list: { of: 'file' }, length: 10, isGrowing: false, message: undefined }),
    within: () => host.within,
    active: () => active,
    goTo(rowIndex) {
      active = rowIndex;
      went.push(`row ${rowIndex}`);
    },
    goToLine: (line) => went.push(`line ${line}`),
    say: (text) => said.push(text),
    onChanged: () => undefined,
    complain: assert.ifError,
  });
  return Object.assign(host, { finder });
}

describe('finder', () => {
  it('goes from line to line, and on from the other end', async () => {
    const { finder, went, said } = createHost(2, [3, 7]);
    finder.setPattern(gold, true);
    await turn();
    for (let i = 0; i < 2; i++) {
      finder.step('next');
      await turn();
    }
    assert.deepEqual(went, ['row 3', 'row 7', 'row 3']);
    assert.equal(said.at(-1), '1 of 2 lines');
  });

  it('says when none of the lines found is among those shown', async () => {
    const { finder, went, said } = createHost(2, []);
    finder.setPattern(gold, true);
    await turn();
    assert.deepEqual(went, []);
    assert.equal(said.at(-1), '2 lines, none among the lines shown');
  });

  it('steps without waiting for the key index, and goes to the key when that answers', async () => {
    const host = createHost(2, [3, 7]);
    host.finder.setPattern(gold, false);
    await turn();
    host.finder.step('next');
    await turn();
    assert.deepEqual(host.went, ['row 3']);
    host.answerKey(9);
    await turn();
    assert.deepEqual(host.went, ['row 3', 'line 9']);
  });

  it('does not go to the key after another step', async () => {
    const host = createHost(2, [3, 7]);
    host.finder.setPattern(gold, false);
    await turn();
    host.finder.step('next');
    await turn();
    host.finder.step('next');
    host.answerKey(9);
    await turn();
    assert.deepEqual(host.went, ['row 3', 'row 7']);
  });

  it('looks again among the lines of another filter', async () => {
    const host = createHost(1, [3]);
    host.finder.setPattern(gold, false);
    await turn();
    host.finder.renew();
    host.within = 'country:DE';
    host.finder.renew();
    await turn();
    assert.deepEqual(
      host.started.map((it) => 'filter' in it && it.filter),
      ['', 'country:DE'],
    );
  });
});
