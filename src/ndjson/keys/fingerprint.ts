import { isUtf8 } from 'node:buffer';
import { NumberText } from '../json/exactNumber.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hashText, mixHash, toKey, type Hash } from '../json/keyHash.ts';
import { isObject, parseLine } from '../query/lineValue.ts';
import type { NumberList } from '../file/numberList.ts';
import { createPathReader } from '../query/pathReader.ts';

/** Numbers a fingerprint takes: the key's hash (low, high), the hash of the line's bytes (low, high), the line. */
export const fingerprintLength = 5;

/** Takes the fingerprint of a line if it is JSON with a key, and puts it into a list of numbers. */
export type TakeFingerprint = (start: number, end: number, line: number, into: NumberList) => void;

export function createFingerprinter(kernel: Kernel, field: string): TakeFingerprint {
  const reader = createPathReader(kernel, [field]);
  return (start, end, line, into) => {
    // Paths reach into the elements of a list; a key is at the top of an object.
    if (!isObject(kernel, start, end) || !reader.read(start, end)) return;
    const [value, ...more] = reader.valuesOf(0);
    const key = more.length > 0 ? undefined : toKey(value);
    if (key === undefined) return;
    const keyHash = hashText(key);
    const content = kernel.hash(start, end);
    for (const number of [keyHash.low, keyHash.high, content.low, content.high, line]) into.push(number);
  };
}

/**
 * Hashes the value of a line: order of keys, spaces, escapes and how numbers are written do not count. Wrong
 * bytes would all be read as one character: lines that have some, and those that are no JSON, are their bytes.
 */
export function hashLine(kernel: Kernel, start: number, end: number): Hash {
  const line = isUtf8(kernel.file.subarray(start, end)) ? parseLine(kernel, start, end) : undefined;
  return line ? hashValue(line.value) : kernel.hash(start, end);
}

/** Two JSON values have the same hash if they are equal, the order of keys aside. */
export function hashValue(value: unknown): Hash {
  if (Array.isArray(value)) {
    let low = 0x51ed270b;
    let high = value.length;
    for (const element of value) {
      const hash = hashValue(element);
      low = mixHash(Math.imul(low, 31) ^ hash.low);
      high = mixHash(Math.imul(high, 31) ^ hash.high);
    }
    return { low, high };
  }
  if (value instanceof NumberText) return hashText(`number:${value.text}`);
  if (typeof value === 'object' && value !== null) {
    // Sums do not know in which order they were made.
    let low = 0;
    let high = 0;
    for (const [key, inner] of Object.entries(value)) {
      const name = hashText(key);
      const hash = hashValue(inner);
      low = (low + mixHash(name.low ^ Math.imul(hash.low, 0x9e3779b1) ^ hash.high)) >>> 0;
      high = (high + mixHash(name.high ^ Math.imul(hash.high, 0x85ebca77) ^ hash.low)) >>> 0;
    }
    return { low: mixHash(low ^ 0x7f4a7c15), high: mixHash(high ^ 0x2545f491) };
  }
  // -0 is written as 0 by everything that would write the value out again.
  return hashText(`${typeof value}:${String(value === 0 ? 0 : value)}`);
}
