import { isUtf8 } from 'node:buffer';
import { createLineChecker } from '../../ndjson/unpackedLines.ts';
import type { LineTally } from './lineWriter.ts';
import { namedBadLines } from './lineWriter.ts';
import { mendLine } from './mendLine.ts';

/** Reads lines of JSON as other tools write them, and gives lines of one object each where that is possible. */
export interface LooseLines {
  write(bytes: Buffer): void;
  finish(): LooseTally;
}

export interface LooseTally extends LineTally {
  /** Lines that held several objects or a mark, or were ended by `\r` alone. */
  mendedLines: number;
  /** Lines with bytes that are not UTF-8: kept as they are, and counted as bad. */
  undecodedLines: number;
}

/** Longer ones are not held to be judged: they are bad. */
const longestLineBytes = 64 * 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const lineEnd = Buffer.from('\n');

interface LineSplitter {
  readonly write: (bytes: Buffer) => void;
  readonly judge: ReturnType<typeof createLineChecker>;
  /** For pieces of bad lines, made when there is one. */
  pieceJudge: ReturnType<typeof createLineChecker> | undefined;
  readonly tally: LooseTally;
  lines: number;
}

/**
 * Judges every line by the viewer's code. Good ones pass as they are, byte for byte; of bad ones `mendLine` makes several
 * where only the divisions are wrong. With `returnsEndLines` every `\r` ends a line, as on old Macs.
 */
export function createLooseLines(write: (bytes: Buffer) => void, returnsEndLines: boolean): LooseLines {
  const tally = {
    users: 0,
    blankLines: 0,
    badLines: 0,
    badLineNumbers: [],
    mendedLines: 0,
    undecodedLines: 0,
  };
  const it: LineSplitter = { write, judge: createLineChecker(), pieceJudge: undefined, tally, lines: 0 };
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isOverlong = false;

  function hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (isOverlong) return write(bytes);
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
    if (heldBytes <= longestLineBytes) return;
    isOverlong = true;
    for (const part of held) write(part);
    held = [];
    heldBytes = 0;
  }

  function closeOverlong(rest: Buffer): void {
    isOverlong = false;
    write(rest);
    countBad(it);
  }

  return {
    write(bytes) {
      const all = returnsEndLines ? endAtReturns(bytes) : bytes;
      const last = all.lastIndexOf(newline);
      if (last === -1) return hold(all);
      let start = 0;
      if (isOverlong) {
        start = all.indexOf(newline) + 1;
        closeOverlong(all.subarray(0, start));
      }
      const whole = all.subarray(start, last + 1);
      if (whole.length > 0) passLines(it, held.length > 0 ? Buffer.concat([...held, whole]) : whole);
      held = [];
      heldBytes = 0;
      hold(all.subarray(last + 1));
    },
    finish() {
      if (isOverlong) closeOverlong(Buffer.alloc(0));
      else if (held.length > 0) passLines(it, Buffer.concat(held));
      return tally;
    },
  };
}

function endAtReturns(bytes: Buffer): Buffer {
  const all = Buffer.from(bytes);
  for (let at = all.indexOf(carriageReturn); at !== -1; at = all.indexOf(carriageReturn, at + 1))
    all[at] = newline;
  return all;
}

/** Whole lines, and at the text's end one without a `\n`. */
function passLines(it: LineSplitter, bytes: Buffer): void {
  const isText = isUtf8(bytes);
  it.judge.load(bytes);
  let passed = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    const verdict = it.judge.judge(start, end);
    if (!isText && verdict !== 'blank' && !isUtf8(bytes.subarray(start, end))) {
      it.tally.undecodedLines++;
      countBad(it);
    } else if (verdict === 'good') count(it, true);
    else if (verdict === 'blank') {
      it.lines++;
      it.tally.blankLines++;
    } else {
      const pieces = mendLine(bytes.subarray(start, end), (it.pieceJudge ??= createLineChecker()));
      if (pieces) {
        it.write(bytes.subarray(passed, start));
        passed = found === -1 ? end : end + 1;
        it.tally.mendedLines++;
        pieces.forEach((piece) => {
          it.write(piece.bytes);
          it.write(lineEnd);
          count(it, piece.isGood);
        });
      } else countBad(it);
    }
    start = end + 1;
  }
  it.write(bytes.subarray(passed));
}

function count(it: LineSplitter, isGood: boolean): void {
  if (!isGood) return countBad(it);
  it.lines++;
  it.tally.users++;
}

function countBad(it: LineSplitter): void {
  it.lines++;
  it.tally.badLines++;
  if (it.tally.badLineNumbers.length < namedBadLines) it.tally.badLineNumbers.push(it.lines);
}
