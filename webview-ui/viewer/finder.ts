import type { FindPattern, ViewerPage } from '../../src/protocol/viewer.ts';
import type { Asker } from '../common/asker.ts';
import { createLatest, type Latest } from '../common/latest.ts';
import { describeFind } from './findText.ts';
import type { Formats } from './formats.ts';
import type { ShownList } from './shownList.ts';
import { runTask, type TaskPhase, type TaskRun } from './taskRun.ts';

/** Looks for a text in all of the file, and walks through the lines that have it. */
export interface Finder {
  phase(): TaskPhase | undefined;
  pattern(): FindPattern | undefined;
  /** Begins anew for a pattern that is not the one looked for; `andGo` goes to its first line from the active one on. */
  setPattern(pattern: FindPattern, andGo: boolean): void;
  step(direction: 'next' | 'previous'): void;
  /** Stops looking and forgets what was found. */
  clear(): void;
}

export interface FinderPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  shown(): ShownList | undefined;
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
  /** The text that the key index was asked for last. */
  askedKey: string;
}

const nothing: State = { pattern: undefined, run: undefined, step: undefined, hit: undefined, askedKey: '' };

export function createFinder(port: FinderPort): Finder {
  const state: State = { ...nothing };
  const latest = createLatest();

  function tell(): void {
    const { text, isError } = describeFind(state.run?.phase(), state.hit, port.formats);
    port.say(text, isError);
    port.onChanged();
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
      state.run?.drop();
      Object.assign(state, { ...nothing, pattern });
      if (andGo) state.step = { direction: 'next', place: port.active() - 1, hasWrapped: false };
      state.run = runTask(port.asker, { kind: 'find', pattern }, () => {
        tell();
        go(state, latest, port);
      });
      tell();
    },
    step(direction) {
      if (!state.pattern) return;
      // The first step of a new text may stay where it is: the active line can be the first that has it.
      const isFirst = state.hit === undefined && direction === 'next';
      const step = { direction, place: port.active() - (isFirst ? 1 : 0), hasWrapped: false };
      if (direction === 'next' && state.pattern.kind === 'text' && state.pattern.text !== state.askedKey)
        askForKey(state, step, latest, port);
      else begin(state, step, latest, port);
    },
    clear,
  };
}

function begin(state: State, step: Step, latest: Latest, port: FinderPort): void {
  state.step = step;
  go(state, latest, port);
}

/** Goes where the step that waits leads, if that is known by now. */
function go(state: State, latest: Latest, port: FinderPort): void {
  const { step, run } = state;
  const shown = port.shown();
  const phase = run?.phase();
  if (!step || !shown || phase?.task === undefined) return;
  const { list, length } = shown;
  const request = { task: phase.task, list, place: step.place, direction: step.direction };
  latest.run(
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
        const { text, isError } = describeFind(run?.phase(), state.hit, port.formats);
        port.say(text, isError);
      } else if (phase.state !== 'running') {
        // Nothing further: on from the other end, once.
        const end = step.direction === 'next' ? -1 : length;
        state.step = step.hasWrapped ? undefined : { ...step, place: end, hasWrapped: true };
        go(state, latest, port);
      }
    },
  );
}

/** An external id or an e-mail address is known at once, long before all lines have been looked at. */
function askForKey(state: State, step: Step, latest: Latest, port: FinderPort): void {
  const text = state.pattern?.text ?? '';
  state.askedKey = text;
  state.step = undefined;
  latest.run(
    (signal) => port.asker.ask('findKey', { text }, signal),
    (outcome) => {
      const line = 'value' in outcome ? outcome.value : undefined;
      // A file without a key field has nothing to say here, and the find goes on as ever.
      if (line === undefined) begin(state, step, latest, port);
      else port.goToLine(line);
    },
  );
}

function isSame(one: FindPattern, other: FindPattern): boolean {
  return (
    one.kind === other.kind &&
    one.text === other.text &&
    one.matchCase === other.matchCase &&
    one.wholeWord === other.wholeWord
  );
}
