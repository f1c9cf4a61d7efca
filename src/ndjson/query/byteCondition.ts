import { assertNever } from '../../util/assertNever.ts';
import { parseQueryNumber, type Query, type ValueTest } from '../../protocol/query.ts';

/** Bytes (ASCII) to look for in a line. */
export interface Clue {
  readonly text: string;
  readonly ignoreCase: boolean;
}

/**
 * A necessary condition of a query: a line that matches has at least one of these clues among its bytes, or an escape
 * of an ASCII character (see `escapeClue`). A line with neither cannot match and need not be parsed.
 */
export type ByteCondition = readonly Clue[];

/**
 * What a line must have to write an ASCII character in another way than by itself. Clues have none of the characters
 * that JSON escapes otherwise (`"` inside a text, `\\`, `/`, controls), so `\u002x` to `\u007x` are all there is.
 */
export const escapeClue = '\\u00';

/** Whether the byte after an `escapeClue` makes it one of those. */
export function isAsciiEscape(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x32 && byte <= 0x37;
}

/**
 * Derives necessary conditions from a query, each necessary by itself; which of them leaves the fewest lines only the
 * bytes of the file can tell. None if the query does not ask for anything to be there (NOT, numbers anywhere).
 */
export function deriveConditions(query: Query): ByteCondition[] {
  switch (query.kind) {
    case 'everything':
    case 'not':
      return [];
    case 'and':
      return query.operands.flatMap(deriveConditions);
    case 'or': {
      const perOperand = query.operands.map(deriveConditions);
      if (perOperand.some((conditions) => conditions.length === 0)) return [];
      return [perOperand.flatMap((conditions) => pickLongest(conditions))];
    }
    case 'field':
      return [...valueClue(query.test), ...keyClue(query.path)].map((clue) => [clue]);
    case 'anywhere': {
      // A number may be written in many ways; as part of a string it is nowhere but itself, but the line may have either.
      if (parseQueryNumber(query.text) !== undefined) return [];
      return longestRun([query.text], !query.matchCase).map((clue) => [clue]);
    }
    default:
      return assertNever(query);
  }
}

function pickLongest(conditions: readonly ByteCondition[]): ByteCondition {
  const shortest = (condition: ByteCondition): number =>
    Math.min(...condition.map((clue) => clue.text.length));
  return [...conditions].sort((a, b) => shortest(b) - shortest(a))[0] ?? [];
}

function valueClue(test: ValueTest): Clue[] {
  switch (test.kind) {
    case 'equals':
      if (parseQueryNumber(test.text) !== undefined) return [];
      if (isPlain(test.text) && !['true', 'false', 'null'].includes(test.text)) {
        return [{ text: `"${test.text}"`, ignoreCase: !test.matchCase }];
      }
      return longestRun([test.text], !test.matchCase);
    case 'glob': {
      const parts = test.pattern.split(/[*?]/);
      // 1* matches the number 1e2, whose text is 100. With some character that no number's text has, a string it must be.
      return /[^0-9+\-.eEInfity]/.test(parts.join('')) ? longestRun(parts, true) : [];
    }
    case 'regex':
    case 'compare':
    case 'range':
    case 'exists':
      return [];
    default:
      return assertNever(test);
  }
}

/** A path's last key stands in the line with a quote after it, whichever way the path's dots are read. */
function keyClue(path: string): Clue[] {
  const segments = path.split('.');
  const last = segments.at(-1) ?? '';
  if (/^\d+$/.test(last) || !isPlain(last)) {
    const named = segments.filter((segment) => !/^\d+$/.test(segment));
    return longestRun(named, false);
  }
  return [{ text: segments.length === 1 ? `"${last}"` : `${last}"`, ignoreCase: false }];
}

/** The longest range of plain characters: more of them are found in fewer lines. */
function longestRun(parts: readonly string[], ignoreCase: boolean): Clue[] {
  const runs = parts.flatMap((part) => part.match(/[ !#-.0-[\]-~]+/g) ?? []);
  const [longest] = runs.sort((a, b) => b.length - a.length);
  return longest === undefined ? [] : [{ text: longest.slice(0, 200), ignoreCase }];
}

/** Printable ASCII without `"`, `/` and `\\`: characters that stand for themselves or as `\u00XX`, never otherwise. */
export function isPlain(text: string): boolean {
  return /^[ !#-.0-[\]-~]+$/.test(text) && text.length <= 200;
}
