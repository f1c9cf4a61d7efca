import * as l10n from '@vscode/l10n';
import { showNumber } from '../protocol/showCount.ts';
import { asLine } from './showText.ts';

const listed = 3;
const longestName = 60;

/** Some names of a list, fit to show, and how many more there are: `a.txt, b.txt, c.txt and 4 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, listed).map(shortenName);
  const more = names.length - shown.length;
  const list = shown.join(', ');
  return more > 0
    ? l10n.t({
        message: '{0} and {1} more',
        args: [list, showNumber(more)],
        comment: ['{0} is some names of a list, {1} a number.'],
      })
    : list;
}

/** A file's name in quotation marks, fit to show. */
export function quoteName(name: string): string {
  return `“${shortenName(name)}”`;
}

/** Long names are cut at the beginning: their ends differ more. */
function shortenName(name: string): string {
  const letters = [...asLine(name)];
  return letters.length <= longestName ? letters.join('') : `…${letters.slice(1 - longestName).join('')}`;
}
