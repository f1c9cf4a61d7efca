import { readExactNumber, spellNumber } from './json/exactNumber.ts';
import type { FileStamp } from './file/fileStamp.ts';
import { createKeyIndexBuilder, type KeyIndex } from './keys/keyIndex.ts';
import { keyIndexFilePath, readKeyIndexFile, writeKeyIndexFile } from './keys/keyIndexFile.ts';
import { toKey } from './json/keyHash.ts';
import { longestLineBytes, type Stretch } from './file/lineBlocks.ts';
import { pacePlaces, type ScannedFile, type Stage } from './scan/lineTasks.ts';
import { parseByValue } from './json/parseJson.ts';
import { readNumber } from '../protocol/query.ts';
import type { RowReader } from './show/rowReader.ts';
import { shareWork } from './scan/shareWork.ts';
import { cutEvenly } from './file/stretches.ts';

const stretchBytes = 8 * 1024 * 1024;
const rehearsedStretches = 4;
/** As with the line index: what is built in no time is not saved. */
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
  yield* indexStretches(file, field, cutEvenly(file.lines, stretchBytes), signal);
}

/** Indexes the beginning of a file and forgets it: the code of this thread, too, is slow until it has been used. */
export async function rehearseKeyIndex(file: ScannedFile): Promise<void> {
  const stretches = cutEvenly(file.lines, stretchBytes).slice(0, rehearsedStretches);
  for await (const stage of indexStretches(file, 'external_id', stretches)) void stage;
}

async function* indexStretches(
  file: ScannedFile,
  field: string,
  stretches: readonly Stretch[],
  signal?: AbortSignal,
): AsyncGenerator<KeyIndexStage> {
  const builder = createKeyIndexBuilder(field);
  let lineCount = 0;
  const parts = file.run<'keys'>({ kind: 'keys', field }, stretches, signal);
  const stages = pacePlaces(stretches, parts, (part) => {
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

/** Looks keys up through one index a field, read from where it was saved or built once for all who ask. */
export interface KeyFinder {
  /** Lines whose top-level field is a key, in ascending order; none if aborted or closed. */
  find(field: string, key: string, signal?: AbortSignal): Promise<number[]>;
  /** Gets the index ready. */
  warm(field: string, signal?: AbortSignal): Promise<void>;
}

export function createKeyFinder(parts: KeyFinderParts): KeyFinder {
  const { rows, closing } = parts;
  const getIndex = shareWork((field, signal) =>
    loadIndex(parts, field, AbortSignal.any([signal, closing.signal])),
  );
  return {
    async find(field, key, signal) {
      const lines: number[] = [];
      const index = await getIndex(field, signal);
      const candidates = spellKey(key).flatMap((it) => index?.findLines(it) ?? []);
      for (const line of new Set(candidates.sort((a, b) => a - b))) {
        const bytes = await rows.readLine(line, longestLineBytes);
        if (hasKey(bytes.toString('utf8'), field, key)) lines.push(line);
      }
      return lines;
    },
    warm: async (field, signal) => void (await getIndex(field, signal)),
  };
}

async function loadIndex(
  { path, stamp, cacheDirectory, scanned }: KeyFinderParts,
  field: string,
  signal: AbortSignal,
): Promise<KeyIndex | undefined> {
  const file = await scanned();
  const places = [undefined, ...(cacheDirectory === undefined ? [] : [cacheDirectory])];
  for (const place of places) {
    const { lineCount } = file.lines;
    const saved = await readKeyIndexFile(keyIndexFilePath(path, field, place), field, stamp, lineCount);
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

/** The texts that a key may be indexed by: its own, and if it is a number that of every spelling. */
function spellKey(key: string): string[] {
  if (readNumber(key) === undefined) return [key];
  return [...new Set([key, spellNumber(readExactNumber(key))])];
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
      ownKey === key || (typeof own !== 'string' && ownKey !== undefined && spellKey(key).includes(ownKey))
    );
  } catch {
    return false;
  }
}
