import { showPath, writeField } from './clauses.ts';
import { maskTexts } from './maskTexts.ts';

/** One thing that may be put into the filter. */
export interface Suggestion {
  label: string;
  /** What it does, for what does not say so itself. */
  hint?: string | undefined;
  /** Replaces the word at the caret. */
  insert: string;
  /** How many characters before the end of `insert` the caret is put. */
  back?: number;
}

export interface Completion {
  /** The part of the text that a suggestion replaces. */
  from: number;
  to: number;
  suggestions: Suggestion[];
}

const mostSuggestions = 200;

const operators: readonly Suggestion[] = [
  { label: '"…"', hint: 'exactly this text', insert: '""', back: 1 },
  { label: '*', hint: 'there, and not null', insert: '*' },
  { label: '>', hint: 'greater; also <, >=, <=', insert: '>' },
  { label: '[… TO …]', hint: 'a range of numbers, both included', insert: '[ TO ]', back: 5 },
  { label: '/…/', hint: 'a regular expression', insert: '//', back: 1 },
  { label: '*…', hint: 'ends in; * and ? stand for any characters', insert: '*' },
];

const words = ['AND', 'OR', 'NOT'];

/**
 * What can stand at the caret: field names while one is typed, operators after its colon; inside quotes nothing but the
 * names that need them.
 */
export function complete(text: string, caret: number, paths: readonly string[]): Completion | undefined {
  const found = findWord(text, caret);
  if (!found) return completeQuoted(text, caret, paths);
  const { from, to, word } = found;
  const colon = word.lastIndexOf(':');
  if (colon === word.length - 1 && colon > 0) return { from: caret, to: caret, suggestions: [...operators] };
  if (colon >= 0) return undefined;
  const fields = rank(paths, word).map((path) => ({
    label: showPath(path),
    insert: `${writeField(path)}:`,
  }));
  const joins =
    from === 0 || word === '' ? [] : words.filter((it) => it.startsWith(word.toUpperCase()) && it !== word);
  const suggestions = [...joins.map((it) => ({ label: it, insert: `${it} ` })), ...fields];
  if (suggestions.length === 0) return undefined;
  return { from, to, suggestions: suggestions.slice(0, mostSuggestions) };
}

/** In quotes that were opened where a field may stand. */
function completeQuoted(text: string, caret: number, paths: readonly string[]): Completion | undefined {
  const masked = maskTexts(text.slice(0, caret));
  const from = masked.search(/["']/);
  const before = masked.slice(0, Math.max(0, from));
  if (masked[from] !== '"' || /:\/|[[{]/.test(before) || !/(^|[\s(])-?$/.test(before)) return undefined;
  const names = rank(paths, text.slice(from + 1, caret)).map((path) => ({ path, written: writeField(path) }));
  const suggestions = names
    .filter(({ written }) => written.startsWith('"'))
    .map(({ path, written }) => ({ label: path, insert: `${written}:` }));
  if (suggestions.length === 0) return undefined;
  // The rest of a name that is there already goes with its closing quote.
  const rest = /^[^"():]*"(?=:)|^[^\s():"']*"?/.exec(text.slice(caret))?.[0].length ?? 0;
  return { from, to: caret + rest, suggestions: suggestions.slice(0, mostSuggestions) };
}

/** Puts a suggestion in; gives the new text and where the caret is. */
export function applySuggestion(
  text: string,
  { from, to }: Pick<Completion, 'from' | 'to'>,
  { insert, back = 0 }: Suggestion,
): { text: string; caret: number } {
  // A colon that stands there already is not doubled.
  const rest = insert.endsWith(':') && text[to] === ':' ? text.slice(to + 1) : text.slice(to);
  return { text: text.slice(0, from) + insert + rest, caret: from + insert.length - back };
}

/** The word that the caret is in, or at the end of; undefined inside quotes and regular expressions. */
function findWord(text: string, caret: number): { from: number; to: number; word: string } | undefined {
  const masked = mask(text.slice(0, caret));
  if (masked === undefined) return undefined;
  const start = /[^\s()]*$/.exec(masked)?.index ?? caret;
  const from = text[start] === '-' ? start + 1 : start;
  const to = caret + (/^[^\s():"']*/.exec(text.slice(caret))?.[0].length ?? 0);
  return { from, to, word: text.slice(from, caret) };
}

/** The text with its quotes and regular expressions masked; undefined where one is still open. */
function mask(text: string): string | undefined {
  const masked = maskTexts(text);
  return /["']|:\/|[[{]/.test(masked) ? undefined : masked;
}

/** Paths that have the word: at their beginning first, then at the beginning of a part, then anywhere. */
export function rank(paths: readonly string[], word: string): string[] {
  const wanted = word.toLowerCase();
  const scored = paths.flatMap((path) => {
    const at = path.toLowerCase().indexOf(wanted);
    if (at < 0) return [];
    return [{ path, score: at === 0 ? 0 : path.toLowerCase().includes(`.${wanted}`) ? 1 : 2 }];
  });
  return scored.sort((a, b) => a.score - b.score).map((it) => it.path);
}
