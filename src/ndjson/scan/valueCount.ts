import { NumberText } from '../json/exactNumber.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isBlank } from '../query/lineValue.ts';
import { parseByValue } from '../json/parseJson.ts';
import { createPathReader } from '../query/pathReader.ts';

/** A value that lines were counted by. Lists and objects themselves are not told apart. */
export type CountedValue = string | number | boolean | null | CountedNumber;

/** A number that no double holds, as the text that is the same for every spelling. */
export interface CountedNumber {
  readonly decimal: string;
}

/**
 * How many lines have which value at a path. A line counts once for each different value it has there, so shares may
 * add up to more than 1. All lines counted: `lineCount` = those with values + `missingCount` + `invalidCount` + `blankCount`.
 */
export interface ValueCounts {
  readonly lineCount: number;
  /** Lines that have nothing at the path, or an empty list only. */
  readonly missingCount: number;
  /** Lines that are no JSON, blank ones not counted. */
  readonly invalidCount: number;
  readonly blankCount: number;
  /** Lines that have an object there. */
  readonly objectCount: number;
  readonly values: readonly (readonly [CountedValue, number])[];
}

/** Counts one line after another. */
export interface ValueCounter {
  countLine(start: number, end: number): void;
  /** What was counted since the last call. */
  take(): ValueCounts;
}

/** Counts by a path in a kernel used by nothing else that reads paths. */
export function createValueCounter(kernel: Kernel, path: string): ValueCounter {
  const reader = createPathReader(kernel, [path]);
  let tally = createTally();

  return {
    countLine(start, end) {
      tally.lineCount++;
      if (!reader.read(start, end)) {
        if (isBlank(kernel, start, end)) tally.blankCount++;
        else tally.invalidCount++;
        return;
      }
      const bytes = reader.onlyBytes();
      // One value that is no list or object, as nearly always: its bytes are counted, and understood once for all lines.
      if (!bytes || !countBytes(tally, kernel.file, bytes)) countValues(tally, reader.valuesOf(0));
    },
    take() {
      const taken = finishTally(tally);
      tally = createTally();
      return taken;
    },
  };
}

/** Texts of so many bytes, and how many they are, fit a number that V8 keeps without an object. */
const shortBytes = 3;

/** False if the value in [start, end) is a list or an object. */
function countBytes(tally: Tally, file: Buffer, [start, end]: readonly [number, number]): boolean {
  const first = file[start];
  if (first === 0x5b || first === 0x7b) return false;
  if (first === 0x22 && end - start <= shortBytes + 2) {
    // A country, a language: as a number it is found again without a string being made of it.
    let short = end - start;
    for (let at = start + 1; at < end - 1; at++) short = short * 256 + (file[at] ?? 0);
    tally.short.set(short, (tally.short.get(short) ?? 0) + 1);
  } else {
    const raw = file.toString('latin1', start, end);
    tally.raw.set(raw, (tally.raw.get(raw) ?? 0) + 1);
  }
  return true;
}

/** The bytes of a text with its quotes, one character a byte, from what `countBytes` made of it. */
function formatShortText(short: number): string {
  let text = '';
  for (let rest = short; rest > shortBytes + 2; rest = Math.floor(rest / 256))
    text = String.fromCharCode(rest % 256) + text;
  return `"${text}"`;
}

interface Tally {
  lineCount: number;
  missingCount: number;
  invalidCount: number;
  blankCount: number;
  objectCount: number;
  /** Short texts; see `countBytes`. */
  readonly short: Map<number, number>;
  /** By the bytes of the value, one character a byte. */
  readonly raw: Map<string, number>;
  readonly values: Map<unknown, number>;
  /** The one object that stands for all numbers of a text. */
  readonly decimals: Map<string, NumberText>;
}

function createTally(): Tally {
  const counts = { lineCount: 0, missingCount: 0, invalidCount: 0, blankCount: 0, objectCount: 0 };
  return { ...counts, short: new Map(), raw: new Map(), values: new Map(), decimals: new Map() };
}

function countValues(tally: Tally, values: readonly unknown[]): void {
  const different = new Set<unknown>();
  for (const value of values) addScalars(tally, value, different);
  if (different.size === 0) tally.missingCount++;
  let hasObject = false;
  for (const value of different) {
    if (typeof value === 'object' && value !== null && !(value instanceof NumberText)) hasObject = true;
    else tally.values.set(value, (tally.values.get(value) ?? 0) + 1);
  }
  if (hasObject) tally.objectCount++;
}

function addScalars(tally: Tally, value: unknown, into: Set<unknown>): void {
  if (!Array.isArray(value)) into.add(value instanceof NumberText ? findSame(tally, value) : value);
  else for (const element of value) addScalars(tally, element, into);
}

function findSame({ decimals }: Tally, value: NumberText): NumberText {
  const known = decimals.get(value.text);
  if (!known) decimals.set(value.text, value);
  return known ?? value;
}

function finishTally(tally: Tally): ValueCounts {
  const { short, raw, values, lineCount, missingCount, invalidCount, blankCount, objectCount } = tally;
  const counts = { lineCount, missingCount, invalidCount, blankCount, objectCount };
  const spelt = [...short].map(([it, count]) => [formatShortText(it), count] as const);
  for (const [bytes, count] of [...spelt, ...raw]) {
    const read = parseByValue(Buffer.from(bytes, 'latin1').toString('utf8'));
    const value = read instanceof NumberText ? findSame(tally, read) : read;
    values.set(value, (values.get(value) ?? 0) + count);
  }
  return { ...counts, values: [...values].map(([value, count]) => [toCounted(value), count]) };
}

/** What may cross between threads. */
function toCounted(value: unknown): CountedValue {
  return value instanceof NumberText ? { decimal: value.text } : (value as CountedValue);
}
