import { parseQuery } from '../../../src/protocol/parseQuery.ts';
import { longestFilter } from '../../../src/protocol/viewer.ts';
import { debounce } from '../../common/debounce.ts';
import { make, makeIcon } from '../../common/make.ts';
import { createCombobox } from './combobox.ts';
import { complete, type Completion } from './completion.ts';
import { showFilterHelp } from './filterHelp.ts';
import { createFilterMistake } from './filterMistake.ts';
import { createHistoryWalk, type HistoryWalk } from '../find/historyWalk.ts';
import { makeIconButton } from '../iconButton.ts';

export interface FilterBar {
  element: HTMLElement;
  /** What is wrong with the text, to be put under the bar. */
  mistake: HTMLElement;
  setText(text: string): void;
  text(): string;
  focus(): void;
  /** Whether the text is known not to be read: the rows are then those of the last filter that was. */
  isUnreadable(): boolean;
  /** Shows that a filter is being run, or not. */
  setRunning(isRunning: boolean): void;
}

export interface FilterPort {
  paths(): readonly string[];
  history(): readonly string[];
  onRun(filter: string): void;
  onStop(): void;
  onLeave(): void;
  /** The text is known not to be read, or can be read again. */
  onReadable(): void;
}

const checkAfterMs = 250;

export function createFilterBar(port: FilterPort): FilterBar {
  const past = createHistoryWalk(port.history);
  const box = createCombobox({
    label: 'Filter',
    placeholder: 'Filter, such as country:US AND total_revenue:>100',
    maxLength: longestFilter,
    suggest: (text, caret, isAsked) => suggestFor(text, caret, isAsked, port),
    onInput: () => edited(),
    onAccept: () => edited(),
    onKey: ({ key }) => readKey(key, { input, past, check, run, setText, leave: port.onLeave }),
  });
  const { input } = box;
  const clear = makeIconButton('close', 'Clear filter', () => run(''), { keys: 'Escape' });
  const stop = makeIconButton('stop-circle', 'Stop filtering', port.onStop);
  const help = makeIconButton('question', 'How filters are written', showFilterHelp);
  const mistake = createFilterMistake(input);
  const mark = createMark(port.onReadable);
  const check = createCheck(input, { show: mistake.show, setUnreadable: mark.set });

  function edited(): void {
    past.reset();
    clear.hidden = input.value === '';
    // The old message points at what is no longer there.
    mistake.show(undefined);
    check.later();
  }
  function setText(text: string): void {
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    clear.hidden = text === '';
    check.forget();
    box.close();
  }
  function run(text: string): void {
    past.reset();
    setText(text);
    port.onRun(text.trim());
  }
  setText('');
  stop.hidden = true;
  const parts = [makeIcon('filter'), box.element, stop, clear, help];
  return {
    element: make('div', { class: 'filter-bar', role: 'search', 'aria-label': 'Filter' }, ...parts),
    mistake: mistake.element,
    setText,
    text: () => input.value,
    isUnreadable: mark.isSet,
    focus: () => focusAll(input),
    setRunning: (isRunning) => (stop.hidden = !isRunning),
  };
}

function createMark(onChanged: () => void): { isSet(): boolean; set(isSet: boolean): void } {
  let isSet = false;
  return {
    isSet: () => isSet,
    set(now) {
      if (now === isSet) return;
      isSet = now;
      onChanged();
    },
  };
}

interface KeyParts {
  input: HTMLInputElement;
  past: HistoryWalk;
  check: Check;
  run: (text: string) => void;
  setText: (text: string) => void;
  leave: () => void;
}

function readKey(key: string, { input, past, check, run, setText, leave }: KeyParts): boolean {
  if (key === 'Enter') check.now(run);
  else if (key === 'Escape') {
    if (input.value === '') leave();
    else run('');
  } else if (key === 'ArrowUp' || key === 'ArrowDown') {
    const text = past.step(key === 'ArrowUp' ? 1 : -1, input.value);
    if (text !== undefined) setText(text);
  } else return false;
  return true;
}

interface Check {
  /** After a pause; a text that only ends too early is not complained of, for it is still being typed. */
  later(): void;
  /** At once; what is right is handed on. */
  now(onRight: (text: string) => void): void;
  /** The text is another one, which was a filter before. */
  forget(): void;
}

interface CheckShown {
  show: ReturnType<typeof createFilterMistake>['show'];
  /** Stays over edits, unlike the message, until a text can be read. */
  setUnreadable(isUnreadable: boolean): void;
}

export function createCheck(
  input: Pick<HTMLInputElement, 'value'>,
  { show, setUnreadable }: CheckShown,
): Check {
  function check(onRight?: (text: string) => void): void {
    const filter = input.value;
    const parsed = parseQuery(filter);
    const mistake = parsed.ok ? undefined : parsed.mistake;
    if (!onRight && mistake && mistake.offset >= filter.trimEnd().length) return show(undefined);
    show(mistake);
    setUnreadable(mistake !== undefined);
    if (!mistake) onRight?.(filter);
  }
  const pause = debounce(checkAfterMs, check);
  return {
    later: pause.call,
    now(onRight) {
      pause.cancel();
      check(onRight);
    },
    forget() {
      pause.cancel();
      show(undefined);
      setUnreadable(false);
    },
  };
}

/** In an empty box the last filters come first. */
function suggestFor(
  text: string,
  caret: number,
  isAsked: boolean,
  { paths, history }: FilterPort,
): Completion | undefined {
  const found = complete(text, caret, paths());
  const before = text.slice(0, caret);
  // Typing a space would otherwise open the whole list of fields over the rows.
  if (!isAsked) return before === '' || /[\s(]$/.test(before) ? undefined : found;
  if (text !== '') return found;
  const past = history().map((it) => ({ label: it, hint: 'earlier filter', insert: it }));
  return { from: 0, to: 0, suggestions: [...past, ...(found?.suggestions ?? [])] };
}

function focusAll(input: HTMLInputElement): void {
  input.focus();
  input.select();
}
