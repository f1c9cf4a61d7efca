import { parseQueryNumber } from '../../protocol/query.ts';
import { readExactNumber, type NumberText } from '../json/exactNumber.ts';

/** The number a text reads as, as `parseQueryNumber` does but exactly: see `readExactNumber`. */
export function readExact(text: string): number | NumberText | undefined {
  return parseQueryNumber(text) === undefined ? undefined : readExactNumber(text);
}

/** The text with letters in one case: exactly what a query means by "either case". */
export function foldCase(text: string): string {
  let folded = '';
  for (const character of text) {
    const lower = character === '\u212a' || character === '\u0130' ? character : character.toLowerCase();
    folded += lower;
  }
  return folded;
}
