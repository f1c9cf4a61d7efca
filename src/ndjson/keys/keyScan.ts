import { escapeClue, isAsciiEscape, isPlain } from '../query/byteCondition.ts';
import { sampleBytes } from '../query/bytePrefilter.ts';
import { keyKinds, type Kernel, type Needle } from '../kernel/kernel.ts';
import { hashText, toKey } from '../json/keyHash.ts';
import type { NumberList } from '../file/numberList.ts';
import { visitLines, type LineBlock } from '../file/lineBlocks.ts';
import { isObject, parseDeepLine, parseValue } from '../query/lineValue.ts';

/**
 * Scans a block for keys and puts each into a list: low and high half of its hash, and its line. `line` is the number of
 * the block's first line; the answer is the number of the line after the block.
 */
export type KeyScan = (block: LineBlock, line: number, into: NumberList) => number;

const backslash = 0x5c;
/** So many backslashes are passed one by one before the kernel looks for the whole escape: in most files there are none. */
const fewBackslashes = 32;

/** What a name that can be found by its bytes is found by. */
interface Tools {
  readonly name: Needle;
  readonly escape: Needle;
}

/**
 * Scans for a field of the top-level object whose value is a string (or a number, see `toKey`). A line is read only
 * up to the last position that has the field's name; to its end if it has an escaped ASCII character, because the name may
 * be written with escapes then. A line that is no JSON after its key gets a key all the same: looking up a key reads
 * the line.
 */
export function createKeyScan(kernel: Kernel, field: string): KeyScan {
  const trie = kernel.addPaths([[field]]);
  // A name that JSON may escape in other ways has no bytes it must be found by.
  const isFindable = isPlain(field);
  let tools: Tools | undefined;

  function readKey(start: number, end: number): string | undefined {
    // Paths reach into the elements of a list; a key is at the top of an object.
    if (!isObject(kernel, start, end)) return undefined;
    const verdict = kernel.scan(start, end, trie);
    if (verdict === 'unsure') return readParsed(parseDeepLine(kernel, start, end)?.value, field);
    if (verdict === 'invalid' || kernel.countValues() !== 1) return undefined;
    return readValue(kernel, kernel.startOf(0), kernel.endOf(0));
  }

  /** Lines without an escaped ASCII character: only those that have the name as it is can have the key. */
  function listKeys(name: Needle, start: number, end: number, firstLine: number, into: NumberList): number {
    let line = firstLine;
    for (let from = start; from < end;) {
      const { entries, lineCount, next } = kernel.listKeys(name, trie, from, end);
      for (let i = 0; i < entries.length; i += 4) {
        const ownLine = line + (entries[i + 1] ?? 0);
        const a = entries[i + 2] ?? 0;
        const b = entries[i + 3] ?? 0;
        if (entries[i] === keyKinds.hash) push(into, a, b, ownLine);
        else pushKey(into, entries[i] === keyKinds.value ? readValue(kernel, a, b) : readKey(a, b), ownLine);
      }
      line += lineCount;
      from = next;
    }
    return line;
  }

  function scanFindable(block: LineBlock, firstLine: number, into: NumberList): number {
    const { name, escape } = (tools ??= prepareTools(kernel, field, block));
    const escapes = createEscapeSeeker(kernel, escape, block.length);
    let line = firstLine;
    for (let start = block.from; start < block.length;) {
      const position = escapes.seek(start);
      const end = position < block.length ? kernel.file.lastIndexOf(0x0a, position) + 1 : block.length;
      line = listKeys(name, start, end, line, into);
      start = Math.max(start, end);
      if (start === block.length) break;
      // This one is read to its end: the name may have escapes in it.
      const lineEnd = kernel.file.indexOf(0x0a, start);
      pushKey(into, readKey(start, lineEnd), line++);
      start = lineEnd + 1;
    }
    return line;
  }

  return (block, firstLine, into) => {
    if (isFindable) return scanFindable(block, firstLine, into);
    let line = firstLine;
    visitLines(kernel, block, (start, end) => pushKey(into, readKey(start, end), line++));
    return line;
  };
}

function pushKey(into: NumberList, key: string | undefined, line: number): void {
  if (key === undefined) return;
  const { low, high } = hashText(key);
  push(into, low, high, line);
}

function push(into: NumberList, low: number, high: number, line: number): void {
  into.push(low);
  into.push(high);
  into.push(line);
}

/** The key that a value is, if it is one. */
function readValue(kernel: Kernel, start: number, end: number): string | undefined {
  // A string without escapes is its bytes; parsing each would take as long as finding it.
  const text = kernel.file[start] === 0x22 ? kernel.file.toString('utf8', start + 1, end - 1) : '\\';
  return text.includes('\\') ? toKey(parseValue(kernel, start, end)) : text;
}

function readParsed(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, field) ? toKey((value as Record<string, unknown>)[field]) : undefined;
}

function prepareTools(kernel: Kernel, field: string, block: LineBlock): Tools {
  const commonness = sampleBytes(kernel, block);
  return {
    name: kernel.addNeedle(Buffer.from(JSON.stringify(field)), false, commonness),
    escape: kernel.addNeedle(Buffer.from(escapeClue), false, commonness),
  };
}

/** Answers the first position at or after `from`, `length` if there is none; looks on only when the last one has been passed. */
interface Seeker {
  seek(from: number): number;
}

/** Seeks an escaped ASCII character. */
function createEscapeSeeker(kernel: Kernel, escape: Needle, length: number): Seeker {
  // What stands behind the block is left from others, which were longer.
  const bytes = kernel.file.subarray(0, length);
  let position = -1;
  return {
    seek(from) {
      if (position >= from) return position;
      do position = findClue(kernel, escape, bytes, Math.max(from, position + 1));
      while (position < length && !isAsciiEscape(bytes[position + escapeClue.length]));
      return position;
    },
  };
}

/** Looks for the escape clue from backslash to backslash, as long as they are few. */
function findClue(kernel: Kernel, escape: Needle, bytes: Buffer, from: number): number {
  let at = bytes.indexOf(backslash, from);
  for (let passed = 0; at !== -1; passed++) {
    if (bytes[at + 1] === 0x75 && bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30) return at;
    at = passed < fewBackslashes ? bytes.indexOf(backslash, at + 1) : kernel.find(escape, at, bytes.length);
  }
  return bytes.length;
}
