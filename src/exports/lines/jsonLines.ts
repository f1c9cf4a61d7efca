import * as l10n from '@vscode/l10n';
import { utf8Mark } from '../../text/byteOrderMark.ts';
import { ArchiveError } from './archiveError.ts';
import { isEscapeOfSpace } from './mendLine.ts';

/** Reads JSON texts, one after another, in pieces and gives their objects as lines. */
export interface JsonLines {
  write(bytes: Buffer): void;
  /** Throws ArchiveError `truncated` where a list is not over. An object that is not over is a line, and a bad one. */
  finish(): void;
}

const quote = 0x22;
const backslash = 0x5c;
/** No user is as long as this. */
const longestElementBytes = 128 * 1024 * 1024;

interface Splitting {
  depth: number;
  begun: boolean;
  inString: boolean;
  escaped: boolean;
  /** The depth at which elements lie: 1 in a list, 2 in `{"users": [`, undefined while that is not known. */
  elementDepth: number | undefined;
  /** The string just read at depth 1, as far as it matters. */
  topString: string;
  usersNext: boolean;
  /** How many bytes of a byte order mark were just seen between texts. */
  markBytes: number;
  /** A backslash was just seen between texts. */
  isEscape: boolean;
  /** The element, or before one is found the object around it, as far as it came. */
  readonly line: LineBuffer;
  readonly onLine: (line: Buffer) => void;
}

/**
 * Splits JSON texts into lines without holding more of them than one element: the elements of a list at the top, or of
 * the list called `users` in an object at the top, or that object itself. An element's bytes stay as they are, but for
 * white space between its tokens, which is left out (it may hold newlines). Only brackets and strings are looked at, so
 * a text that is not JSON becomes lines that are not JSON.
 */
export function createJsonLines(onLine: (line: Buffer) => void): JsonLines {
  const it: Splitting = {
    depth: 0,
    begun: false,
    inString: false,
    escaped: false,
    elementDepth: undefined,
    topString: '',
    usersNext: false,
    markBytes: 0,
    isEscape: false,
    line: createLineBuffer(),
    onLine,
  };
  return {
    write(bytes) {
      for (const byte of bytes) {
        if (it.inString) passInString(it, byte);
        else if (it.depth === 0 && !it.begun) passBetween(it, byte);
        else if (!isSpace(byte)) passToken(it, byte);
      }
    },
    finish() {
      if ((it.depth > 0 || it.inString) && it.elementDepth !== undefined) {
        throw new ArchiveError('truncated', l10n.t('The file is cut short: its JSON does not end.'));
      }
      endBetween(it);
      flush(it);
    },
  };
}

function passInString(it: Splitting, byte: number): void {
  keep(it, byte);
  if (it.depth === 1 && it.topString.length < 6) it.topString += String.fromCharCode(byte);
  if (it.escaped) it.escaped = false;
  else if (byte === backslash) it.escaped = true;
  else if (byte === quote) {
    it.inString = false;
    it.usersNext = it.depth === 1 && it.topString === 'users"';
  }
}

/** Between texts there are blanks, commas, byte order marks, and line ends written as two characters. */
function passBetween(it: Splitting, byte: number): void {
  if (it.isEscape && isEscapeOfSpace(byte)) {
    it.isEscape = false;
    return;
  }
  if (byte === utf8Mark[it.markBytes]) {
    it.markBytes = (it.markBytes + 1) % utf8Mark.length;
    return;
  }
  endBetween(it);
  if (byte === backslash && it.line.length === 0) it.isEscape = true;
  else if (!isSpace(byte) && !(byte === 0x2c && it.line.length === 0)) passToken(it, byte);
}

/** Bytes of a mark or an escape that was not completed belong to the next text. */
function endBetween(it: Splitting): void {
  for (const byte of utf8Mark.slice(0, it.markBytes)) keep(it, byte);
  if (it.isEscape) keep(it, backslash);
  it.markBytes = 0;
  it.isEscape = false;
}

function passToken(it: Splitting, byte: number): void {
  if (byte === quote) {
    it.inString = true;
    it.topString = '';
    keep(it, byte);
  } else if (byte === 0x5b || byte === 0x7b) open(it, byte);
  else if (byte === 0x5d || byte === 0x7d) close(it, byte);
  else if (byte === 0x2c && it.depth === it.elementDepth) flush(it);
  else keep(it, byte);
  if (byte !== quote && byte !== 0x3a) it.usersNext = false;
}

function open(it: Splitting, byte: number): void {
  const isList = byte === 0x5b;
  if (it.depth === 0 && !it.begun && isList) it.elementDepth = 1;
  else if (it.depth === 1 && it.usersNext && isList && it.elementDepth === undefined) {
    it.elementDepth = 2;
    it.line.flush();
  } else keep(it, byte);
  it.begun = true;
  it.depth++;
}

function close(it: Splitting, byte: number): void {
  // A closing bracket without an opening one is ignored.
  it.depth = Math.max(0, it.depth - 1);
  if (it.elementDepth === undefined || it.depth >= it.elementDepth) keep(it, byte);
  else {
    flush(it);
    // Behind the list of users nothing more of the object around it is wanted.
    it.elementDepth = Number.POSITIVE_INFINITY;
  }
  if (it.depth > 0) return;
  // One text is over, and another may follow: pages of an answer, one a line.
  flush(it);
  it.begun = false;
  it.elementDepth = undefined;
}

function keep(it: Splitting, byte: number): void {
  if (it.elementDepth === undefined || it.depth >= it.elementDepth) it.line.push(byte);
}

function flush(it: Splitting): void {
  if (it.line.length === 0) return;
  it.line.push(0x0a);
  it.onLine(it.line.flush());
}

interface LineBuffer {
  readonly length: number;
  push(byte: number): void;
  /** Returns all bytes so far and empties the buffer, which reuses their memory from the next `push` on. */
  flush(): Buffer;
}

function createLineBuffer(): LineBuffer {
  let bytes = Buffer.allocUnsafe(64 * 1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(byte) {
      if (length === bytes.length) {
        if (length >= longestElementBytes) {
          throw new ArchiveError('notAnExport', l10n.t('The file holds no list of users.'));
        }
        bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
      }
      bytes[length++] = byte;
    },
    flush() {
      const whole = bytes.subarray(0, length);
      length = 0;
      return whole;
    },
  };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
