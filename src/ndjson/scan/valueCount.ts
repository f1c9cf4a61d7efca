import { NumberText } from '../json/exactNumber.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isBlank } from '../query/lineValue.ts';
import { parseByValue } from '../json/parseJson.ts';
import { createPathReader, type PathReader } from '../query/pathReader.ts';

/** A value that lines were counted by. Lists and objects themselves are not told apart. */
export type CountedValue = string | number | boolean | null | CountedNumber;

/** A number that no double holds, as the text that is the same however the number is written. */
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

/** Counts one line after another by the values at a path, in a kernel that nothing else reads paths with. */
export class ValueCounter {
  readonly #kernel: Kernel;
  readonly #reader: PathReader;
  #lineCount = 0;
  #missingCount = 0;
  #invalidCount = 0;
  #blankCount = 0;
  #objectCount = 0;
  /** Short texts, each as a number; see `#countBytes`. */
  #short = new Map<number, number>();
  /** By the bytes of the value, one character a byte. */
  #raw = new Map<string, number>();
  #values = new Map<unknown, number>();
  /** The one object that stands for all numbers of a text. */
  #decimals = new Map<string, NumberText>();

  constructor(kernel: Kernel, path: string) {
    this.#kernel = kernel;
    this.#reader = createPathReader(kernel, [path]);
  }

  /** Counts the line in [start, end) of the kernel's `file`. */
  countLine(start: number, end: number): void {
    this.#lineCount++;
    if (!this.#reader.read(start, end)) {
      if (isBlank(this.#kernel, start, end)) this.#blankCount++;
      else this.#invalidCount++;
      return;
    }
    const bytes = this.#reader.onlyBytes();
    // One value that is no list or object, as nearly always: its bytes are counted, and parsed once for all lines.
    if (!bytes || !this.#countBytes(this.#kernel.file, bytes[0], bytes[1]))
      this.#countValues(this.#reader.valuesOf(0));
  }

  /** What was counted since the last call. */
  take(): ValueCounts {
    const values = this.#values;
    const short = [...this.#short].map(([it, count]) => [formatShortText(it), count] as const);
    for (const [bytes, count] of [...short, ...this.#raw]) {
      const read = parseByValue(Buffer.from(bytes, 'latin1').toString('utf8'));
      const value = read instanceof NumberText ? this.#findSame(read) : read;
      values.set(value, (values.get(value) ?? 0) + count);
    }
    const counts: ValueCounts = {
      lineCount: this.#lineCount,
      missingCount: this.#missingCount,
      invalidCount: this.#invalidCount,
      blankCount: this.#blankCount,
      objectCount: this.#objectCount,
      values: [...values].map(([value, count]) => [toCounted(value), count]),
    };
    this.#reset();
    return counts;
  }

  #reset(): void {
    this.#lineCount = this.#missingCount = this.#invalidCount = this.#blankCount = this.#objectCount = 0;
    this.#short = new Map();
    this.#raw = new Map();
    this.#values = new Map();
    this.#decimals = new Map();
  }

  /** False if the value in [start, end) is a list or an object. */
  #countBytes(file: Buffer, start: number, end: number): boolean {
    const first = file[start];
    if (first === 0x5b || first === 0x7b) return false;
    if (first === 0x22 && end - start <= shortBytes + 2) {
      // A country, a language: as a number it is found again without a string being made of it.
      let short = end - start;
      for (let at = start + 1; at < end - 1; at++) short = short * 256 + (file[at] ?? 0);
      this.#short.set(short, (this.#short.get(short) ?? 0) + 1);
    } else {
      const raw = file.toString('latin1', start, end);
      this.#raw.set(raw, (this.#raw.get(raw) ?? 0) + 1);
    }
    return true;
  }

  #countValues(values: readonly unknown[]): void {
    const different = new Set<unknown>();
    for (const value of values) this.#addScalars(value, different);
    if (different.size === 0) this.#missingCount++;
    let hasObject = false;
    for (const value of different) {
      if (typeof value === 'object' && value !== null && !(value instanceof NumberText)) hasObject = true;
      else this.#values.set(value, (this.#values.get(value) ?? 0) + 1);
    }
    if (hasObject) this.#objectCount++;
  }

  #addScalars(value: unknown, into: Set<unknown>): void {
    if (!Array.isArray(value)) into.add(value instanceof NumberText ? this.#findSame(value) : value);
    else for (const element of value) this.#addScalars(element, into);
  }

  #findSame(value: NumberText): NumberText {
    const known = this.#decimals.get(value.text);
    if (!known) this.#decimals.set(value.text, value);
    return known ?? value;
  }
}

/** Texts of so many bytes, and how many they are, fit a number that V8 keeps without an object. */
const shortBytes = 3;

/** The bytes of a text with its quotes, one character a byte, from the number that `#countBytes` made of it. */
function formatShortText(short: number): string {
  let text = '';
  for (let rest = short; rest > shortBytes + 2; rest = Math.floor(rest / 256))
    text = String.fromCharCode(rest % 256) + text;
  return `"${text}"`;
}

/** What may cross between threads. */
function toCounted(value: unknown): CountedValue {
  return value instanceof NumberText ? { decimal: value.text } : (value as CountedValue);
}
