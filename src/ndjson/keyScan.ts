import { escapeClue, isAsciiEscape, isPlain } from './byteCondition.ts';
import { sampleBytes } from './bytePrefilter.ts';
import type { Kernel, Needle } from './kernel/kernel.ts';
import { hashText } from './keyHash.ts';
import { createNumberList } from './numberList.ts';
import { visitLines, type LineBlock } from './lineBlocks.ts';
import { parseLine, parseValue } from './lineValue.ts';

/** Takes in one key: its text and the number of its line within what is scanned. */
export type TakeKey = (key: string, line: number) => void;

/** Finds the value of one top-level field in every line of a block. */
export interface KeyScan {
  /** How many lines were looked at. */
  readonly lineCount: number;
  /** Scans a block (see `readBlocks`); keys come in the order of lines. */
  scanBlock(block: LineBlock): void;
  /** A line that is not in any block, for its number's sake. */
  skipLine(): void;
}

interface Tools {
  readonly key: Needle;
  readonly escape: Needle;
}

/**
 * Scans for a field of the top-level object whose value is a string (or a number, as its text). Most lines are read only
 * up to their key: the rest of a line is looked at if it has the key's name once more or an escaped ASCII character,
 * because then another key, or the same one spelt otherwise, may be the one that counts. A line that is no JSON after
 * its key gets a key all the same, and whoever looks up a key reads the line.
 */
export function createKeyScan(kernel: Kernel, field: string, take: TakeKey): KeyScan {
  const trie = kernel.addPaths([[field]]);
  let tools: Tools | undefined;
  let lineCount = 0;

  // A name that JSON may escape in other ways has no bytes it must be found by.
  const isFindable = isPlain(field);

  function scanWhole(start: number, end: number): void {
    const verdict = kernel.scan(start, end, trie);
    if (verdict === 'valid') takeFound();
    else if (verdict === 'unsure') takeParsed(parseLine(kernel, start, end)?.value);
  }

  function takeFound(): void {
    if (kernel.countValues() !== 1) return;
    const start = kernel.startOf(0);
    const end = kernel.endOf(0);
    // A string without escapes is its bytes; parsing each takes as long as finding it.
    const text = kernel.file[start] === 0x22 ? kernel.file.toString('utf8', start + 1, end - 1) : '\\';
    if (text.includes('\\')) takeValue(parseValue(kernel, start, end));
    else take(text, lineCount);
  }

  function takeParsed(value: unknown): void {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, field)) {
      takeValue((value as Record<string, unknown>)[field]);
    }
  }

  function takeValue(value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number') take(String(value), lineCount);
  }

  return {
    get lineCount() {
      return lineCount;
    },
    skipLine: () => void lineCount++,
    scanBlock(block) {
      tools ??= prepareTools(kernel, field, block);
      const names = createSeeker(kernel, tools.key, block.length);
      const escapes = createEscapeSeeker(kernel, tools.escape, block.length);
      visitLines(kernel, block, (start, end) => {
        const first = names.seek(start);
        const hasEscape = escapes.seek(start) < end;
        const isOnly = first < end && names.seek(first + 1) >= end;
        if (!isFindable || hasEscape || (first < end && !isOnly)) scanWhole(start, end);
        else if (isOnly && kernel.scan(start, end, trie, 1) === 'enough') takeFound();
        lineCount++;
      });
    },
  };
}

function prepareTools(kernel: Kernel, field: string, block: LineBlock): Tools {
  const commonness = sampleBytes(kernel, block);
  return {
    key: kernel.addNeedle(Buffer.from(JSON.stringify(field)), false, commonness),
    escape: kernel.addNeedle(Buffer.from(escapeClue), false, commonness),
  };
}

/** Answers the first place at or after `from`, looking on only when the last answer has been passed. */
interface Seeker {
  seek(from: number): number;
}

function createSeeker(kernel: Kernel, needle: Needle, length: number): Seeker {
  let place = -1;
  return {
    seek(from) {
      if (place < from) {
        const found = kernel.find(needle, from, length);
        place = found === -1 ? length : found;
      }
      return place;
    },
  };
}

function createEscapeSeeker(kernel: Kernel, needle: Needle, length: number): Seeker {
  const all = createSeeker(kernel, needle, length);
  return {
    seek(from) {
      let place = all.seek(from);
      while (place < length && !isAsciiEscape(kernel.file[place + escapeClue.length]))
        place = all.seek(place + 1);
      return place;
    },
  };
}

/** Gathers hashed keys: of each the low and high half of its hash and its line. */
export function createKeyCollector(): { readonly take: TakeKey; finish(): Uint32Array<ArrayBuffer> } {
  const numbers = createNumberList();
  return {
    take(key, line) {
      const { low, high } = hashText(key);
      numbers.push(low);
      numbers.push(high);
      numbers.push(line);
    },
    finish: () => numbers.finish(),
  };
}
