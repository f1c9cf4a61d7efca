import { longestText, type FindPattern } from '../../../src/protocol/viewer.ts';
import { debounce } from '../../common/debounce.ts';
import { make } from '../../common/make.ts';
import { makeIconButton } from '../iconButton.ts';

/** The editor's own find widget, over the grid's top right corner. */
export interface FindWidget {
  element: HTMLElement;
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** What is found so far, or what is wrong. */
  say(text: string, isError: boolean): void;
  setOnlyFound(isOnlyFound: boolean): void;
}

export interface FindPort {
  /** The pattern, once it has been typed. */
  onPattern(pattern: FindPattern): void;
  onStep(direction: 'next' | 'previous'): void;
  onOnlyFound(isOn: boolean): void;
  onClose(): void;
}

const searchAfterMs = 250;

export function createFindWidget(first: FindPattern, port: FindPort): FindWidget {
  let pattern = first;
  const input = makeInput(first.text);
  const result = make('div', { class: 'find-result', id: 'find-result', role: 'status' });
  const typed = debounce(searchAfterMs, () => port.onPattern(pattern));
  const tellNow = (): void => {
    typed.cancel();
    port.onPattern(pattern);
  };
  const options = makeOptions(first, (change) => {
    pattern = { ...pattern, ...change };
    tellNow();
  });
  const step = (direction: 'next' | 'previous'): void => {
    tellNow();
    port.onStep(direction);
  };
  const only = makeIconButton(
    'list-filter',
    'Show only found lines',
    () => port.onOnlyFound(!isPressed(only)),
    {
      isToggle: true,
    },
  );
  const close = (): void => {
    if (element.hidden) return;
    typed.cancel();
    element.hidden = true;
    port.onClose();
  };
  const element = makeFrame([makeField(input, options), result], only, { step, close });
  input.addEventListener('input', () => {
    pattern = { ...pattern, text: input.value };
    typed.call();
  });
  listenToKeys(element, input, { step, close });
  return { ...makeSayings(element, input, { result, only }), element, close };
}

function makeSayings(
  element: HTMLElement,
  input: HTMLInputElement,
  { result, only }: { result: HTMLElement; only: HTMLElement },
): Omit<FindWidget, 'element' | 'close'> {
  return {
    open() {
      element.hidden = false;
      input.focus();
      input.select();
    },
    isOpen: () => !element.hidden,
    say(text, isError) {
      result.textContent = text;
      result.classList.toggle('find-error', isError);
      input.setAttribute('aria-invalid', String(isError));
    },
    setOnlyFound: (isOnlyFound) => only.setAttribute('aria-pressed', String(isOnlyFound)),
  };
}

function makeField(input: HTMLElement, options: HTMLElement[]): HTMLElement {
  return make('div', { class: 'find-field' }, input, ...options);
}

function makeFrame(
  first: HTMLElement[],
  only: HTMLElement,
  { step, close }: { step: (direction: 'next' | 'previous') => void; close: () => void },
): HTMLElement {
  return make(
    'div',
    { class: 'find-widget', role: 'search', 'aria-label': 'Find', hidden: true },
    ...first,
    makeIconButton('arrow-up', 'Previous match', () => step('previous'), { keys: 'Shift+Enter' }),
    makeIconButton('arrow-down', 'Next match', () => step('next'), { keys: 'Enter' }),
    only,
    makeIconButton('close', 'Close', close, { keys: 'Escape' }),
  );
}

const isPressed = (button: HTMLElement): boolean => button.getAttribute('aria-pressed') === 'true';

function makeInput(text: string): HTMLInputElement {
  const input = make('input', {
    ...{ type: 'text', class: 'text-input', 'aria-label': 'Find', placeholder: 'Find', spellcheck: 'false' },
    ...{ autocomplete: 'off', 'aria-describedby': 'find-result', maxlength: longestText },
  });
  input.value = text;
  return input;
}

function listenToKeys(
  element: HTMLElement,
  input: HTMLInputElement,
  { step, close }: { step: (direction: 'next' | 'previous') => void; close: () => void },
): void {
  element.addEventListener('keydown', (event) => {
    const isStep = event.key === 'Enter' && event.target === input;
    if (event.isComposing || (!isStep && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (isStep) step(event.shiftKey ? 'previous' : 'next');
    else close();
  });
}

interface Option {
  icon: string;
  label: string;
  isOn: boolean;
  change: (isOn: boolean) => Partial<FindPattern>;
}

function makeOptions(
  { kind, matchCase, wholeWord, isRaw }: FindPattern,
  onChange: (change: Partial<FindPattern>) => void,
): HTMLButtonElement[] {
  const table: Option[] = [
    { icon: 'case-sensitive', label: 'Match case', isOn: matchCase, change: (isOn) => ({ matchCase: isOn }) },
    {
      icon: 'whole-word',
      label: 'Match whole word',
      isOn: wholeWord,
      change: (isOn) => ({ wholeWord: isOn }),
    },
    {
      ...{ icon: 'regex', label: 'Use regular expression', isOn: kind === 'regex' },
      change: (isOn) => ({ kind: isOn ? 'regex' : 'text' }),
    },
    {
      icon: 'file-binary',
      label: 'Search raw text (escapes as in the file)',
      isOn: isRaw,
      change: (isOn) => ({ isRaw: isOn }),
    },
  ];
  return table.map(({ icon, label, isOn, change }) => {
    const toggle = (): void => {
      const next = !isPressed(button);
      button.setAttribute('aria-pressed', String(next));
      onChange(change(next));
    };
    const button = makeIconButton(icon, label, toggle, { isToggle: true });
    button.setAttribute('aria-pressed', String(isOn));
    return button;
  });
}
