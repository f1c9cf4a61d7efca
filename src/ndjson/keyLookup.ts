import { readExactNumber, formatExactNumber } from './json/exactNumber.ts';
import type { FileStamp } from './file/fileStamp.ts';
import { createKeyIndexBuilder, type KeyIndex } from './keys/keyIndex.ts';
import { keyIndexFilePath, readKeyIndexFile, writeKeyIndexFile } from './keys/keyIndexFile.ts';
import { toKey } from './json/keyHash.ts';
import { longestLineBytes, type FileRange } from './file/lineBlocks.ts';
import { gatherParts, type ScannedFile, type Stage } from './scan/lineTasks.ts';
import { parseByValue } from './json/parseJson.ts';
import { parseQueryNumber } from '../protocol/query.ts';
import type { RowReader } from './show/rowReader.ts';
import { shareWork } from './scan/shareWork.ts';
import { splitEvenly } from './file/fileRanges.ts';

const rangeBytes = 8 * 1024 * 1024;
const warmUpRanges = 4;
/** As with the line index: the index of a smaller file is built faster than it is read. */
const savedFromBytes = 64 * 1024 * 1024;

/** How far the building of a key index is; the last stage has the index. */
export interface KeyIndexStage extends Stage {
  readonly index: KeyIndex | undefined;
}

/** Indexes a top-level field's values in all lines. */
export async function* buildKeyIndex(
  file: ScannedFile,
  field: string,
  signal?: AbortSignal,
): AsyncGenerator<KeyIndexStage> {
  yield* indexRanges(file, field, splitEvenly(file.lines, rangeBytes), signal);
}

/** Indexes the beginning of a file and forgets it, so that this thread's code for it is compiled when it is needed. */
export async function warmUpKeyIndex(file: ScannedFile): Promise<void> {
  const ranges = splitEvenly(file.lines, rangeBytes).slice(0, warmUpRanges);
  for await (const stage of indexRanges(file, 'external_id', ranges)) void stage;
}

async function* indexRanges(
  file: ScannedFile,
  field: string,
  ranges: readonly FileRange[],
  signal?: AbortSignal,
): AsyncGenerator<KeyIndexStage> {
  const builder = createKeyIndexBuilder(field);
  let lineCount = 0;
  const parts = file.run<'keys'>({ kind: 'keys', field }, ranges, signal);
  const stages = gatherParts(ranges, parts, (part) => {
    builder.add(part.numbers, lineCount);
    lineCount += part.lineCount;
  });
  for await (const stage of stages)
    yield { ...stage, index: stage.isDone ? await builder.build() : undefined };
}

/** What looking keys up needs beside the file's lines. */
export interface KeyFinderParts {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly cacheDirectory: string | undefined;
  readonly rows: RowReader;
  readonly closing: AbortController;
  readonly scanned: () => Promise<ScannedFile>;
}

/** Finds lines whose top-level field is a key, in ascending order; none if aborted or closed. */
export type FindKey = (field: string, key: string, signal?: AbortSignal) => Promise<number[]>;

/** Looks keys up through one index a field, read from where it was saved or built once for all who ask. */
export function createKeyFinder(parts: KeyFinderParts): FindKey {
  const { rows, closing } = parts;
  const getIndex = shareWork((field, signal) =>
    loadIndex(parts, field, AbortSignal.any([signal, closing.signal])),
  );
  return async (field, key, signal) => {
    const lines: number[] = [];
    const index = await getIndex(field, signal);
    const candidates = listKeyTexts(key).flatMap((it) => index?.findLines(it) ?? []);
    for (const line of new Set(candidates.sort((a, b) => a - b))) {
      const bytes = await rows.readLine(line, longestLineBytes);
      if (hasKey(bytes.toString('utf8'), field, key)) lines.push(line);
    }
    return lines;
  };
}

async function loadIndex(
  { path, stamp, cacheDirectory, scanned }: KeyFinderParts,
  field: string,
  signal: AbortSignal,
): Promise<KeyIndex | undefined> {
  const file = await scanned();
  const directories = [undefined, ...(cacheDirectory === undefined ? [] : [cacheDirectory])];
  for (const directory of directories) {
    const { lineCount } = file.lines;
    const saved = await readKeyIndexFile(keyIndexFilePath(path, field, directory), field, stamp, lineCount);
    if (saved) return saved;
  }
  let index: KeyIndex | undefined;
  for await (const stage of buildKeyIndex(file, field, signal)) index = stage.index;
  if (!index || cacheDirectory === undefined || stamp.sizeBytes < savedFromBytes) return index;
  try {
    await writeKeyIndexFile(keyIndexFilePath(path, field, cacheDirectory), index, stamp);
  } catch {
    // As with the line index: the next opening builds it again.
  }
  return index;
}

/** The texts that a key may be indexed by: its own, and if it is a number that of every way to write it. */
function listKeyTexts(key: string): string[] {
  if (parseQueryNumber(key) === undefined) return [key];
  return [...new Set([key, formatExactNumber(readExactNumber(key))])];
}

/** Whether a line's text is an object that has the key at its top, as the value that counts. */
export function hasKey(text: string, field: string, key: string): boolean {
  try {
    const value = parseByValue(text.replace(/^\ufeff/, ''));
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, field))
      return false;
    const own = (value as Record<string, unknown>)[field];
    const ownKey = toKey(own);
    return (
      ownKey === key ||
      (typeof own !== 'string' && ownKey !== undefined && listKeyTexts(key).includes(ownKey))
    );
  } catch {
    return false;
  }
}
