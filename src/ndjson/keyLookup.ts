import type { FileStamp } from './fileStamp.ts';
import { createKeyIndexBuilder, type KeyIndex } from './keyIndex.ts';
import { keyIndexFilePath, readKeyIndexFile, writeKeyIndexFile } from './keyIndexFile.ts';
import { longestLineBytes } from './lineBlocks.ts';
import { pacePlaces, type ScannedFile, type Stage } from './lineTasks.ts';
import type { RowReader } from './rowReader.ts';
import { cutLines } from './stretches.ts';

const stretchBytes = 8 * 1024 * 1024;
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
  const builder = createKeyIndexBuilder(field);
  const stretches = cutLines(file.lines, stretchBytes);
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
}

/** Lines whose top-level field is a key, in ascending order; none if aborted. */
export type FindKey = (
  file: ScannedFile,
  field: string,
  key: string,
  signal?: AbortSignal,
) => Promise<number[]>;

/** Looks keys up through one index a field, read from where it was saved or built at the first question. */
export function createKeyFinder({ path, stamp, cacheDirectory, rows }: KeyFinderParts): FindKey {
  const indexes = new Map<string, KeyIndex>();

  async function getIndex(
    file: ScannedFile,
    field: string,
    signal?: AbortSignal,
  ): Promise<KeyIndex | undefined> {
    const known = indexes.get(field) ?? (await readSavedIndex(field, file.lines.lineCount));
    if (known) {
      indexes.set(field, known);
      return known;
    }
    for await (const { index } of buildKeyIndex(file, field, signal)) {
      if (!index) continue;
      indexes.set(field, index);
      if (cacheDirectory !== undefined && stamp.sizeBytes >= savedFromBytes) await saveIndex(index);
    }
    return indexes.get(field);
  }

  async function readSavedIndex(field: string, lineCount: number): Promise<KeyIndex | undefined> {
    const beside = await readKeyIndexFile(keyIndexFilePath(path, field), field, stamp, lineCount);
    if (beside || cacheDirectory === undefined) return beside;
    return readKeyIndexFile(keyIndexFilePath(path, field, cacheDirectory), field, stamp, lineCount);
  }

  async function saveIndex(index: KeyIndex): Promise<void> {
    try {
      await writeKeyIndexFile(keyIndexFilePath(path, index.field, cacheDirectory), index, stamp);
    } catch {
      // As with the line index: the next opening builds it again.
    }
  }

  return async (file, field, key, signal) => {
    const lines: number[] = [];
    for (const line of (await getIndex(file, field, signal))?.findLines(key) ?? []) {
      const bytes = await rows.readLine(line, longestLineBytes);
      if (hasKey(bytes.toString('utf8'), field, key)) lines.push(line);
    }
    return lines;
  };
}

/** Whether a line's text is an object that has the key at its top, as the value that counts. */
export function hasKey(text: string, field: string, key: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, field))
      return false;
    const own = (value as Record<string, unknown>)[field];
    return (typeof own === 'string' || typeof own === 'number') && String(own) === key;
  } catch {
    return false;
  }
}
