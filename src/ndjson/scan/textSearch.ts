import { isAscii, toRegExp } from '../../protocol/searchPattern.ts';
import { sampleBytes } from '../query/bytePrefilter.ts';
import { createSeekEscapes } from './escapeSeeker.ts';
import type { Kernel, Needle } from '../kernel/kernel.ts';
import { visitLines, type LineBlock } from '../file/lineBlocks.ts';
import { isJsonLine, isJsonText, readEscapes } from './readEscapes.ts';

/**
 * What to find in the lines. Looked through is what a line says: each escape of its strings is the character that it
 * stands for, so that a text is found with or without escapes; a line in which that finds nothing, or that is no JSON, is looked
 * through as it stands in the file. With `isRaw` all are, and `\u00e9` is another text than `é`.
 * A regular expression is matched against each line by itself, decoded as UTF-8 (wrong bytes as U+FFFD, without the
 * line's `\r`). Case is ignored for A to Z in a text of ASCII, otherwise as JavaScript's `iu` flags do. A whole word has
 * no letter, digit or `_` (of any script) before or after it.
 */
export interface SearchPattern {
  readonly kind: 'text' | 'regex';
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly isRaw: boolean;
}

/** Hits do not overlap; an empty match of a regular expression is none. */
export interface BlockSearch {
  readonly hitCount: number;
  /** Visits the lines of a block that have hits, in order, by where they start. */
  visitMatches(block: LineBlock, visit: (start: number) => void): void;
}

/** Whether a line that has a hit counts, by its start and end in the kernel's `file`. */
export type AcceptLine = (start: number, end: number) => boolean;

/** Makes a search for one thread's kernel, in the lines that are accepted. Throws a SyntaxError for a regular expression that is none. */
export function createBlockSearch(
  kernel: Kernel,
  pattern: SearchPattern,
  accepts: AcceptLine = () => true,
): BlockSearch {
  const { kind, text, matchCase, wholeWord } = pattern;
  const byBytes = kind === 'text' && !wholeWord && (matchCase || isAscii(text)) && text.isWellFormed();
  const isShort = text !== '' && !/[\r\n]/.test(text) && Buffer.byteLength(text) <= 2000;
  return byBytes && isShort
    ? createNeedleSearch(kernel, pattern, accepts)
    : createRegexSearch(kernel, pattern, accepts);
}

function createNeedleSearch(kernel: Kernel, pattern: SearchPattern, accepts: AcceptLine): BlockSearch {
  const { text, matchCase, isRaw } = pattern;
  const bytes = Buffer.from(text);
  const seekEscapes = isRaw ? () => undefined : createSeekEscapes(kernel, text, !matchCase);
  const regex = toRegExp(pattern);
  const hasBackslash = text.includes('\\');
  let needle: Needle | undefined;
  let hitCount = 0;

  function countSpelt(start: number, end: number): number {
    if (!isJsonLine(kernel, start, end)) return 0;
    return countHits(regex, readEscapes(kernel.file.toString('utf8', start, end)));
  }

  return {
    get hitCount() {
      return hitCount;
    },
    visitMatches(block, visit) {
      const { file } = kernel;
      const { length } = block;
      const wanted = (needle ??= kernel.addNeedle(bytes, !matchCase, sampleBytes(kernel, block)));
      const escapes = seekEscapes(block);
      let at = kernel.find(wanted, block.from, length);
      let escape = escapes?.seek(block.from) ?? length;
      while (at !== -1 || escape < length) {
        const found = at === -1 ? escape : Math.min(at, escape);
        const start = Math.max(block.from, file.lastIndexOf(0x0a, found) + 1);
        const end = file.indexOf(0x0a, found);
        let hits = 0;
        let isSure = escape > end || escapes?.mayHaveText(escape, start, end) === false;
        for (; at !== -1 && at < end; at = kernel.find(wanted, at + bytes.length, length)) {
          hits++;
          isSure &&= !escapes || !(hasBackslash || followsBackslash(file, at, start));
        }
        if (escape < end) escape = escapes?.seek(end + 1) ?? length;
        if (!isSure) hits = countSpelt(start, end) || hits;
        if (hits === 0 || !accepts(start, end)) continue;
        hitCount += hits;
        visit(start);
      }
    },
  };
}

/** Whether what is at a found may be part of an escape: `n` of `\n`, or `e9` of `\u00e9`. */
function followsBackslash(file: Buffer, at: number, start: number): boolean {
  for (let before = at - 1; before >= Math.max(start, at - 5); before--)
    if (file[before] === 0x5c) return true;
  return false;
}

function createRegexSearch(kernel: Kernel, pattern: SearchPattern, accepts: AcceptLine): BlockSearch {
  const regex = toRegExp(pattern);
  let hitCount = 0;
  return {
    get hitCount() {
      return hitCount;
    },
    visitMatches(block, visit) {
      const { file } = kernel;
      visitLines(kernel, block, (start, end) => {
        const textEnd = end > start && file[end - 1] === 0x0d ? end - 1 : end;
        const text = file.toString('utf8', start, textEnd);
        const hasEscapes = !pattern.isRaw && text.includes('\\') && isJsonLine(kernel, start, end);
        const hits = (hasEscapes ? countHits(regex, readEscapes(text)) : 0) || countHits(regex, text);
        if (hits === 0 || !accepts(start, end)) return;
        hitCount += hits;
        visit(start);
      });
    },
  };
}

/** The text of a line in which a pattern is looked for, and found if the line has it: what it says, or as it stands. */
export function readFor(pattern: SearchPattern, text: string): string {
  if (pattern.isRaw || !text.includes('\\') || !isJsonText(text)) return text;
  const said = readEscapes(text);
  return countHits(toRegExp(pattern), said) > 0 ? said : text;
}

/**
 * Where a pattern's hits are in a text, for showing them: [start, end) in UTF-16 units, each looked for when it is
 * asked for. Throws a SyntaxError as `toRegExp` does.
 */
export function* locateHits(pattern: SearchPattern, text: string): Generator<[number, number]> {
  for (const { 0: hit, index } of text.matchAll(toRegExp(pattern)))
    if (hit !== '') yield [index, index + hit.length];
}

function countHits(regex: RegExp, text: string): number {
  let hits = 0;
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match; match = regex.exec(text)) {
    if (match[0] !== '') hits++;
    // With the u flag a found inside a surrogate pair is taken for the pair's start, again and again.
    else regex.lastIndex += regex.unicode && (text.codePointAt(regex.lastIndex) ?? 0) > 0xffff ? 2 : 1;
  }
  return hits;
}
