import { isUtf8 } from 'node:buffer';
import { NumberText, readExactNumber } from '../../../src/ndjson/json/exactNumber.ts';
import type { LineValues } from '../../../src/ndjson/query/queryTest.ts';
import { createQueryTest } from '../../../src/ndjson/query/queryTest.ts';
import { collectValues } from '../../../src/ndjson/json/paths.ts';
import type { Query } from '../../../src/protocol/query.ts';
import type { SearchPattern } from '../../../src/ndjson/scan/textSearch.ts';

/** The slow and obvious way to read lines, for comparing with. Texts are without `\n`, and without a byte order mark. */
export function readLinesNaively(bytes: Uint8Array): { start: number; bytes: Buffer; text: string }[] {
  const lines: { start: number; bytes: Buffer; text: string }[] = [];
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length ? bytes[i] !== 0x0a : start === bytes.length) continue;
    const line = Buffer.from(bytes.subarray(start, i));
    lines.push({ start, bytes: line, text: new TextDecoder('utf-8').decode(line) });
    start = i + 1;
  }
  return lines;
}

/** What nests deeper than any of our loops would is no JSON. */
export function parseNaively(
  text: string,
  parse: (text: string) => unknown = parseExactly,
): { value: unknown } | undefined {
  try {
    const value = measureDepth(text) > 1000 ? undefined : parse(text);
    return value === undefined ? undefined : { value };
  } catch {
    return undefined;
  }
}

type Revive = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Every number by its text, whether a double holds it or not. */
function parseExactly(text: string): unknown {
  const { parse } = JSON as { parse(text: string, revive: Revive): unknown };
  return parse(text, (_, value, { source = '' }) =>
    typeof value === 'number' ? readExactNumber(source) : value,
  );
}

function measureDepth(text: string): number {
  let deepest = 0;
  let depth = 0;
  for (const bracket of text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[[\]{}]/g) ?? []) {
    depth += /[[{]/.test(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Numbers of the lines that match when every line is parsed as a whole. */
export function filterNaively(bytes: Uint8Array, query: Query): number[] {
  const test = createQueryTest(query);
  return readLinesNaively(bytes).flatMap(({ text }, line) => {
    const parsed = parseNaively(text);
    if (!parsed) return [];
    const values: LineValues = {
      valuesOf: (path) => collectValues(parsed.value, path),
      whole: () => parsed.value,
    };
    return test(values) ? [line] : [];
  });
}

/** Counts by a path of one key, or of two that may also be one with a dot. */
export function countNaively(
  bytes: Uint8Array,
  field: string,
): { values: Map<string, number>; rest: number[] } {
  const values = new Map<string, number>();
  let [missing, invalid, blank, objects] = [0, 0, 0, 0];
  for (const { text } of readLinesNaively(bytes)) {
    const parsed = parseNaively(text);
    if (!parsed) {
      if (/^[ \t\r]*$/.test(text)) blank++;
      else invalid++;
      continue;
    }
    const own = new Set(findNaively(parsed.value, field).flatMap((it) => flatten(it)));
    if (own.size === 0) missing++;
    if ([...own].some((it) => typeof it === 'object' && it !== null && !(it instanceof NumberText)))
      objects++;
    const names = new Set<string>();
    for (const value of own) {
      if (value instanceof NumberText) names.add(JSON.stringify([{ decimal: value.text }, 'object']));
      else if (typeof value !== 'object' || value === null) names.add(JSON.stringify([value, typeof value]));
    }
    for (const name of names) values.set(name, (values.get(name) ?? 0) + 1);
  }
  return { values, rest: [missing, invalid, blank, objects] };
}

function findNaively(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((it) => findNaively(it, field));
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.hasOwn(value, field) ? [(value as Record<string, unknown>)[field]] : [];
  const [head = '', ...rest] = field.split('.');
  if (rest.length === 0 || !Object.hasOwn(value, head)) return own;
  return [...findNaively((value as Record<string, unknown>)[head], rest.join('.')), ...own];
}

function flatten(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

/** Lines and hits of a text, place by place, or of a regular expression, in each line's text by itself. */
export function searchNaively(
  bytes: Uint8Array,
  { kind, text, matchCase, wholeWord, isRaw }: SearchPattern,
): { lines: number[]; hitCount: number } {
  const found = { lines: [] as number[], hitCount: 0 };
  for (const [line, it] of readLinesNaively(bytes).entries()) {
    const count = kind === 'text' ? countTextNaively : countRegexNaively;
    const own = it.text.replace(/\r$/, '');
    const said = isRaw || !parseNaively(it.text) ? own : sayEscapesNaively(own);
    const hits = count(said, text, matchCase, wholeWord) || count(own, text, matchCase, wholeWord);
    found.hitCount += hits;
    if (hits > 0) found.lines.push(line);
  }
  return found;
}

/** JSON with its strings as JSON.parse reads them. */
function sayEscapesNaively(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (it) => `"${JSON.parse(it) as string}"`);
}

function isInWord(text: string, from: number, to: number): boolean {
  const before = text.slice(0, from).match(/[^]$/u)?.[0] ?? ' ';
  const after = text.slice(to).match(/^[^]/u)?.[0] ?? ' ';
  return /[\p{L}\p{N}_]/u.test(before) || /[\p{L}\p{N}_]/u.test(after);
}

function countTextNaively(line: string, text: string, matchCase: boolean, wholeWord: boolean): number {
  if (text === '') return 0;
  const foldsOnlyAscii = /^[\x00-\x7f]*$/.test(text) && !wholeWord;
  const fold = (it: string): string => {
    if (matchCase) return it;
    if (foldsOnlyAscii) return it.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    return it.replace(/./gsu, (character) =>
      /^\p{ASCII}$/u.test(character) || character.length > 1 ? character.toLowerCase() : foldOne(character),
    );
  };
  const [own, wanted] = [fold(line), fold(text)];
  let hits = 0;
  for (let at = own.indexOf(wanted); at !== -1;) {
    const isHit = !wholeWord || !isInWord(line, at, at + wanted.length);
    if (isHit) hits++;
    at = own.indexOf(wanted, at + (isHit ? wanted.length : 1));
  }
  return hits;
}

/** The one character that the `iu` flags take it for: K (Kelvin) for k, ſ for s. */
function foldOne(character: string): string {
  if (character === '\u212a') return 'k';
  if (character === '\u017f') return 's';
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}

function countRegexNaively(line: string, source: string, matchCase: boolean, wholeWord: boolean): number {
  const isUnicode = wholeWord || /[^\x00-\x7f]|\\p\{/.test(source);
  const bounded = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const flags = `g${matchCase ? '' : 'i'}${isUnicode ? 'u' : ''}`;
  return [...line.matchAll(new RegExp(bounded, flags))].filter((it) => it[0] !== '').length;
}

/** The lines of each key at the top, as JSON.parse reads it. */
export function keysNaively(bytes: Uint8Array, field: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const [line, { text }] of readLinesNaively(bytes).entries()) {
    const key = keyOf(text, field);
    if (key !== undefined) lines.set(key, [...(lines.get(key) ?? []), line]);
  }
  return lines;
}

function keyOf(text: string, field: string): string | undefined {
  try {
    const value = measureDepth(text) > 1000 ? (JSON.parse(text) as unknown) : parseExactly(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const key = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
    if (key instanceof NumberText) return key.text;
    return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
  } catch {
    return undefined;
  }
}

interface NaiveField {
  lineCount: number;
  kinds: Record<string, number>;
  minNumber: number | undefined;
  maxNumber: number | undefined;
  minText: string | undefined;
  maxText: string | undefined;
}

/** What is at every path, from lists of all values. */
export function profileNaively(bytes: Uint8Array): {
  lineCount: number;
  invalidCount: number;
  fields: Map<string, NaiveField>;
} {
  const lines = readLinesNaively(bytes).map(({ text }) => parseNaively(text, JSON.parse));
  const values = new Map<string, { line: number; value: unknown }[]>();
  for (const [line, parsed] of lines.entries()) {
    for (const [path, value] of parsed ? listNaively(parsed.value, undefined) : [])
      values.set(path, [...(values.get(path) ?? []), { line, value }]);
  }
  const fields = new Map<string, NaiveField>();
  for (const [path, all] of values) {
    // -0 is neither less nor more than 0.
    const numbers = all.flatMap(({ value }) => (typeof value === 'number' ? [value + 0] : []));
    const texts = all
      .map((it) => it.value)
      .filter((it) => typeof it === 'string')
      .sort(compareUnits);
    const kinds: Record<string, number> = {};
    for (const { value } of all) kinds[kindOf(value)] = (kinds[kindOf(value)] ?? 0) + 1;
    fields.set(path, {
      lineCount: new Set(all.map((it) => it.line)).size,
      kinds,
      minNumber: numbers.length > 0 ? Math.min(...numbers) : undefined,
      maxNumber: numbers.length > 0 ? Math.max(...numbers) : undefined,
      minText: texts[0]?.slice(0, 100),
      maxText: texts.at(-1)?.slice(0, 100),
    });
  }
  return { lineCount: lines.length, invalidCount: lines.filter((it) => !it).length, fields };
}

/** Each value with its path; an element has its list's. */
function listNaively(value: unknown, path: string | undefined): [string, unknown][] {
  const own: [string, unknown][] = path === undefined ? [] : [[path, value]];
  if (Array.isArray(value)) return [...own, ...value.flatMap((it) => listNaively(it, path))];
  if (typeof value !== 'object' || value === null) return own;
  const inner = Object.entries(value).flatMap(([key, it]) =>
    listNaively(it, path === undefined ? key : `${path}.${key}`),
  );
  return [...own, ...inner];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}

function compareUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** As `FileDiff`, with its lists as arrays. */
export function diffNaively(before: Uint8Array, after: Uint8Array, field: string): unknown {
  const sides = [before, after].map((bytes) => {
    const lines = readLinesNaively(bytes).map(({ text, bytes: own }, line) => {
      const parsed = parseNaively(text);
      const key = parsed ? keyOf(text, field) : undefined;
      const withoutMark = own.toString('latin1').replace(/^\xef\xbb\xbf/, '');
      return { line, key, says: isUtf8(own) ? parsed && sayNaively(parsed.value) : `bytes: ${withoutMark}` };
    });
    const keyed = lines.filter((it) => it.key !== undefined);
    const byKey = new Map(keyed.map((it) => [it.key, it]));
    return { byKey, unkeyedCount: lines.length - keyed.length, repeatedCount: keyed.length - byKey.size };
  });
  const [earlier, later] = sides;
  const lists: number[][] = [[], [], [], []];
  let sameCount = 0;
  for (const it of later?.byKey.values() ?? []) if (!earlier?.byKey.has(it.key)) lists[0]?.push(it.line);
  for (const it of earlier?.byKey.values() ?? []) {
    const other = later?.byKey.get(it.key);
    if (!other) lists[1]?.push(it.line);
    else if (other.says === it.says) sameCount++;
    else {
      lists[2]?.push(it.line);
      lists[3]?.push(other.line);
    }
  }
  const order = (list: number[] = []): number[] => list.sort((a, b) => a - b);
  const changed = (lists[2] ?? [])
    .map((line, i) => [line, lists[3]?.[i] ?? 0] as const)
    .sort(([a], [b]) => a - b);
  return {
    lists: [order(lists[0]), order(lists[1]), changed.map(([a]) => a), changed.map(([, b]) => b)],
    sameCount,
    unkeyedCount: sides.map((it) => it.unkeyedCount),
    repeatedCount: sides.map((it) => it.repeatedCount),
  };
}

function sayNaively(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sayNaively).join()}]`;
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? String(value) : JSON.stringify(value);
  const members = Object.entries(value).map(([key, it]) => `${JSON.stringify(key)}:${sayNaively(it)}`);
  return `{${members.sort(compareUnits).join()}}`;
}
