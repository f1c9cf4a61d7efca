import { escapeClue, isAsciiEscape, type ByteCondition } from './byteCondition.ts';
import type { Kernel, Needle } from '../kernel/kernel.ts';
import { visitLines, type LineBlock, type VisitLine } from '../file/lineBlocks.ts';

/** Finds the lines of a block that have what a byte condition asks for. */
export interface BytePrefilter {
  /** Whether reading every line is as good. Decided on the first block, for the condition that leaves fewest lines. */
  isUseless(block: LineBlock): boolean;
  /** Visits lines that may match, in order, each once. Only after `isUseless` said no. */
  visitCandidates(block: LineBlock, visit: VisitLine): void;
}

/** Above this share of lines left, looking for clues first costs more than it saves. */
const uselessShare = 0.6;

/** Chooses among conditions of which each is necessary; with none it is useless. */
export function createBytePrefilter(kernel: Kernel, conditions: readonly ByteCondition[]): BytePrefilter {
  let chosen: readonly Needle[] | undefined;
  let escape: Needle | undefined;
  let decided = conditions.length === 0;

  function decide(block: LineBlock): void {
    decided = true;
    const commonness = sampleBytes(kernel, block);
    const prepare = (text: string, ignoreCase: boolean): Needle =>
      kernel.addNeedle(Buffer.from(text), ignoreCase, commonness);
    try {
      escape = prepare(escapeClue, false);
      let fewest = Infinity;
      for (const condition of conditions) {
        const needles = condition.map((clue) => prepare(clue.text, clue.ignoreCase));
        const lineCount = countCandidates(kernel, needles, block);
        if (lineCount >= fewest) continue;
        fewest = lineCount;
        chosen = needles;
      }
      if (fewest > uselessShare * countLines(kernel, block)) chosen = undefined;
    } catch (error) {
      // More or longer clues than the kernel has room for.
      if (!(error instanceof RangeError)) throw error;
      chosen = undefined;
    }
  }

  return {
    isUseless(block) {
      if (!decided) decide(block);
      return chosen === undefined;
    },
    visitCandidates(block, visit) {
      if (chosen && escape) visitLinesWith(kernel, chosen, escape, block, visit);
    },
  };
}

/** How often each byte stands at the start of a block: what to look for first is what is rare. */
export function sampleBytes({ file }: Kernel, { length }: LineBlock): Uint32Array {
  const counts = new Uint32Array(256);
  const end = Math.min(length, 65_536);
  for (let i = 0; i < end; i++) {
    const byte = file[i] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  return counts;
}

function countCandidates(kernel: Kernel, needles: readonly Needle[], block: LineBlock): number {
  let lineCount = 0;
  visitLinesWith(kernel, needles, undefined, block, () => lineCount++);
  return lineCount;
}

function countLines(kernel: Kernel, block: LineBlock): number {
  let lineCount = 0;
  visitLines(kernel, block, () => lineCount++);
  return lineCount;
}

/** Lines with any of the needles or an escaped ASCII character: the nearest position of each is kept until it is passed. */
function visitLinesWith(
  kernel: Kernel,
  needles: readonly Needle[],
  escape: Needle | undefined,
  { from, length }: LineBlock,
  visit: VisitLine,
): void {
  const { file } = kernel;
  const seekers = needles.map((needle) => (at: number) => orEnd(kernel.find(needle, at, length), length));
  if (escape) seekers.push((at) => findEscape(kernel, escape, at, length));
  const nearest = seekers.map((seek) => seek(from));
  for (;;) {
    let hit = length;
    for (const position of nearest) if (position < hit) hit = position;
    if (hit >= length) return;
    const start = Math.max(from, file.lastIndexOf(0x0a, hit) + 1);
    const end = file.indexOf(0x0a, hit);
    visit(start, end);
    for (const [i, seek] of seekers.entries()) if ((nearest[i] ?? length) <= end) nearest[i] = seek(end + 1);
  }
}

function findEscape(kernel: Kernel, needle: Needle, from: number, length: number): number {
  for (let at = kernel.find(needle, from, length); at !== -1; at = kernel.find(needle, at + 1, length)) {
    if (isAsciiEscape(kernel.file[at + escapeClue.length])) return at;
  }
  return length;
}

function orEnd(position: number, length: number): number {
  return position === -1 ? length : position;
}
