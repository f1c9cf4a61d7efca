import * as l10n from '@vscode/l10n';
import { examineQuery } from '../../../src/protocol/parseQuery.ts';
import { joins } from '../../../src/protocol/queryJoins.ts';
import { writePath } from '../../../src/protocol/query.ts';
import type { QueryPiece } from '../../../src/protocol/queryScanner.ts';
import { showPath } from './clauses.ts';

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
  { label: '"…"', hint: l10n.t('exactly this text'), insert: '""', back: 1 },
  { label: '*', hint: l10n.t('there, and not null'), insert: '*' },
  { label: '>', hint: l10n.t('greater; also <, >=, <='), insert: '>' },
  { label: '[… TO …]', hint: l10n.t('a range of numbers, both included'), insert: '[ TO ]', back: 5 },
  { label: '/…/', hint: l10n.t('a regular expression'), insert: '//', back: 1 },
  { label: '*…', hint: l10n.t('ends in; * and ? stand for any characters'), insert: '*' },
];

/**
 * What can stand at the caret: field names while one is typed, operators after its colon; inside quotes nothing but the
 * names that need them. The text before the caret is read as far as it goes.
 */
export function complete(text: string, caret: number, paths: readonly string[]): Completion | undefined {
  const { parsed, pieces } = examineQuery(text.slice(0, caret));
  // Behind a mistake nobody knows what is meant.
  if (!parsed.ok && parsed.mistake.offset < text.slice(0, caret).trimEnd().length) return undefined;
  const last = pieces.at(-1);
  const touched = last?.end === caret ? last : undefined;
  switch (touched?.kind) {
    case 'value':
      return undefined;
    case 'operator':
      return text[caret - 1] === ':' ? { from: caret, to: caret, suggestions: [...operators] } : undefined;
    case 'word':
    case 'field':
      return touched.isQuoted
        ? completeQuoted(text, caret, paths, touched)
        : completeWord(text, caret, paths, touched.start);
    case 'join':
    case undefined:
      return completeWord(text, caret, paths, touched?.start ?? caret);
  }
}

function completeWord(
  text: string,
  caret: number,
  paths: readonly string[],
  from: number,
): Completion | undefined {
  const word = text.slice(from, caret);
  const to = caret + (/^[^\s():"']*/.exec(text.slice(caret))?.[0].length ?? 0);
  const fields = rank(paths, word).map((path) => ({ label: showPath(path), insert: `${writePath(path)}:` }));
  const begun =
    from === 0 || word === '' ? [] : joins.filter((it) => it.startsWith(word.toUpperCase()) && it !== word);
  const suggestions = [...begun.map((it) => ({ label: it, insert: `${it} ` })), ...fields];
  if (suggestions.length === 0) return undefined;
  return { from, to, suggestions: suggestions.slice(0, mostSuggestions) };
}

/** In quotes that were opened where a field may stand. */
function completeQuoted(
  text: string,
  caret: number,
  paths: readonly string[],
  { start, isOpen }: QueryPiece,
): Completion | undefined {
  if (!isOpen || text[start] !== '"') return undefined;
  const names = rank(paths, text.slice(start + 1, caret)).map((path) => ({ path, written: writePath(path) }));
  const suggestions = names
    .filter(({ written }) => written.startsWith('"'))
    .map(({ path, written }) => ({ label: path, insert: `${written}:` }));
  if (suggestions.length === 0) return undefined;
  // The rest of a name that is there already goes with its closing quote.
  const rest = /^[^"():]*"(?=:)|^[^\s():"']*"?/.exec(text.slice(caret))?.[0].length ?? 0;
  return { from: start, to: caret + rest, suggestions: suggestions.slice(0, mostSuggestions) };
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
