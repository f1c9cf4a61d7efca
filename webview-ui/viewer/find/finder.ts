import type { FindPattern, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { createLatest, type Latest } from '../../common/latest.ts';
import { describeFind } from './findText.ts';
import type { Formats } from '../formats.ts';
import type { VisibleList } from '../grid/visibleList.ts';
import { runTask, type TaskPhase, type TaskRun } from '../taskRun.ts';

/** Looks for a text in all of the file, and walks through the lines that have it. */
export interface Finder {
  phase(): TaskPhase | undefined;
  pattern(): FindPattern | undefined;
  /** Begins anew for a pattern that is not the one looked for; `andGo` goes to its first line from the active one on. */
  setPattern(pattern: FindPattern, andGo: boolean): void;
  step(direction: 'next' | 'previous'): void;
  /** Looks again where the lines that are looked through are others now; `retry` in any case. */
  renew(): void;
  retry(): void;
  /** Stops looking and forgets what was found. */
  clear(): void;
}

export interface FinderPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  shown(): VisibleList | undefined;
  /** The filter whose lines are looked through; empty for all. */
  within(): string;
  active(): number;
  goTo(place: number): void;
  goToLine(line: number): void;
  say(text: string, isError: boolean): void;
  /** The pattern or what is found of it has changed. */
  onChanged(): void;
  complain(error: unknown): void;
}

interface Step {
  direction: 'next' | 'previous';
  /** From here on, this one not included. */
  place: number;
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
  ...{ pattern: undefined, run: undefined, step: undefined, hit: undefined },
  ...{ isElsewhere: false, askedKey: '', within: '' },
};

export function createFinder(port: FinderPort): Finder {
  const state: State = { ...nothing };
  const workings: Workings = { state, port, steps: createLatest(), keys: createLatest() };

  function tell(): void {
    sayFound(workings);
    port.onChanged();
  }
  function look(pattern: FindPattern, step: Step | undefined): void {
    state.run?.drop();
    const within = port.within();
    Object.assign(state, { ...nothing, pattern, step, within });
    state.run = runTask(port.asker, { kind: 'find', pattern, filter: within }, () => {
      tell();
      go(workings);
    });
    tell();
  }
  function clear(): void {
    state.run?.drop();
    Object.assign(state, nothing);
    tell();
  }
  return {
    phase: () => state.run?.phase(),
    pattern: () => state.pattern,
    setPattern(pattern, andGo) {
      if (state.pattern && isSame(state.pattern, pattern)) return;
      if (pattern.text === '') return clear();
      const step = { direction: 'next', place: port.active() - 1, hasWrapped: false } as const;
      look(pattern, andGo ? step : undefined);
    },
    renew() {
      if (state.pattern && state.within !== port.within()) look(state.pattern, undefined);
    },
    retry() {
      if (state.pattern) look(state.pattern, undefined);
    },
    step(direction) {
      if (!state.pattern) return;
      // The first step of a new text may stay where it is: the active line can be the first that has it.
      const isFirst = state.hit === undefined && direction === 'next';
      const step = { direction, place: port.active() - (isFirst ? 1 : 0), hasWrapped: false };
      Object.assign(state, { step, isElsewhere: false });
      workings.keys.cancel();
      if (direction === 'next' && state.pattern.kind === 'text' && state.pattern.text !== state.askedKey)
        askForKey(workings);
      go(workings);
    },
    clear,
  };
}

interface Workings {
  state: State;
  port: FinderPort;
  steps: Latest;
  keys: Latest;
}

function sayFound({ state, port }: Workings): void {
  const { text, isError } = describeFind(state.run?.phase(), state, port.formats);
  port.say(text, isError);
}

/** Goes where the step that waits leads, if that is known by now. */
function go(workings: Workings): void {
  const { state, port, steps } = workings;
  const { step, run } = state;
  const shown = port.shown();
  const phase = run?.phase();
  if (!step || !shown || phase?.task === undefined) return;
  const { list, length } = shown;
  const request = { task: phase.task, list, place: step.place, direction: step.direction };
  steps.run(
    (signal) => port.asker.ask('stepHit', request, signal),
    (outcome) => {
      if ('error' in outcome) {
        state.step = undefined;
        return port.complain(outcome.error);
      }
      const found = outcome.value;
      if (found) {
        Object.assign(state, { step: undefined, hit: found.hit });
        port.goTo(found.place);
        sayFound(workings);
      } else if (phase.state !== 'running') wrap(workings, step, length);
    },
  );
}

/** Nothing further: on from the other end, once. */
function wrap(workings: Workings, step: Step, length: number): void {
  const { state } = workings;
  const place = step.direction === 'next' ? -1 : length;
  if (step.hasWrapped) Object.assign(state, { step: undefined, isElsewhere: true });
  else state.step = { ...step, place, hasWrapped: true };
  sayFound(workings);
  go(workings);
}

/**
 * An external id or an e-mail address is known at once where the file has its index, long before all lines have been
 * looked at. Where that is still being built nobody waits for it: the find goes on meanwhile.
 */
function askForKey({ state, port, steps, keys }: Workings): void {
  const { text = '', isRaw = false } = state.pattern ?? {};
  state.askedKey = text;
  keys.run(
    (signal) => port.asker.ask('findKey', { text, isRaw }, signal),
    (outcome) => {
      // A file without a key field has nothing to say here, and the find goes on as ever.
      const line = 'value' in outcome ? outcome.value : undefined;
      if (line === undefined || state.pattern?.text !== text || state.pattern.isRaw !== isRaw) return;
      steps.cancel();
      state.step = undefined;
      port.goToLine(line);
    },
  );
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
