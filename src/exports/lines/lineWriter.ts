import { writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { LineEnds, LineIndexBuilder } from '../../ndjson/file/lineIndex.ts';
import { createLineIndexBuilder, keepLineEnds } from '../../ndjson/unpackedLines.ts';
import { dropFirstMark, utf8Mark } from '../../text/byteOrderMark.ts';

/** The counts of a stretch of lines. */
export interface LineTally {
  /** Lines that hold something and are not bad. */
  users: number;
  blankLines: number;
  badLines: number;
  /** Numbers of the first bad lines, from 1 within the stretch. */
  badLineNumbers: number[];
}

/** A stretch of the result: the lines of one member, where they were written. */
export interface WrittenLines {
  readonly start: number;
  readonly writtenBytes: number;
  /** Bytes and CRC of the member as it was packed, byte order mark included. */
  readonly sizeBytes: number;
  readonly crc: number;
  readonly bom: boolean;
  /** The last line has no newline yet: one belongs between it and what follows. */
  readonly newlineMissing: boolean;
  readonly tally: LineTally;
  readonly lineEnds: LineEnds;
}

export interface LineWriter {
  /** The member's next bytes: written, added to the CRC, their lines indexed and looked at. The chunk is not kept. */
  write(bytes: Buffer): void;
  finish(): WrittenLines;
}

/** How many bad lines of one stretch are named; all are counted. */
export const namedBadLines = 100;

const newlineByte = 0x0a;

/**
 * Writes one member's lines to `fd` from offset `start` on: byte for byte, but for a byte order mark at its beginning.
 * `fd` undefined looks at the bytes without writing them (they are there already). Every line that holds something should
 * begin with `{` and end with `}`; those that don't are counted as bad and kept.
 */
export function createLineWriter(fd: number | undefined, start: number): LineWriter {
  const index = createLineIndexBuilder();
  const tally: LineTally = { users: 0, blankLines: 0, badLines: 0, badLineNumbers: [] };
  const inspect = createInspector(index, tally);
  let head: Buffer | undefined = Buffer.alloc(0);
  let hadBom = false;
  let crc = 0;
  let sizeBytes = 0;

  function pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (fd !== undefined) writeFully(fd, bytes, start + index.sizeBytes);
    inspect.push(bytes);
  }

  function passHead(bytes: Buffer): void {
    head = undefined;
    const text = dropFirstMark(bytes);
    hadBom = text.length < bytes.length;
    pass(text);
  }

  return {
    write(bytes) {
      crc = crc32(bytes, crc);
      sizeBytes += bytes.length;
      if (!head) pass(bytes);
      else if (head.length + bytes.length >= utf8Mark.length)
        passHead(head.length ? Buffer.concat([head, bytes]) : bytes);
      else head = Buffer.concat([head, bytes]);
    },
    finish() {
      if (head) passHead(head);
      const newlineMissing = inspect.finish();
      return {
        start,
        writtenBytes: index.sizeBytes,
        sizeBytes,
        crc,
        bom: hadBom,
        newlineMissing,
        tally,
        lineEnds: keepLineEnds(index),
      };
    },
  };
}

/** Writes all bytes: `writeSync` may write fewer than it was given, for example on a disk about to be full. */
export function writeFully(fd: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}

interface Inspector {
  push(bytes: Buffer): void;
  /** Looks at a last line without a newline; returns whether there was one. */
  finish(): boolean;
}

/** Looks at each line's first and last byte that is no space, where the index has found the line's end. */
function createInspector(index: LineIndexBuilder, tally: LineTally): Inspector {
  let line = 0;
  // Of the line that the chunk before left open: its first and last byte that are no space, 0 while there is none.
  let first = 0;
  let last = 0;

  function close(): void {
    line++;
    if (first === 0) tally.blankLines++;
    else {
      if (first === 0x7b && last === 0x7d) tally.users++;
      else {
        tally.badLines++;
        if (tally.badLineNumbers.length < namedBadLines) tally.badLineNumbers.push(line);
      }
    }
    first = 0;
    last = 0;
  }

  function look(bytes: Buffer, from: number, to: number): void {
    let at = from;
    while (at < to && isSpace(bytes[at])) at++;
    if (at === to) return;
    if (first === 0) first = bytes[at] || 1;
    let end = to - 1;
    while (isSpace(bytes[end])) end--;
    last = bytes[end] ?? 0;
  }

  return {
    push(bytes) {
      const offset = index.sizeBytes;
      index.push(bytes);
      let from = 0;
      while (line < index.newlineCount) {
        const end = index.lineEnd(line) - offset;
        look(bytes, from, end);
        close();
        from = end + 1;
      }
      look(bytes, from, bytes.length);
    },
    finish() {
      const open = index.lineCount > index.newlineCount;
      if (open) close();
      return open;
    },
  };
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}

/** The newline that a member did not end with. */
export const newline = Buffer.from([newlineByte]);
