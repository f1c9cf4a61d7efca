import { sampleBytes } from './bytePrefilter.ts';
import type { Kernel, Needle } from './kernel/kernel.ts';
import { visitLines, type LineBlock } from './lineBlocks.ts';

/**
 * What to find in the bytes of the lines. A text is compared byte by byte in UTF-8, as it stands in the file: an `é`
 * spelt `\u00e9` there is another text. A regular expression is matched against each line by itself, decoded as UTF-8
 * (wrong bytes as U+FFFD, without the line's `\r`). Case is ignored for A to Z in a text of ASCII, otherwise as
 * JavaScript's `iu` flags do. A whole word has no letter, digit or `_` (of any script) before or after it.
 */
export interface SearchPattern {
  readonly kind: 'text' | 'regex';
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** Hits do not overlap; an empty match of a regular expression is none. */
export interface BlockSearch {
  readonly hitCount: number;
  /** Visits the lines of a block that have hits, in order, by where they start. */
  visitMatches(block: LineBlock, visit: (start: number) => void): void;
}

/** Whether a line that has a hit counts, by its start and end in the kernel's `file`. */
export type AcceptLine = (start: number, end: number) => boolean;

/** The pattern as a regular expression over one line's text. Throws a SyntaxError if it is none. */
export function toRegExp({ kind, text, matchCase, wholeWord }: SearchPattern): RegExp {
  const source = kind === 'text' ? text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : text;
  const bounded = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  // Without the u flag a pattern like \- is fine, with it not: a plain pattern is taken as the user knows it elsewhere.
  if (kind === 'regex' && !wholeWord && !needsUnicode(text))
    return new RegExp(bounded, matchCase ? 'g' : 'gi');
  return new RegExp(bounded, matchCase ? 'gu' : 'giu');
}

/** Makes a search for one thread's kernel, in the lines that are accepted. Throws a SyntaxError for a regular expression that is none. */
export function createBlockSearch(
  kernel: Kernel,
  pattern: SearchPattern,
  accepts: AcceptLine = () => true,
): BlockSearch {
  const { kind, text, matchCase, wholeWord } = pattern;
  const byBytes = kind === 'text' && !wholeWord && (matchCase || isAscii(text)) && text.isWellFormed();
  if (!byBytes) return createRegexSearch(kernel, toRegExp(pattern), accepts);
  if (text === '' || /[\r\n]/.test(text) || Buffer.byteLength(text) > 2000)
    return createRegexSearch(kernel, toRegExp(pattern), accepts);
  return createNeedleSearch(kernel, { bytes: Buffer.from(text), ignoreCase: !matchCase }, accepts);
}

function createNeedleSearch(
  kernel: Kernel,
  { bytes, ignoreCase }: { readonly bytes: Uint8Array; readonly ignoreCase: boolean },
  accepts: AcceptLine,
): BlockSearch {
  let needle: Needle | undefined;
  let hitCount = 0;
  return {
    get hitCount() {
      return hitCount;
    },
    visitMatches(block, visit) {
      const { file } = kernel;
      const { length } = block;
      needle ??= kernel.addNeedle(bytes, ignoreCase, sampleBytes(kernel, block));
      let lineEnd = -1;
      let isAccepted = false;
      for (
        let at = kernel.find(needle, block.from, length);
        at !== -1;
        at = kernel.find(needle, at + bytes.length, length)
      ) {
        if (at >= lineEnd) {
          const start = Math.max(block.from, file.lastIndexOf(0x0a, at) + 1);
          lineEnd = file.indexOf(0x0a, at);
          isAccepted = accepts(start, lineEnd);
          if (isAccepted) visit(start);
        }
        if (isAccepted) hitCount++;
      }
    },
  };
}

function createRegexSearch(kernel: Kernel, regex: RegExp, accepts: AcceptLine): BlockSearch {
  let hitCount = 0;
  return {
    get hitCount() {
      return hitCount;
    },
    visitMatches(block, visit) {
      const { file } = kernel;
      visitLines(kernel, block, (start, end) => {
        const textEnd = end > start && file[end - 1] === 0x0d ? end - 1 : end;
        const hits = countHits(regex, file.toString('utf8', start, textEnd));
        if (hits === 0 || !accepts(start, end)) return;
        hitCount += hits;
        visit(start);
      });
    },
  };
}

/**
 * Where a pattern's hits are in a line's text, for showing them: [start, end) in UTF-16 units, each looked for when it is
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
    // With the u flag a place inside a surrogate pair is taken for the pair's start, again and again.
    else regex.lastIndex += regex.unicode && (text.codePointAt(regex.lastIndex) ?? 0) > 0xffff ? 2 : 1;
  }
  return hits;
}

function needsUnicode(source: string): boolean {
  return /\\[pP]\{|\\u\{|[^\x00-\x7f]/.test(source);
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
