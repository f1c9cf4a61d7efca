import * as l10n from '@vscode/l10n';
import { displayLocale } from './language.ts';

/** What is counted: one row for each noun, since languages differ in how they count. */
const nouns = {
  user: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} user', shown) : l10n.t('{0} users', shown)),
  line: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} line', shown) : l10n.t('{0} lines', shown)),
  row: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} row', shown) : l10n.t('{0} rows', shown)),
  column: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} column', shown) : l10n.t('{0} columns', shown),
  event: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} event', shown) : l10n.t('{0} events', shown),
  ID: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} ID', shown) : l10n.t('{0} IDs', shown)),
  byte: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} byte', shown) : l10n.t('{0} bytes', shown)),
  time: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} time', shown) : l10n.t('{0} times', shown)),
  other: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} other', shown) : l10n.t('{0} others', shown),
  duplicate: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} duplicate', shown) : l10n.t('{0} duplicates', shown),
  value: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} value', shown) : l10n.t('{0} values', shown),
  field: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} field', shown) : l10n.t('{0} fields', shown),
  day: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} day', shown) : l10n.t('{0} days', shown)),
  hour: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} hour', shown) : l10n.t('{0} hours', shown)),
  export: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} export', shown) : l10n.t('{0} exports', shown),
  match: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} match', shown) : l10n.t('{0} matches', shown),
  app: (shown: string, isOne: boolean) => (isOne ? l10n.t('{0} app', shown) : l10n.t('{0} apps', shown)),
  segment: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} segment', shown) : l10n.t('{0} segments', shown),
  'custom event': (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} custom event', shown) : l10n.t('{0} custom events', shown),
  /** Where all the fields that there are are named one by one. */
  'field of all': (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} field: all there are', shown) : l10n.t('{0} fields: all there are', shown),
  'long line': (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} long line', shown) : l10n.t('{0} long lines', shown),
  'bad line': (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} bad line', shown) : l10n.t('{0} bad lines', shown),
  character: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} character', shown) : l10n.t('{0} characters', shown),
  element: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} element', shown) : l10n.t('{0} elements', shown),
  minute: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} minute', shown) : l10n.t('{0} minutes', shown),
  second: (shown: string, isOne: boolean) =>
    isOne ? l10n.t('{0} second', shown) : l10n.t('{0} seconds', shown),
} as const satisfies Record<string, (shown: string, isOne: boolean) => string>;

export type Noun = keyof typeof nouns;

/** `1 user`, `25,000 users`, in the display language. */
export function showCount(count: number, noun: Noun, locale = displayLocale()): string {
  return nouns[noun](showNumber(count, locale), count === 1);
}

/** `25,000`, in the display language. */
export function showNumber(value: number, locale = displayLocale()): string {
  return value.toLocaleString(locale);
}

/** A share of a whole, such as `12.3%`; 0 of nothing is 0. */
export function showShare(part: number, whole: number, locale = displayLocale()): string {
  const share = whole === 0 ? 0 : part / whole;
  return share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 });
}
