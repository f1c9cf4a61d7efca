import * as l10n from '@vscode/l10n';
import { findEnd } from '../text/csvShape.ts';
import { endOfString, sliceItems } from '../util/sliceItems.ts';
import { IdsError, type IdPiece } from './idPiece.ts';

/** A piece of JSON text, character for character. */
export interface JsonItem {
  readonly text: string;
  readonly at: number;
}

/**
 * The items of JSON text: of one list, also of one that is cut, of the list in one object, or objects on lines of
 * their own, where a line that is none is given as it is. Found while they are asked for, from the first one each
 * time. Undefined where the text is no JSON at all.
 */
export function findItems(text: string): Iterable<JsonItem> | undefined {
  const start = skipBlanks(text, 0);
  if (text[start] !== '[' && text[start] !== '{') return undefined;
  const end = endOfValue(text, start);
  const isWhole = end !== undefined && skipBlanks(text, end) === text.length;
  if (text[start] === '[') {
    const [first] = itemsOf(text, start);
    const isList = isWhole
      ? !first || isJson(first.text)
      : first && /^[{"]/.test(first.text) && isJson(first.text);
    return isList ? { [Symbol.iterator]: () => itemsOf(text, start) } : undefined;
  }
  if (isWhole) return itemsOfObject(text, start);
  return text[start] === '{' ? { [Symbol.iterator]: () => linesOf(text) } : undefined;
}

/** One object may be a user, or hold a list of ids or users: a request or an answer of the service. */
function itemsOfObject(text: string, start: number): Iterable<JsonItem> {
  const whole = text.slice(start).trim();
  const properties = Object.entries(parse(whole) ?? {});
  const lists = properties.filter((it) => Array.isArray(it[1]));
  const named = lists.filter(([name]) =>
    /^(?:(?:external_?|user_?)?ids|users|data|items|results)$/i.test(name),
  );
  const isUser = properties.some(
    ([name, it]) => /^external_?id$/i.test(name) && (typeof it === 'string' || typeof it === 'number'),
  );
  const name = isUser ? undefined : (named[0] ?? (lists.length === 1 ? lists[0] : undefined))?.[0];
  if (name === undefined) return [{ text: whole, at: start }];
  return sliceItems(text, name).map((item) => ({ text: item, at: start }));
}

/**
 * Objects on lines of their own, behind one another, or spread over lines. What begins no object is one line, so that one
 * bad line loses no other.
 */
function* linesOf(text: string): Generator<JsonItem> {
  // Searching to the end of the text for each unclosed object would take quadratic time.
  let spreadBudget = 4 * text.length;
  for (let at = skipBlanks(text, 0); at < text.length;) {
    const lineEnd = findEnd(text, at, '');
    const line = text.slice(at, lineEnd).trim();
    let end = lineEnd;
    if (!isJson(line) && line.startsWith('{')) {
      const isSpread = (line === '{' || line.endsWith(',')) && spreadBudget > 0;
      const found = endOfValue(text, at, isSpread ? text.length : lineEnd);
      if (found !== undefined && isJson(text.slice(at, found))) end = found;
      else if (isSpread) spreadBudget -= (found ?? text.length) - at;
    }
    yield { text: text.slice(at, end).trim(), at };
    // A comma behind an object: a list without its brackets.
    end = skipBlanks(text, end);
    at = text[end] === ',' ? skipBlanks(text, end + 1) : end;
  }
}

/** The items of the list that begins at `start`, in JSON text; what is cut, or follows the list, is one that is no JSON. */
function* itemsOf(text: string, start: number): Generator<JsonItem> {
  let at = skipBlanks(text, start + 1);
  while (at < text.length && text[at] !== ']') {
    const end = endOfValue(text, at) ?? text.length;
    yield { text: text.slice(at, end), at };
    at = skipBlanks(text, end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  const behind = skipBlanks(text, at + 1);
  if (behind < text.length) yield { text: text.slice(behind).trim(), at: behind };
}

/** Reads an item as an id, or the property `name` of an object; numbers keep their digits. */
export function readItem({ text, at }: JsonItem, name: string | undefined): IdPiece {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const value = parse(text);
  if (Array.isArray(value))
    throw new IdsError(l10n.t('The JSON list holds further lists. Use a list of external IDs, or of users.'));
  if (typeof value === 'object' && value !== null) {
    const own = name === undefined ? undefined : (value as Record<string, unknown>)[name];
    if (typeof own === 'string' && own !== '') return { id: own, at };
    const digits = typeof own === 'number' ? readDigits(text, name ?? '') : undefined;
    if (digits !== undefined) return { id: digits, at };
    return {
      problem:
        own === undefined
          ? l10n.t('it has no “{0}”', name ?? 'external_id')
          : l10n.t('its ID is neither text nor a number'),
      text: shown,
      at,
    };
  }
  if (typeof value === 'string')
    return value === '' ? { problem: l10n.t('an empty text is no ID'), text: shown, at } : { id: value, at };
  if (typeof value === 'number') return { id: text.trim(), at };
  return {
    problem: value === undefined ? l10n.t('it is not JSON') : l10n.t('{0} is no ID', JSON.stringify(value)),
    text: shown,
    at,
  };
}

/** Names and first values of the properties that the first objects have. */
export function listProperties(items: Iterable<JsonItem>, mostItems: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let seen = 0;
  for (const { text } of items) {
    if (++seen > mostItems) break;
    const value = parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [name, own] of Object.entries(value)) {
      if (typeof own === 'object') continue;
      const values = found.get(name) ?? [];
      found.set(name, values);
      if (values.length < 3)
        values.push(typeof own === 'number' ? (readDigits(text, name) ?? '') : String(own));
    }
  }
  return found;
}

/** The digits of a numeric property as they stand in the text; of two with one name the last counts, as JSON has it. */
function readDigits(text: string, name: string): string | undefined {
  let digits: string | undefined;
  for (let at = skipBlanks(text, 1); text[at] === '"';) {
    const keyEnd = endOfString(text, at) ?? text.length;
    const valueAt = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
    const end = endOfValue(text, valueAt) ?? text.length;
    if (parse(text.slice(at, keyEnd)) === name) digits = text.slice(valueAt, end).trim();
    at = skipBlanks(text, end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return digits;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  return parse(text) !== undefined;
}

/** Behind the value that begins at `at`: a list or an object with what is in it, a string, or a word. */
function endOfValue(text: string, start: number, limit = text.length): number | undefined {
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && character === ',') return at;
    else if (depth === 0 && !isEndOfWord(text[at + 1])) continue;
    if (depth === 0) return at + 1;
  }
  return depth === 0 ? limit : undefined;
}

function isEndOfWord(next: string | undefined): boolean {
  return next === undefined || next <= ' ' || next === ',' || next === ']' || next === '}';
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] ?? '') <= ' ') at++;
  return at;
}
