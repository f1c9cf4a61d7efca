import * as l10n from '@vscode/l10n';
import { parseQuery } from '../../../src/protocol/parseQuery.ts';
import { longestFilter } from '../../../src/protocol/viewer.ts';
import { makeIconButton } from '../../common/button.ts';
import { debounce } from '../../common/debounce.ts';
import { make, makeIcon } from '../../common/make.ts';
import { createCombobox } from './combobox.ts';
import { complete, type Completion } from './completion.ts';
import { showFilterHelp } from './filterHelp.ts';
import { createFilterMistake } from './filterMistake.ts';
import { createHistoryWalk } from './historyWalk.ts';

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

export interface FilterBarContext {
  paths(): readonly string[];
  history(): readonly string[];
  onRun(filter: string): void;
  onStop(): void;
  onLeave(): void;
  /** The text is known not to be read, or can be read again. */
  onReadable(): void;
}

const checkAfterMs = 250;

export function createFilterBar(context: FilterBarContext): FilterBar {
  let isUnreadable = false;
  const past = createHistoryWalk(context.history);
  const box = createCombobox({
    label: l10n.t('Filter'),
    placeholder: l10n.t('Filter, such as country:US AND total_revenue:>100'),
    maxLength: longestFilter,
    suggest: (text, caret, isAsked) => suggestFor(text, caret, isAsked, context),
    onInput: () => edited(),
    onAccept: () => edited(),
    onKey: ({ key }) => readKey(key),
  });
  const { input } = box;
  const clear = makeIconButton('close', l10n.t('Clear filter'), () => run(''), { keys: 'Escape' });
  const stop = makeIconButton('stop-circle', l10n.t('Stop filtering'), context.onStop);
  const help = makeIconButton('question', l10n.t('How filters are written'), showFilterHelp);
  const mistake = createFilterMistake(input);
  const check = createCheck(input, {
    show: mistake.show,
    setUnreadable(isNowUnreadable) {
      if (isNowUnreadable === isUnreadable) return;
      isUnreadable = isNowUnreadable;
      context.onReadable();
    },
  });

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
    context.onRun(text.trim());
  }
  function readKey(key: string): boolean {
    switch (key) {
      case 'Enter':
        check.now(run);
        return true;
      case 'Escape':
        if (input.value === '') context.onLeave();
        else run('');
        return true;
      case 'ArrowUp':
      case 'ArrowDown': {
        const text = past.step(key === 'ArrowUp' ? 1 : -1, input.value);
        if (text !== undefined) setText(text);
        return true;
      }
      default:
        return false;
    }
  }

  setText('');
  stop.hidden = true;
  const parts = [makeIcon('filter'), box.element, stop, clear, help];
  return {
    element: make('div', { class: 'filter-bar', role: 'search', 'aria-label': l10n.t('Filter') }, ...parts),
    mistake: mistake.element,
    setText,
    text: () => input.value,
    isUnreadable: () => isUnreadable,
    focus() {
      input.focus();
      input.select();
    },
    setRunning: (isRunning) => (stop.hidden = !isRunning),
  };
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
  { paths, history }: FilterBarContext,
): Completion | undefined {
  const found = complete(text, caret, paths());
  const before = text.slice(0, caret);
  // Typing a space would otherwise open the whole list of fields over the rows.
  if (!isAsked) return before === '' || /[\s(]$/.test(before) ? undefined : found;
  if (text !== '') return found;
  const past = history().map((it) => ({ label: it, hint: l10n.t('earlier filter'), insert: it }));
  return { from: 0, to: 0, suggestions: [...past, ...(found?.suggestions ?? [])] };
}
