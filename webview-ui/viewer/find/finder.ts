import type { FindPattern } from '../../../src/protocol/searchPattern.ts';
import type { StepDirection, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { createLatest } from '../../common/latest.ts';
import { describeFind } from './findText.ts';
import type { VisibleList } from '../grid/visibleList.ts';
import { runTask, type TaskPhase, type TaskRun } from '../taskRun.ts';

/** Looks for a text in all of the file, and walks through the lines that have it. */
export interface Finder {
  phase(): TaskPhase | undefined;
  pattern(): FindPattern | undefined;
  /** Begins anew for a pattern that is not the one looked for; `goesThere` goes to its first line from the active one on. */
  setPattern(pattern: FindPattern, goesThere: boolean): void;
  step(direction: StepDirection): void;
  /** Looks again where the lines that are looked through are others now; `retry` in any case. */
  renew(): void;
  retry(): void;
  /** Stops looking and forgets what was found. */
  clear(): void;
}

export interface FinderContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  visible(): VisibleList | undefined;
  /** The filter whose lines are looked through; empty for all. */
  within(): string;
  active(): number;
  goTo(row: number): void;
  goToLine(line: number): void;
  say(text: string, isError: boolean): void;
  /** The pattern or what is found of it has changed. */
  onChanged(): void;
  complain(error: unknown): void;
}

interface Step {
  direction: StepDirection;
  /** The row from which on it goes; that one is not included. */
  row: number;
  hasWrapped: boolean;
}

interface State {
  pattern: FindPattern | undefined;
  run: TaskRun | undefined;
  /** A step that waits for a line to be found. */
  step: Step | undefined;
  /** Which of the lines found the last step went to. */
  hit: number | undefined;
  /** A step went all around and met none of the lines found. */
  isElsewhere: boolean;
  /** The text that the key index was asked for last. */
  askedKey: string;
  within: string;
}

const nothing: State = {
  pattern: undefined,
  run: undefined,
  step: undefined,
  hit: undefined,
  isElsewhere: false,
  askedKey: '',
  within: '',
};

export function createFinder(context: FinderContext): Finder {
  let state = nothing;
  const steps = createLatest();
  const keys = createLatest();

  function sayFound(): void {
    const { text, isError } = describeFind(state.run?.phase(), state);
    context.say(text, isError);
  }

  function notify(): void {
    sayFound();
    context.onChanged();
  }

  function look(pattern: FindPattern, step: Step | undefined): void {
    state.run?.dispose();
    const within = context.within();
    state = { ...nothing, pattern, step, within };
    state.run = runTask(context.asker, { kind: 'find', pattern, filter: within }, () => {
      notify();
      go();
    });
    notify();
  }

  function clear(): void {
    state.run?.dispose();
    state = nothing;
    notify();
  }

  /** Goes where the step that waits leads, if that is known by now. */
  function go(): void {
    const { step, run } = state;
    const visible = context.visible();
    const phase = run?.phase();
    if (!step || !visible || phase?.task === undefined) return;
    const { list, length } = visible;
    const request = { task: phase.task, list, rowIndex: step.row, direction: step.direction };
    steps.run(
      (signal) => context.asker.ask('stepHit', request, signal),
      (outcome) => {
        if ('error' in outcome) {
          state = { ...state, step: undefined };
          return context.complain(outcome.error);
        }
        const found = outcome.value;
        if (found) {
          state = { ...state, step: undefined, hit: found.hit };
          context.goTo(found.rowIndex);
          sayFound();
        } else if (phase.state !== 'running') wrap(step, length);
      },
    );
  }

  /** Nothing further: on from the other end, once. */
  function wrap(step: Step, length: number): void {
    const row = step.direction === 'next' ? -1 : length;
    state = step.hasWrapped
      ? { ...state, step: undefined, isElsewhere: true }
      : { ...state, step: { ...step, row, hasWrapped: true } };
    sayFound();
    go();
  }

  /**
   * An external id or an e-mail address is known at once where the file has its index, long before all lines have been
   * looked at. Where that is still being built the find goes on meanwhile.
   */
  function askForKey({ text, isRaw }: FindPattern): void {
    state = { ...state, askedKey: text };
    keys.run(
      (signal) => context.asker.ask('findKey', { text, isRaw }, signal),
      (outcome) => {
        // A file without a key field has nothing to say here, and the find goes on as ever.
        const line = 'value' in outcome ? outcome.value : undefined;
        if (line === undefined || state.pattern?.text !== text || state.pattern.isRaw !== isRaw) return;
        steps.cancel();
        state = { ...state, step: undefined };
        context.goToLine(line);
      },
    );
  }

  return {
    phase: () => state.run?.phase(),
    pattern: () => state.pattern,
    setPattern(pattern, goesThere) {
      if (state.pattern && isSame(state.pattern, pattern)) return;
      if (pattern.text === '') return clear();
      const step = { direction: 'next', row: context.active() - 1, hasWrapped: false } as const;
      look(pattern, goesThere ? step : undefined);
    },
    renew() {
      if (state.pattern && state.within !== context.within()) look(state.pattern, undefined);
    },
    retry() {
      if (state.pattern) look(state.pattern, undefined);
    },
    step(direction) {
      const { pattern } = state;
      if (!pattern) return;
      // The first step of a new text may stay where it is: the active line can be the first that has it.
      const isFirst = state.hit === undefined && direction === 'next';
      const step = { direction, row: context.active() - (isFirst ? 1 : 0), hasWrapped: false };
      state = { ...state, step, isElsewhere: false };
      keys.cancel();
      if (direction === 'next' && pattern.kind === 'text' && pattern.text !== state.askedKey)
        askForKey(pattern);
      go();
    },
    clear,
  };
}

function isSame(one: FindPattern, other: FindPattern): boolean {
  return (
    one.kind === other.kind &&
    one.text === other.text &&
    one.matchCase === other.matchCase &&
    one.wholeWord === other.wholeWord &&
    one.isRaw === other.isRaw
  );
}
