import { open, rename, rm } from 'node:fs/promises';
import { csvMark, writeCsvRow } from '../text/csvCells.ts';
import { pickGreatest } from './json/greatestValue.ts';
import { longestLineBytes } from './file/lineBlocks.ts';
import { parseAsWritten } from './json/parseJson.ts';
import { collectValues } from './json/paths.ts';
import type { RowColumn, RowReader } from './show/rowReader.ts';

/** Lines to be saved, in their order: a list that a task found, or all lines of the file. */
export interface LinesToSave {
  readonly length: number;
  at(index: number): number;
}

/** What is saved as CSV. */
export interface CsvToSave {
  readonly lines: LinesToSave;
  readonly columns: readonly RowColumn[];
  /** Whether it begins with a byte order mark, by which spreadsheets know UTF-8. Default false. */
  readonly hasMark?: boolean;
}

/** The open file whose lines are saved. */
export interface SavedFile {
  readonly rows: Pick<RowReader, 'readLine'>;
  /** Rejects if the bytes that were opened are no longer there. */
  requireSameBytes(): Promise<void>;
}

export interface SaveStage {
  readonly savedLines: number;
  readonly lineCount: number;
  readonly isDone: boolean;
}

const batchBytes = 1024 * 1024;

/**
 * Saves lines as NDJSON, each byte for byte (a byte order mark and `\r` included) with `\n` after it. Writes to a `.part`
 * file and renames it at the end; when aborted nothing is left. Rejects with an Error, and leaves nothing either, if the
 * file's bytes changed meanwhile.
 */
export function saveNdjson(
  file: SavedFile,
  lines: LinesToSave,
  targetPath: string,
  signal?: AbortSignal,
): AsyncGenerator<SaveStage> {
  const convert = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from('\n')]);
  return saveLines(file, { lines, heading: '', convert }, targetPath, signal);
}

/**
 * Saves chosen columns as CSV (RFC 4180, UTF-8, CRLF), first row the paths. A column has what it shows of a line, whole
 * and as it came: several values of a path are joined by `; `, lists and objects are JSON, numbers are as they are
 * written. Lines that are no JSON become rows of empty cells. Otherwise as `saveNdjson`.
 */
export function saveCsv(
  file: SavedFile,
  { lines, columns, hasMark = false }: CsvToSave,
  targetPath: string,
  signal?: AbortSignal,
): AsyncGenerator<SaveStage> {
  const heading = (hasMark ? csvMark : '') + writeCsvRow(columns.map(nameColumn));
  const convert = (bytes: Buffer): Buffer => Buffer.from(toCsvRow(bytes, columns));
  return saveLines(file, { lines, heading, convert }, targetPath, signal);
}

interface SavePlan {
  readonly lines: LinesToSave;
  readonly heading: string;
  readonly convert: (bytes: Buffer) => Buffer;
}

async function* saveLines(
  file: SavedFile,
  { lines, heading, convert }: SavePlan,
  targetPath: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<SaveStage> {
  const partPath = `${targetPath}.${crypto.randomUUID()}.part`;
  const target = await open(partPath, 'wx', 0o600);
  let isWhole = false;
  try {
    let batch: Buffer[] = [Buffer.from(heading)];
    let sizeBytes = 0;
    for (let index = 0; index < lines.length && !signal?.aborted; index++) {
      const converted = convert(await file.rows.readLine(lines.at(index), longestLineBytes));
      batch.push(converted);
      sizeBytes += converted.length;
      if (sizeBytes < batchBytes) continue;
      await target.writeFile(Buffer.concat(batch));
      batch = [];
      sizeBytes = 0;
      yield { savedLines: index + 1, lineCount: lines.length, isDone: false };
    }
    if (signal?.aborted) return;
    await target.writeFile(Buffer.concat(batch));
    await file.requireSameBytes();
    isWhole = true;
  } finally {
    await target.close();
    if (isWhole) await rename(partPath, targetPath);
    else await rm(partPath, { force: true });
  }
  yield { savedLines: lines.length, lineCount: lines.length, isDone: true };
}

function nameColumn({ path, show }: RowColumn): string {
  return show === 'value' ? path : `${path} (${show})`;
}

function toCsvRow(bytes: Buffer, columns: readonly RowColumn[]): string {
  const value = parseOrNothing(bytes.toString('utf8').replace(/^\ufeff/, ''));
  return writeCsvRow(columns.map((column) => formatValues(column.show, collectValues(value, column.path))));
}

function formatValues(show: RowColumn['show'], values: readonly unknown[]): string {
  if (values.length === 0) return '';
  switch (show) {
    case 'value':
      return values.map(formatCell).join('; ');
    case 'last':
      return formatCell(pickGreatest(values));
    case 'count':
      return String(values.reduce<number>((sum, it) => sum + (Array.isArray(it) ? it.length : 1), 0));
  }
}

function parseOrNothing(text: string): unknown {
  try {
    return parseAsWritten(text);
  } catch {
    return undefined;
  }
}

function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
