import { escapeClue, isAsciiEscape, isPlain } from './byteCondition.ts';
import { sampleBytes } from './bytePrefilter.ts';
import { keyKinds, type Kernel, type Needle } from './kernel/kernel.ts';
import { hashText, toKey } from './keyHash.ts';
import type { NumberList } from './numberList.ts';
import type { LineBlock } from './lineBlocks.ts';
import { parseDeepLine, parseValue } from './lineValue.ts';

/**
 * Scans a block for keys and puts each into a list: low and high half of its hash, and its line. `line` is the number of
 * the block's first line; the answer is the number of the line after the block.
 */
export type KeyScan = (block: LineBlock, line: number, into: NumberList) => number;

const backslash = 0x5c;
/** In the bytes of a sample, 64 KB. */
const fewBackslashes = 64;

interface Tools {
  readonly key: Needle;
  readonly escape: Needle;
  /** Whether backslashes are so rare that the platform's search for a single byte is the quicker one. */
  readonly isEscapeRare: boolean;
}

/**
 * Scans for a field of the top-level object whose value is a string (or a number, see `toKey`). A line is read only
 * up to the last place that has the field's name; to its end if it has an escaped ASCII character, because the name may
 * be spelt otherwise then. A line that is no JSON after its key gets a key all the same, and whoever looks up a key reads
 * the line.
 */
export function createKeyScan(kernel: Kernel, field: string): KeyScan {
  const trie = kernel.addPaths([[field]]);
  // A name that JSON may escape in other ways has no bytes it must be found by.
  const isFindable = isPlain(field);
  let tools: Tools | undefined;

  function readKey(start: number, end: number): string | undefined {
    const verdict = kernel.scan(start, end, trie);
    if (verdict === 'unsure') return readParsed(parseDeepLine(kernel, start, end)?.value, field);
    if (verdict === 'invalid' || kernel.countValues() !== 1) return undefined;
    return readValue(kernel, kernel.startOf(0), kernel.endOf(0));
  }

  /** Lines without an escaped ASCII character: only one that has the name as it is can have the key. */
  function listKeys(name: Needle, start: number, end: number, firstLine: number, into: NumberList): number {
    let line = firstLine;
    for (let from = start; from < end;) {
      const { entries, lineCount, next } = kernel.listKeys(name, trie, from, end);
      for (let i = 0; i < entries.length; i += 4) {
        const place = line + (entries[i + 1] ?? 0);
        const a = entries[i + 2] ?? 0;
        const b = entries[i + 3] ?? 0;
        if (entries[i] === keyKinds.hash) push(into, a, b, place);
        else pushKey(into, entries[i] === keyKinds.value ? readValue(kernel, a, b) : readKey(a, b), place);
      }
      line += lineCount;
      from = next;
    }
    return line;
  }

  return (block, firstLine, into) => {
    const { file } = kernel;
    tools ??= prepareTools(kernel, field, block);
    const escapes = createEscapeSeeker(kernel, tools, block.length);
    let line = firstLine;
    for (let start = block.from; start < block.length;) {
      const escape = isFindable ? escapes.seek(start) : start;
      const end = escape < block.length ? Math.max(start, file.lastIndexOf(0x0a, escape) + 1) : block.length;
      line = listKeys(tools.key, start, end, line, into);
      start = end;
      if (start === block.length) break;
      // This one is read to its end: the name may be spelt otherwise in it.
      const lineEnd = file.indexOf(0x0a, start);
      pushKey(into, readKey(start, lineEnd), line++);
      start = lineEnd + 1;
    }
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
    key: kernel.addNeedle(Buffer.from(JSON.stringify(field)), false, commonness),
    escape: kernel.addNeedle(Buffer.from(escapeClue), false, commonness),
    isEscapeRare: (commonness[backslash] ?? 0) <= fewBackslashes,
  };
}

/** Answers the first place at or after `from`, looking on only when the last answer has been passed. */
interface Seeker {
  seek(from: number): number;
}

/** `find` answers -1, or a place beyond `length`, where there is none. */
function createSeeker(length: number, find: (from: number) => number): Seeker {
  let place = -1;
  return {
    seek(from) {
      if (place < from) {
        const found = find(from);
        place = found === -1 || found > length ? length : found;
      }
      return place;
    },
  };
}

/** Seeks an escaped ASCII character. */
function createEscapeSeeker(kernel: Kernel, { escape, isEscapeRare }: Tools, length: number): Seeker {
  const { file } = kernel;
  const findClue = (from: number): number =>
    isEscapeRare ? findClueByByte(file, from) : kernel.find(escape, from, length);
  return createSeeker(length, (from) => {
    let place = findClue(from);
    while (place !== -1 && !isAsciiEscape(file[place + escapeClue.length])) place = findClue(place + 1);
    return place;
  });
}

/** Looks for the escape clue from backslash to backslash. */
function findClueByByte(file: Buffer, from: number): number {
  const isClue = (at: number): boolean =>
    file[at + 1] === 0x75 && file[at + 2] === 0x30 && file[at + 3] === 0x30;
  let at = file.indexOf(backslash, from);
  while (at !== -1 && !isClue(at)) at = file.indexOf(backslash, at + 1);
  return at;
}
