import { createCountMerger, type MergedCounts } from './countMerger.ts';
import type { FileProfile } from './fieldProfile.ts';
import type { FileRange } from '../file/lineBlocks.ts';
import type { FoundLines } from './lineJobs.ts';
import type { LineIndex } from '../file/lineIndex.ts';
import { createLineList, type LineList } from '../file/lineList.ts';
import { createLineLocator } from '../file/lineLocator.ts';
import { createThrottle } from '../file/throttle.ts';
import { createProfileMerger } from './profileMerger.ts';
import type { Query } from '../../protocol/query.ts';
import { splitEvenly } from '../file/fileRanges.ts';
import type { SearchPattern } from './textSearch.ts';
import type { WorkerPool } from './workerPool.ts';

/** What the long tasks need of an open file: all its lines known, and threads to look at them. */
export interface ScannedFile {
  readonly lines: LineIndex;
  readonly run: WorkerPool['run'];
}

/** How far a task is. Stages come at most ten times a second; the last has `isDone`, unless it was aborted. */
export interface Stage {
  readonly scannedBytes: number;
  readonly sizeBytes: number;
  readonly isDone: boolean;
}

/** Lines found so far; `lines` is one list that grows from stage to stage. */
export interface FindStage extends Stage {
  readonly lines: LineList;
  /** Lines over 256 MB, which were not looked at. */
  readonly skippedCount: number;
}

export interface SearchStage extends FindStage {
  readonly hitCount: number;
}

export interface CountStage extends Stage {
  readonly counts: MergedCounts;
}

export interface ProfileStage extends Stage {
  readonly profile: FileProfile;
}

const scanBytes = 8 * 1024 * 1024;
/** Their parts are big maps, which must not keep the thread that merges them long. */
const countBytes = 2 * 1024 * 1024;

/**
 * Finds the lines (that match a query) that have a text or match a regular expression. Rejects with an Error if that is
 * none.
 */
export async function* searchLines(
  file: ScannedFile,
  { pattern, query }: { readonly pattern: SearchPattern; readonly query: Query },
  signal?: AbortSignal,
): AsyncGenerator<SearchStage> {
  let hitCount = 0;
  const ranges = splitEvenly(file.lines, scanBytes);
  const parts = file.run<'search'>({ kind: 'search', pattern, query }, ranges, signal);
  for await (const stage of gatherLines(file.lines, ranges, parts, (part) => (hitCount += part.hitCount))) {
    yield { ...stage, hitCount };
  }
}

/** Finds the lines that match a query. */
export function filterLines(
  file: ScannedFile,
  query: Query,
  signal?: AbortSignal,
): AsyncGenerator<FindStage> {
  const ranges = splitEvenly(file.lines, scanBytes);
  const parts = file.run<'filter'>({ kind: 'filter', query }, ranges, signal);
  return gatherLines(file.lines, ranges, parts, () => undefined);
}

/** Counts the lines (that match a query) by their values at a path; a stage has the `limit` most common ones. */
export async function* countValues(
  file: ScannedFile,
  { path, query, limit }: { readonly path: string; readonly query: Query; readonly limit: number },
  signal?: AbortSignal,
): AsyncGenerator<CountStage> {
  const merger = createCountMerger();
  const ranges = splitEvenly(file.lines, countBytes);
  const parts = file.run<'count'>({ kind: 'count', path, query }, ranges, signal);
  for await (const stage of gatherParts(ranges, parts, (part) => merger.add(part))) {
    yield { ...stage, counts: merger.top(limit) };
  }
}

/** Says of every path how many lines (that match a query) have it and what is there. */
export async function* profileFields(
  file: ScannedFile,
  query: Query,
  signal?: AbortSignal,
): AsyncGenerator<ProfileStage> {
  const merger = createProfileMerger();
  const ranges = splitEvenly(file.lines, scanBytes / 2);
  const parts = file.run<'profile'>({ kind: 'profile', query }, ranges, signal);
  for await (const stage of gatherParts(ranges, parts, (part) => merger.add(part))) {
    yield { ...stage, profile: merger.total() };
  }
}

async function* gatherLines<P extends FoundLines>(
  index: LineIndex,
  ranges: readonly FileRange[],
  parts: AsyncGenerator<P>,
  take: (part: P) => void,
): AsyncGenerator<FindStage> {
  const lines = createLineList();
  const locator = createLineLocator(index);
  let skippedCount = 0;
  const stages = gatherParts(ranges, parts, (part) => {
    for (const start of part.starts) lines.push(locator.locate(start));
    skippedCount += part.skippedCount;
    take(part);
  });
  for await (const stage of stages) yield { ...stage, lines, skippedCount };
}

/** Hands over part after part, and yields a stage when it is time for one, and when all parts were there. */
export async function* gatherParts<P>(
  ranges: readonly FileRange[],
  parts: AsyncGenerator<P>,
  take: (part: P, rangeIndex: number) => void | Promise<void>,
): AsyncGenerator<Stage> {
  const isTime = createThrottle();
  const sizeBytes = ranges.reduce((sum, it) => sum + it.toByte - it.fromByte, 0);
  let scannedBytes = 0;
  let rangeIndex = 0;
  for await (const part of parts) {
    await take(part, rangeIndex);
    const range = ranges[rangeIndex++];
    if (range) scannedBytes += range.toByte - range.fromByte;
    if (rangeIndex < ranges.length && isTime()) yield { scannedBytes, sizeBytes, isDone: false };
  }
  if (rangeIndex === ranges.length) yield { scannedBytes, sizeBytes, isDone: true };
}
