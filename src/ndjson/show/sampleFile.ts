import { once } from '../../util/once.ts';
import { listPathsOf, suggestColumns } from './columns.ts';
import type { FileLines } from '../file/fileLines.ts';
import type { FileReader } from '../file/fileReader.ts';
import type { LineIndex } from '../file/lineIndex.ts';
import { nestsTooDeep } from '../query/lineValue.ts';
import { judgedLineBytes, type RowColumn } from './rowReader.ts';
import { dropMarks } from '../../text/byteOrderMark.ts';

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
/** Lines among which those are found, where some are too long. */
const knownLines = 1000;
/** Where not even one ends in so much, nothing is learnt. */
const awaitedBytes = 16 * 1024 * 1024;

export function sampleFile(reader: FileReader, lines: FileLines): FileSample {
  // The lines of the sample are known from the start on, however long the others take to be found.
  const sample = once(() => readSample(reader, lines));
  return {
    suggestColumns: async () => suggestColumns(await sample()),
    listPaths: async () => listPathsOf(await sample()),
  };
}

/** The values of the first lines that are JSON. */
async function readSample(reader: FileReader, lines: FileLines): Promise<unknown[]> {
  if (lines.progress.lineCount === 0) await awaitLines(lines);
  const values: unknown[] = [];
  for (const [from, to] of planSample(lines.current(), lines.progress.lineCount)) {
    const bytes = Buffer.allocUnsafe(to - from);
    values.push(...readValues(bytes.toString('utf8', 0, await reader.read(bytes, from))));
  }
  return values;
}

/** A first line may be longer than what is known from the start on: waits for its end, but not for ever. */
async function awaitLines({ progress, onProgress, whenDone }: FileLines): Promise<void> {
  if (progress.isDone) return;
  const isEnough = Promise.withResolvers<void>();
  const listening = onProgress(({ lineCount, indexedBytes }) => {
    if (lineCount > 0 || indexedBytes >= awaitedBytes) isEnough.resolve();
  });
  // `whenDone` rejects with the reason for whoever waits for all lines.
  await Promise.race([isEnough.promise, whenDone.catch(() => undefined)]);
  listening.dispose();
}

/**
 * Where the lines of the sample are, as [start, end) of lines that follow one another. Lines as long as a whole sample
 * are left out, or the first of them is all of it.
 */
function planSample(index: LineIndex, lineCount: number): [number, number][] {
  const ranges: [number, number][] = [];
  let [takenLines, takenBytes] = [0, 0];
  let long: [number, number] | undefined;
  for (let line = 0; line < Math.min(lineCount, knownLines) && takenLines < sampleLines; line++) {
    const [start, end] = [index.lineStart(line), index.lineEnd(line)];
    const sizeBytes = end - start;
    if (sizeBytes > sampleBytes) {
      if (sizeBytes <= judgedLineBytes) long ??= [start, end];
      continue;
    }
    if (takenBytes + sizeBytes > sampleBytes) break;
    takenLines++;
    takenBytes += sizeBytes + 1;
    const last = ranges.at(-1);
    if (last && last[1] + 1 === start) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges.length > 0 ? ranges : long ? [long] : [];
}

function readValues(text: string): unknown[] {
  return dropMarks(text)
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
