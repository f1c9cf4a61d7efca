import type { LineChecker } from '../../ndjson/query/lineChecker.ts';
import { hasMarkAt, utf8Mark } from '../../text/byteOrderMark.ts';

/** A line, or a piece of one that was several. */
export interface LinePiece {
  readonly bytes: Buffer;
  readonly isGood: boolean;
}

const backslash = 0x5c;
const quote = 0x22;

/**
 * Splits a bad line in which only the separators are wrong: a byte order mark before it, as `cat` of two files leaves
 * one, lines ended by `\r` alone, and objects that follow one another with nothing, blanks, commas or the two characters
 * `\n` between. Undefined where it is just bad. No byte of an object is changed or left out.
 */
export function mendLine(line: Buffer, judge: LineChecker): LinePiece[] | undefined {
  const isGood = (bytes: Buffer): boolean => {
    judge.load(bytes);
    return judge.judge(0, bytes.length) === 'good';
  };
  const segments = splitReturns(line)
    .map(withoutMarks)
    .filter((it) => !isBlank(it));
  // There was a mark and nothing else.
  if (segments.length === 0) return [];
  const pieces = segments.flatMap((segment): LinePiece[] => {
    if (isGood(segment)) return [{ bytes: segment, isGood: true }];
    return splitObjects(segment, isGood) ?? [{ bytes: segment, isGood: false }];
  });
  const isMended = hasMarkAt(line, 0) || pieces.some((it) => it.isGood);
  return isMended ? pieces : undefined;
}

/** At `\r` that end no line as it is; what is blank is left out. */
function splitReturns(line: Buffer): Buffer[] {
  const segments: Buffer[] = [];
  for (let start = 0; start < line.length;) {
    const found = line.indexOf(0x0d, start);
    const end = found === -1 ? line.length : found;
    const segment = line.subarray(start, end);
    if (!isBlank(segment)) segments.push(segment);
    start = end + 1;
  }
  return segments;
}

function withoutMarks(segment: Buffer): Buffer {
  let start = 0;
  while (hasMarkAt(segment, start)) start += utf8Mark.length;
  return segment.subarray(start);
}

/** The objects of a line, and what is left behind them; undefined where it does not begin with one. */
function splitObjects(line: Buffer, isGood: (bytes: Buffer) => boolean): LinePiece[] | undefined {
  const pieces: LinePiece[] = [];
  for (let at = skipBetween(line, 0); at < line.length;) {
    // Anything but a separator between objects makes the whole line a bad one.
    if (line[at] !== 0x7b) return undefined;
    const end = findObjectEnd(line, at);
    const object = end === undefined ? undefined : line.subarray(at, end);
    if (end === undefined || !object || !isGood(object)) {
      if (pieces.length === 0) return undefined;
      pieces.push({ bytes: line.subarray(at), isGood: false });
      return pieces;
    }
    pieces.push({ bytes: object, isGood: true });
    at = skipBetween(line, end);
  }
  return pieces.length > 0 ? pieces : undefined;
}

/** Skips what separates objects: blanks, commas, escaped line ends, byte order marks. */
export function skipBetween(line: Buffer, from: number): number {
  for (let at = from; ;) {
    const byte = line[at];
    if (byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x2c) at++;
    else if (byte === backslash && isEscapeOfSpace(line[at + 1])) at += 2;
    // The same, cut.
    else if (byte === backslash && at + 1 === line.length) at++;
    else if (hasMarkAt(line, at)) at += utf8Mark.length;
    else return at;
  }
}

/** `\n`, `\r`, `\t`, written as two characters. */
export function isEscapeOfSpace(byte: number | undefined): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74;
}

/** The offset behind the brace that closes the one at `from`; undefined where none does. */
export function findObjectEnd(line: Buffer, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const byte = line[at];
    if (byte === quote) {
      at++;
      while (at < line.length && line[at] !== quote) at += line[at] === backslash ? 2 : 1;
    } else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth === 0) return at + 1;
  }
  return undefined;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((it) => it === 0x20 || it === 0x09 || it === 0x0d);
}
