import { isAscii } from '../../protocol/searchPattern.ts';
import { sampleBytes } from '../query/bytePrefilter.ts';
import type { Kernel, Needle } from '../kernel/kernel.ts';
import type { LineBlock } from '../file/lineBlocks.ts';
import { listEscapeLetters } from './readEscapes.ts';

/** Finds positions of a block where an escape may stand for a part of a text, which a search for its bytes does not see. */
export interface EscapeSeeker {
  /** The first such position at or after `from`; `length` if there is none. */
  seek(from: number): number;
  /** Whether the line that ends there may have the text, `from` being a position in it that `seek` gave. */
  mayHaveText(from: number, start: number, end: number): boolean;
}

/** Undefined for a block without a backslash: there, bytes are all there is. */
export type SeekEscapes = (block: LineBlock) => EscapeSeeker | undefined;

const backslash = 0x5c;
/** So many backslashes of a block are passed one by one before the kernel looks for whole escapes: mostly there are few. */
const fewBackslashes = 64;
const longestCore = 24;

/** Prepares for one text; `ignoreCase` is of the letters A to Z only. */
export function createSeekEscapes(kernel: Kernel, text: string, ignoreCase: boolean): SeekEscapes {
  const units = listUnits(text, ignoreCase);
  const letters = listEscapeLetters(text);
  const letterBytes = new Set(letters.map((it) => it.charCodeAt(0)));
  const core = findCore(text);
  let tools: Tools | undefined;

  return (block) => {
    const { length, from } = block;
    const bytes = kernel.file.subarray(0, length);
    const first = bytes.indexOf(backslash, from);
    if (first === -1) return undefined;
    const { unicode, ofLetters, ofCore } = (tools ??= prepare(kernel, block, {
      ...{ text, core, ignoreCase, letters },
    }));
    const isUnit = (at: number): boolean => units.has(readUnit(bytes, at + 2));
    const seekers = [
      createSeeker(kernel, unicode, length, isUnit),
      ...ofLetters.map((it) => createSeeker(kernel, it, length)),
    ];
    let passed = 0;
    return {
      seek(start) {
        let at = start <= first ? first : bytes.indexOf(backslash, start);
        for (; at !== -1 && passed < fewBackslashes; at = bytes.indexOf(backslash, at + 2)) {
          passed++;
          const next = bytes[at + 1] ?? 0;
          if (letterBytes.has(next) || (next === 0x75 && isUnit(at))) return at;
        }
        return at === -1 ? length : Math.min(...seekers.map((seek) => seek(at)));
      },
      mayHaveText: (at, start, end) =>
        !ofCore ||
        kernel.find(ofCore, start, end) !== -1 ||
        createSeeker(kernel, unicode, end, isUnit)(at) < end,
    };
  };
}

interface Tools {
  readonly unicode: Needle;
  readonly ofLetters: readonly Needle[];
  readonly ofCore: Needle | undefined;
}

interface Wanted {
  readonly text: string;
  readonly core: Buffer;
  readonly ignoreCase: boolean;
  readonly letters: readonly string[];
}

function prepare(kernel: Kernel, block: LineBlock, { text, core, ignoreCase, letters }: Wanted): Tools {
  const commonness = sampleBytes(kernel, block);
  const add = (bytes: Buffer, isFolded = false): Needle => kernel.addNeedle(bytes, isFolded, commonness);
  // Escapes of ASCII are fewer than all.
  return {
    unicode: add(Buffer.from(isAscii(text) ? '\\u00' : '\\u')),
    ofLetters: letters.map((it) => add(Buffer.from(`\\${it}`))),
    ofCore: core.length > 0 ? add(core, ignoreCase) : undefined,
  };
}

/** Looks on only when the last position has been passed. */
function createSeeker(
  kernel: Kernel,
  needle: Needle,
  length: number,
  accepts: (at: number) => boolean = () => true,
): (from: number) => number {
  let position = -1;
  return (from) => {
    if (position >= from) return position;
    let at = kernel.find(needle, from, length);
    while (at !== -1 && !accepts(at)) at = kernel.find(needle, at + 1, length);
    return (position = at === -1 ? length : at);
  };
}

/** The UTF-16 units of a text, in either case where that does not matter. */
function listUnits(text: string, ignoreCase: boolean): Set<number> {
  const variants = ignoreCase ? text + text.toLowerCase() + text.toUpperCase() : text;
  return new Set(Array.from({ length: variants.length }, (_, i) => variants.charCodeAt(i)));
}

/** The longest part that stands for itself where it is not written `\uXXXX`; its beginning is enough to look for. */
function findCore(text: string): Buffer {
  const [longest = ''] = text.split(/["\\/\b\f\n\r\t]+/).sort((a, b) => b.length - a.length);
  return Buffer.from(longest).subarray(0, longestCore);
}

/** The number that four hexadecimal digits are; NaN if they are none. */
function readUnit(bytes: Buffer, at: number): number {
  let unit = 0;
  for (let i = at; i < at + 4; i++) unit = unit * 16 + readDigit(bytes[i] ?? 0);
  return unit;
}

function readDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : Number.NaN;
}
