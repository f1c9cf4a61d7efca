import * as l10n from '@vscode/l10n';
import type { FindPattern } from '../../../src/protocol/searchPattern.ts';
import { longestText, type StepDirection } from '../../../src/protocol/viewer.ts';
import { makeIconButton } from '../../common/button.ts';
import { debounce } from '../../common/debounce.ts';
import { make } from '../../common/make.ts';

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

export interface FindContext {
  /** The pattern, once it has been typed. */
  onPattern(pattern: FindPattern): void;
  onStep(direction: StepDirection): void;
  onOnlyFound(isOn: boolean): void;
  onClose(): void;
}

const searchAfterMs = 250;

export function createFindWidget(first: FindPattern, context: FindContext): FindWidget {
  let pattern = first;
  const input = make('input', {
    type: 'text',
    class: 'text-input',
    'aria-label': l10n.t('Find'),
    'aria-describedby': 'find-result',
    placeholder: l10n.t('Find'),
    spellcheck: 'false',
    autocomplete: 'off',
    maxlength: longestText,
  });
  input.value = first.text;
  const result = make('div', { class: 'find-result', id: 'find-result', role: 'status' });
  const typed = debounce(searchAfterMs, () => context.onPattern(pattern));

  function notifyNow(): void {
    typed.cancel();
    context.onPattern(pattern);
  }
  function step(direction: StepDirection): void {
    notifyNow();
    context.onStep(direction);
  }
  function close(): void {
    if (element.hidden) return;
    typed.cancel();
    element.hidden = true;
    context.onClose();
  }

  const switches = patternSwitches.map(({ icon, label, isOn, change }) => {
    const button = makeIconButton(
      icon,
      label,
      () => {
        const isNowOn = !isPressed(button);
        setPressed(button, isNowOn);
        pattern = { ...pattern, ...change(isNowOn) };
        notifyNow();
      },
      { isToggle: true },
    );
    setPressed(button, isOn(first));
    return button;
  });
  const only = makeIconButton(
    'list-filter',
    l10n.t('Show only found lines'),
    () => context.onOnlyFound(!isPressed(only)),
    { isToggle: true },
  );
  const element = make(
    'div',
    { class: 'find-widget', role: 'search', 'aria-label': l10n.t('Find'), hidden: true },
    make('div', { class: 'find-field' }, input, ...switches),
    result,
    makeIconButton('arrow-up', l10n.t('Previous match'), () => step('previous'), { keys: 'Shift+Enter' }),
    makeIconButton('arrow-down', l10n.t('Next match'), () => step('next'), { keys: 'Enter' }),
    only,
    makeIconButton('close', l10n.t('Close'), close, { keys: 'Escape' }),
  );
  input.addEventListener('input', () => {
    pattern = { ...pattern, text: input.value };
    typed.call();
  });
  element.addEventListener('keydown', (event) => {
    const isStep = event.key === 'Enter' && event.target === input;
    if (event.isComposing || (!isStep && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (isStep) step(event.shiftKey ? 'previous' : 'next');
    else close();
  });
  return {
    element,
    open() {
      element.hidden = false;
      input.focus();
      input.select();
    },
    close,
    isOpen: () => !element.hidden,
    say(text, isError) {
      result.textContent = text;
      result.classList.toggle('find-error', isError);
      input.setAttribute('aria-invalid', String(isError));
    },
    setOnlyFound: (isOnlyFound) => setPressed(only, isOnlyFound),
  };
}

const isPressed = (button: HTMLElement): boolean => button.getAttribute('aria-pressed') === 'true';
const setPressed = (button: HTMLElement, isOn: boolean): void =>
  button.setAttribute('aria-pressed', String(isOn));

interface PatternSwitch {
  icon: string;
  label: string;
  isOn(pattern: FindPattern): boolean;
  change(isOn: boolean): Partial<FindPattern>;
}

/** TABLE of how a text can be looked for. */
const patternSwitches: readonly PatternSwitch[] = [
  {
    icon: 'case-sensitive',
    label: l10n.t('Match case'),
    isOn: (it) => it.matchCase,
    change: (isOn) => ({ matchCase: isOn }),
  },
  {
    icon: 'whole-word',
    label: l10n.t('Match whole word'),
    isOn: (it) => it.wholeWord,
    change: (isOn) => ({ wholeWord: isOn }),
  },
  {
    icon: 'regex',
    label: l10n.t('Use regular expression'),
    isOn: (it) => it.kind === 'regex',
    change: (isOn) => ({ kind: isOn ? 'regex' : 'text' }),
  },
  {
    icon: 'file-binary',
    label: l10n.t('Search raw text (escapes as in the file)'),
    isOn: (it) => it.isRaw,
    change: (isOn) => ({ isRaw: isOn }),
  },
];
