import * as l10n from '@vscode/l10n';
import { longestText } from '../../../src/protocol/viewer.ts';
import { showPath } from './clauses.ts';
import { createCombobox } from './combobox.ts';
import { rank, type Completion } from './completion.ts';

/** A field for a path, with the known ones as suggestions. */
export interface PathBox {
  element: HTMLElement;
  /** Undefined where there is none: '' is the path of a field without a name. */
  path(): string | undefined;
  setPath(path: string): void;
}

export function createPathBox(
  first: string,
  knownPaths: () => readonly string[],
  onPath: () => void,
): PathBox {
  let path: string | undefined;
  let shown = '';
  const read = (): void => {
    // A field cannot show every path: what still stands as it was shown is meant as it was given.
    if (input.value !== shown) [path, shown] = [readPath(input.value, knownPaths()), input.value];
    onPath();
  };
  const { element, input } = createCombobox({
    label: l10n.t('Count by field'),
    placeholder: l10n.t('Field to count by'),
    maxLength: longestText,
    suggest: (text, _caret, isAsked) => suggestPaths(isAsked ? '' : text, text.length, knownPaths()),
    onInput: () => undefined,
    onAccept: read,
    onKey(event) {
      if (event.key !== 'Enter') return false;
      read();
      return true;
    },
  });
  input.addEventListener('focus', () => input.select());
  const box: PathBox = {
    element,
    path: () => path,
    setPath(given) {
      input.value = showPath(given);
      [path, shown] = [given, input.value];
    },
  };
  if (first !== '') box.setPath(first);
  return box;
}

function suggestPaths(text: string, length: number, paths: readonly string[]): Completion | undefined {
  const suggestions = rank(paths, text).map((path) => ({ label: showPath(path), insert: showPath(path) }));
  return suggestions.length === 0 ? undefined : { from: 0, to: length, suggestions };
}

/** The path that is meant by what was typed: one that is known, also as a field shows it, else without blanks around. */
export function readPath(typed: string, paths: readonly string[]): string | undefined {
  if (paths.includes(typed) && typed !== '') return typed;
  const shown = paths.find((it) => showPath(it).replace(/[\r\n]/g, '') === typed);
  return shown ?? (typed.trim() === '' ? undefined : typed.trim());
}
