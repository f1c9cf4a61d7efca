import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import { UserError } from '../../protocol/userError.ts';
import type { ColumnShow } from '../../protocol/viewer.ts';
import { showSize } from '../../protocol/showSize.ts';
import type { FileReader } from '../file/fileReader.ts';
import { createFileChangedError } from '../file/fileStamp.ts';
import { pickGreatest } from '../json/greatestValue.ts';
import { createKernel, type Kernel, type KernelCode } from '../kernel/kernel.ts';
import type { LineIndex } from '../file/lineIndex.ts';
import { isBlank } from '../query/lineValue.ts';
import { parseAsWritten } from '../json/parseJson.ts';
import { createPathReader, type PathReader } from '../query/pathReader.ts';
import { measureMark } from '../../text/byteOrderMark.ts';
import { showControls } from '../../text/showControls.ts';
import { describeBytes, type Oddity } from './rowText.ts';

/**
 * What a column shows of a line: the values at a path, the greatest of them (see `pickGreatest`), or how many elements a
 * list has.
 */
export interface RowColumn {
  readonly path: string;
  readonly show: ColumnShow;
}

/** A line as a row. `unread`: too long to be judged or taken apart here; its beginning is in `text` all the same. */
export interface Row {
  /** Counted from 0. */
  readonly line: number;
  /** Without the `\n`. */
  readonly sizeBytes: number;
  readonly state: 'json' | 'invalid' | 'blank' | 'unread';
  /** The line, or as much of it as was asked for; see `RowText`. */
  readonly text: string;
  /** Whether `text` is only the line's beginning. */
  readonly isCut: boolean;
  readonly oddities: readonly Oddity[];
  /** One a column: its values joined by commas, numbers as they are written, '' where there are none. */
  readonly cells: readonly string[];
}

export interface RowOptions {
  readonly columns?: readonly RowColumn[];
  /** Bytes of a line to give as text; default 2,000. */
  readonly textBytes?: number;
}

export interface RowReader {
  /** Rows of these lines, in their order. Lines the index does not have are left out. Error if the file lost them. */
  readRows(lines: readonly number[], options?: RowOptions): Promise<Row[]>;
  /** All bytes of a line. Rejects with a UserError for more than `limitBytes`. */
  readLine(line: number, limitBytes: number): Promise<Buffer>;
}

/** Longer lines are not parsed for a row: it would block the thread. */
export const judgedLineBytes = 1024 * 1024;
/** Read and parsed at once, which takes some milliseconds; then the event loop gets to run other work. */
const sliceBytes = judgedLineBytes;
const defaultTextBytes = 2000;
/** UTF-16 units: what is longer is cut. */
export const longestCell = 200;

/** Reads rows through an index that may still grow. */
export function createRowReader(
  reader: FileReader,
  index: () => LineIndex,
  getCode: () => KernelCode,
): RowReader {
  const cellsOf = createCellReader(getCode);

  async function readBytes(start: number, sizeBytes: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(sizeBytes);
    if ((await reader.read(bytes, start)) < sizeBytes) throw createFileChangedError();
    return bytes;
  }

  return {
    async readRows(lines, { columns = [], textBytes = defaultTextBytes } = {}) {
      const rows: Row[] = [];
      let takenBytes = 0;
      for (const run of joinRuns(planLines(index(), lines, textBytes))) {
        if (takenBytes >= sliceBytes) {
          takenBytes = 0;
          await setImmediate();
        }
        const from = run[0]?.start ?? 0;
        const last = run.at(-1);
        const bytes = await readBytes(from, last ? last.start + last.takenBytes - from : 0);
        takenBytes += bytes.length;
        for (const { line, start, sizeBytes, takenBytes: ownBytes, isJudged } of run) {
          const own = bytes.subarray(start - from, start - from + ownBytes);
          const isCut = sizeBytes > textBytes;
          const shown = isCut ? own.subarray(0, textBytes) : own;
          const read = isJudged ? cellsOf(own, columns) : createEmptyCells(columns);
          rows.push({
            line,
            sizeBytes,
            isCut,
            ...describeBytes(shown, { isWhole: !isCut }),
            ...read,
          });
        }
      }
      return rows;
    },
    async readLine(line, limitBytes) {
      const start = index().lineStart(line);
      const sizeBytes = index().lineEnd(line) - start;
      if (sizeBytes > limitBytes) throw new UserError(explainLength(line, sizeBytes, limitBytes));
      return readBytes(start, sizeBytes);
    },
  };
}

/** A line that is to be read: all of it if it is judged, else its beginning. */
interface WantedLine {
  readonly line: number;
  readonly start: number;
  readonly sizeBytes: number;
  readonly takenBytes: number;
  readonly isJudged: boolean;
}

function planLines(index: LineIndex, lines: readonly number[], textBytes: number): WantedLine[] {
  return lines
    .filter((line) => line < index.lineCount)
    .map((line) => {
      const start = index.lineStart(line);
      const sizeBytes = index.lineEnd(line) - start;
      const isJudged = sizeBytes <= judgedLineBytes;
      return {
        line,
        start,
        sizeBytes,
        takenBytes: isJudged ? sizeBytes : Math.min(sizeBytes, textBytes),
        isJudged,
      };
    });
}

/** Lines that follow one another are read at once, up to some size. */
function joinRuns(lines: readonly WantedLine[]): WantedLine[][] {
  const runs: WantedLine[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows = before && before.start + before.takenBytes + 1 === line.start;
    if (run?.[0] && follows && line.start + line.takenBytes - run[0].start <= sliceBytes) run.push(line);
    else runs.push([line]);
  }
  return runs;
}

function createEmptyCells(columns: readonly RowColumn[]): { state: Row['state']; cells: string[] } {
  return { state: 'unread', cells: columns.map(() => '') };
}

type CellReader = (bytes: Buffer, columns: readonly RowColumn[]) => { state: Row['state']; cells: string[] };

function explainLength(line: number, sizeBytes: number, limitBytes: number): string {
  return l10n.t(
    'Line {0} is too long: it has {1}, and lines of up to {2} can be read.',
    showNumber(line + 1),
    showSize(sizeBytes),
    showSize(limitBytes),
  );
}

/** The kernel serves the columns asked for last; others get a new one. */
function createCellReader(getCode: () => KernelCode): CellReader {
  let kernel: Kernel | undefined;
  let reader: PathReader | undefined;
  let readerPaths: readonly string[] = [];

  return (bytes, columns) => {
    const paths = [...new Set(columns.map((it) => it.path))];
    if (!kernel || !reader || !isSame(readerPaths, paths)) {
      kernel = createKernel(getCode(), 65_536);
      reader = createPathReader(kernel, paths, parseAsWritten);
      readerPaths = paths;
    }
    kernel.makeRoom(bytes.length + 1);
    kernel.file.set(bytes);
    kernel.file[bytes.length] = 0x0a;
    const start = measureMark(bytes);
    if (isBlank(kernel, start, bytes.length)) return { state: 'blank', cells: columns.map(() => '') };
    // A \n cannot be in a line, and in the kernel it is where a line ends.
    if (!reader.read(start, bytes.length)) return { state: 'invalid', cells: columns.map(() => '') };
    const values = paths.map((_, i) => reader?.valuesOf(i) ?? []);
    return {
      state: 'json',
      cells: columns.map((column) => formatCell(column, values[paths.indexOf(column.path)] ?? [])),
    };
  };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((it, i) => it === others[i]);
}

function formatCell({ show }: RowColumn, values: readonly unknown[]): string {
  if (values.length === 0) return '';
  switch (show) {
    case 'value':
      return values.map(formatValue).join(', ').slice(0, longestCell);
    case 'last':
      return formatValue(pickGreatest(values));
    case 'count':
      return String(values.reduce<number>((sum, it) => sum + (Array.isArray(it) ? it.length : 1), 0));
  }
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return showControls(text.slice(0, longestCell));
}
