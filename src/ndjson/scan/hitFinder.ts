import { longestLineBytes } from '../file/lineBlocks.ts';
import { excerptLine, isPattern, type HitRanges, type LineExcerpt } from './lineHits.ts';
import type { LineIndex } from '../file/lineIndex.ts';
import type { RowReader } from '../show/rowReader.ts';
import type { SearchPattern } from './textSearch.ts';
import type { WorkerPool } from './workerPool.ts';

/** What shows where a pattern is. Regular expressions run in a thread that is ended where one takes for ever. */
export interface HitFinder {
  /**
   * The hits of each of some texts; undefined if the pattern is none, or when `signal` aborts first: a regular expression
   * may never come to its end.
   */
  findHits(
    pattern: SearchPattern,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<HitRanges[] | undefined>;
  /** Undefined, too, where the line has no hit. */
  readExcerpt(line: number, pattern: SearchPattern, signal: AbortSignal): Promise<LineExcerpt | undefined>;
}

export function createHitFinder(
  run: WorkerPool['run'],
  lines: () => LineIndex,
  { readLine }: Pick<RowReader, 'readLine'>,
): HitFinder {
  return {
    async findHits(pattern, texts, signal) {
      if (!isPattern(pattern)) return undefined;
      const nowhere = [{ fromByte: 0, toByte: 0 }];
      for await (const { hits } of run<'hits'>({ kind: 'hits', pattern, texts }, nowhere, signal))
        return hits;
      return undefined;
    },
    async readExcerpt(line, pattern, signal) {
      if (!isPattern(pattern)) return undefined;
      // A text is found in less than a millisecond, so it need not wait for a thread that is busy.
      if (pattern.kind === 'text') return excerptLine(await readLine(line, longestLineBytes), pattern);
      const ranges = [{ fromByte: lines().lineStart(line), toByte: lines().lineEnd(line) }];
      for await (const { excerpt } of run<'excerpt'>({ kind: 'excerpt', pattern }, ranges, signal))
        return excerpt;
      return undefined;
    },
  };
}
