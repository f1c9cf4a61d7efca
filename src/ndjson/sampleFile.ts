import { once } from '../util/once.ts';
import { listPathsOf, suggestColumns } from './columns.ts';
import type { FileLines } from './fileLines.ts';
import type { FileReader } from './fileReader.ts';
import { nestsTooDeep } from './lineValue.ts';
import type { RowColumn } from './rowReader.ts';

/** What the first lines of a file tell of the others. */
export interface FileSample {
  /** Columns fit for the first lines: those of a user, or the fields at the top. */
  suggestColumns(): Promise<RowColumn[]>;
  /** Paths seen in the first lines, for completion; `profile` knows all of them. */
  listPaths(): Promise<string[]>;
}

/** Lines looked at to learn what a file has. */
const sampleLines = 50;
const sampleBytes = 256 * 1024;

export function sampleFile(reader: FileReader, lines: FileLines): FileSample {
  // The lines of the sample are known from the start on, however long the others take to be found.
  const sample = once(() => readSample(reader, lines));
  return {
    suggestColumns: async () => suggestColumns(await sample()),
    listPaths: async () => listPathsOf(await sample()),
  };
}

/** The values of the first lines that are JSON. */
async function readSample(reader: FileReader, { progress, current }: FileLines): Promise<unknown[]> {
  const index = current();
  let lineCount = Math.min(sampleLines, progress.lineCount);
  while (lineCount > 0 && index.lineEnd(lineCount - 1) > sampleBytes) lineCount--;
  if (lineCount === 0) return [];
  const bytes = Buffer.allocUnsafe(index.lineEnd(lineCount - 1));
  const text = bytes.toString('utf8', 0, await reader.read(bytes, 0));
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line);
        return nestsTooDeep(line) ? [] : [value];
      } catch {
        // Lines that are no JSON have no fields.
        return [];
      }
    });
}
