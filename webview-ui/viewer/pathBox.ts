import { createCombobox } from './combobox.ts';
import { rank, type Completion } from './completion.ts';

/** A field for a path, with the known ones as suggestions. */
export interface PathBox {
  element: HTMLElement;
  path(): string;
  setPath(path: string): void;
}

export function createPathBox(
  first: string,
  knownPaths: () => readonly string[],
  onPath: () => void,
): PathBox {
  let [path, shown] = ['', ''];
  const read = (): void => {
    // A field cannot show every path: what still stands as it was shown is meant as it was given.
    if (input.value !== shown) [path, shown] = [readPath(input.value, knownPaths()), input.value];
    onPath();
  };
  const { element, input } = createCombobox({
    label: 'Count by field',
    placeholder: 'Field to count by',
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
      input.value = given;
      [path, shown] = [given, input.value];
    },
  };
  box.setPath(first);
  return box;
}

function suggestPaths(text: string, length: number, paths: readonly string[]): Completion | undefined {
  const suggestions = rank(paths, text).map((path) => ({ label: path, insert: path }));
  return suggestions.length === 0 ? undefined : { from: 0, to: length, suggestions };
}

/** The path that is meant by what was typed: one that is known, also as a field shows it, else without blanks around. */
export function readPath(typed: string, paths: readonly string[]): string {
  if (paths.includes(typed)) return typed;
  return paths.find((it) => it.replace(/[\r\n]/g, '') === typed) ?? typed.trim();
}
