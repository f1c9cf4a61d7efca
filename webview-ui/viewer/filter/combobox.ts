import { make } from '../../common/make.ts';
import { applySuggestion, type Completion, type Suggestion } from './completion.ts';

export interface Combobox {
  element: HTMLElement;
  input: HTMLInputElement;
  isOpen(): boolean;
  close(): void;
}

export interface ComboboxOptions {
  label: string;
  placeholder: string;
  /** UTF-16 units that can be typed. */
  maxLength: number;
  /** What may be put in at the caret. `isAsked`: by Ctrl+Space or Alt+Down, and not just by typing. */
  suggest(text: string, caret: number, isAsked: boolean): Completion | undefined;
  onInput(): void;
  /** After a suggestion has been put in. */
  onAccept(): void;
  /** A key that the list of suggestions has no use for; true if it has been dealt with. */
  onKey(event: KeyboardEvent): boolean;
}

let made = 0;

/** A text field with a list of suggestions under it, in the way of the WAI-ARIA combobox. */
export function createCombobox(options: ComboboxOptions): Combobox {
  const id = `suggestions-${(made += 1)}`;
  const list = make('div', {
    class: 'suggestions',
    role: 'listbox',
    id,
    'aria-label': options.label,
    hidden: true,
  });
  const input = make('input', {
    type: 'text',
    class: 'text-input',
    role: 'combobox',
    'aria-label': options.label,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': id,
    autocomplete: 'off',
    maxlength: options.maxLength,
    placeholder: options.placeholder,
    spellcheck: 'false',
  });
  const popup = createPopup(list, input, id);

  function suggest(isAsked: boolean): void {
    const caret = input.selectionStart ?? input.value.length;
    const isPlain = input.selectionStart === input.selectionEnd;
    popup.show(isPlain ? options.suggest(input.value, caret, isAsked) : undefined);
  }
  function accept(suggestion: Suggestion): void {
    const { completion } = popup;
    if (!completion) return;
    const { text, caret } = applySuggestion(input.value, completion, suggestion);
    input.value = text;
    input.setSelectionRange(caret, caret);
    popup.show(undefined);
    options.onAccept();
    // A field that was put in is followed by what can follow it.
    if (text[caret - 1] === ':') suggest(false);
  }

  input.addEventListener('input', () => {
    options.onInput();
    suggest(false);
  });
  input.addEventListener('blur', () => popup.show(undefined));
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (!readListKey(event, popup, { suggest, accept }) && !options.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener('pointerdown', (event) => {
    // The focus stays in the field.
    event.preventDefault();
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>('.suggestion') : null;
    const chosen = popup.completion?.suggestions[Number(option?.dataset['at'] ?? -1)];
    if (chosen) accept(chosen);
  });
  return {
    element: make('div', { class: 'combobox' }, input, list),
    input,
    isOpen: () => popup.completion !== undefined,
    close: () => popup.show(undefined),
  };
}

interface Popup {
  readonly completion: Completion | undefined;
  /** The one that Enter takes; -1 for none. */
  readonly at: number;
  show(completion: Completion | undefined): void;
  go(at: number): void;
}

function createPopup(list: HTMLElement, input: HTMLInputElement, id: string): Popup {
  const state: { completion: Completion | undefined; at: number } = { completion: undefined, at: -1 };
  function go(at: number): void {
    const { length } = list.children;
    state.at = length === 0 ? -1 : (at + length) % length;
    for (const [index, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(index === state.at));
    const active = list.children[state.at];
    if (!active) return input.removeAttribute('aria-activedescendant');
    active.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', active.id);
  }
  return {
    get completion() {
      return state.completion;
    },
    get at() {
      return state.at;
    },
    go,
    show(completion) {
      Object.assign(state, { completion, at: -1 });
      const options = completion?.suggestions ?? [];
      list.replaceChildren(...options.map((it, at) => writeOption(it, at, id)));
      list.hidden = options.length === 0;
      input.setAttribute('aria-expanded', String(options.length > 0));
      input.removeAttribute('aria-activedescendant');
    },
  };
}

function writeOption({ label, hint }: Suggestion, at: number, id: string): HTMLElement {
  return make(
    'div',
    { class: 'suggestion', role: 'option', id: `${id}-${at}`, 'data-at': at, 'aria-selected': 'false' },
    make('span', { class: 'suggestion-label' }, label),
    hint !== undefined && make('span', { class: 'suggestion-hint' }, hint),
  );
}

function readListKey(
  event: KeyboardEvent,
  popup: Popup,
  { suggest, accept }: { suggest: (isAsked: boolean) => void; accept: (suggestion: Suggestion) => void },
): boolean {
  const { key, ctrlKey, altKey } = event;
  if ((key === ' ' && ctrlKey) || (key === 'ArrowDown' && altKey)) {
    suggest(true);
    return true;
  }
  const { completion, at } = popup;
  if (!completion) return false;
  switch (key) {
    case 'ArrowDown':
      popup.go(at + 1);
      return true;
    case 'ArrowUp':
      popup.go(at < 0 ? -1 : at - 1);
      return true;
    case 'Escape':
      popup.show(undefined);
      return true;
    case 'Enter':
    case 'Tab': {
      // Tab takes the first one, as in the editor; Enter only what was walked to, for it means "run" otherwise.
      const chosen = completion.suggestions[key === 'Tab' ? Math.max(0, at) : at];
      if (chosen) accept(chosen);
      else popup.show(undefined);
      return chosen !== undefined;
    }
    default:
      return false;
  }
}
