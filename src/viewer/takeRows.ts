import type { NdjsonFile } from '../ndjson/openFile.ts';
import type { SaveStage } from '../ndjson/saveLines.ts';
import { UserError } from '../protocol/userError.ts';
import type { SaveFormat, ViewerColumn } from '../protocol/viewer.ts';
import { refLines, type LineRef, type LinesRef } from './lineRefs.ts';
import { selectLines, type RowRanges, type SelectedLines, type ViewedList } from './viewedList.ts';

/** What the editor does for a page. */
export interface ViewerOutlets {
  openLine(line: LineRef, options: { readonly beside: boolean }): Promise<void>;
  openLines(lines: LinesRef): Promise<void>;
  /** Shows two lines in the diff editor, their keys sorted. */
  compareLines(left: LineRef, right: LineRef): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Asks where to save; gives a path of this machine, or undefined where the user thought better of it. */
  askTarget(suggestedName: string, format: SaveFormat): Promise<string | undefined>;
  /** Asks for another file to compare with. */
  askOther(): Promise<string | undefined>;
  /** Asks in which of some encodings a text is, each with how a part of it would read. */
  askEncoding(
    choices: readonly { readonly label: string; readonly sample: string }[],
  ): Promise<string | undefined>;
  /** A new place for a copy in UTF-8, which is removed when its editor is closed. */
  makeCopyPlace(filePath: string): Promise<string>;
  openFile(filePath: string): Promise<void>;
  /** Runs work that can be cancelled; `report` says how far it is. */
  runWithProgress<T>(title: string, work: ProgressWork<T>): PromiseLike<T>;
  /** Says what was done, where the page that asked for it is gone. */
  announce(sentence: string): void;
  recallColumns(likeness: string): ViewerColumn[] | undefined;
  rememberColumns(likeness: string, columns: ViewerColumn[]): Promise<void>;
}

export type ProgressWork<T> = (signal: AbortSignal, report: (message: string) => void) => Promise<T>;

/** The editor gives up the language features of a document that is much larger, and keeps every line of it in memory. */
export const documentBounds = { maxBytes: 40 * 1024 * 1024, maxLines: 200_000 };
/** The clipboard takes all at once, on the editor's own thread. */
export const copyBounds = { maxBytes: 10 * 1024 * 1024, maxLines: 100_000 };

/** Copies lines as they stand in the file, one below the other. Gives what was done. */
export async function copyJson(
  file: NdjsonFile,
  selected: SelectedLines,
  outlets: Pick<ViewerOutlets, 'copyText'>,
  signal: AbortSignal,
): Promise<string> {
  const { bytes } = await refLines(file, selected, copyBounds, signal);
  const texts: string[] = [];
  for (const [from, to] of bytes) texts.push(await file.readText(from, to));
  await file.requireSameBytes();
  await outlets.copyText(texts.join('\n'));
  return `Copied ${countRows(selected.length)} as JSON.`;
}

const batchLength = 200;

/** Copies the values of the key field, numbers as they are spelt, a line each; lines that have none are left out, and counted. */
export async function copyIds(
  file: NdjsonFile,
  { selected, keyPath }: { readonly selected: SelectedLines; readonly keyPath: string },
  outlets: Pick<ViewerOutlets, 'copyText'>,
  signal: AbortSignal,
): Promise<string> {
  if (selected.length > copyBounds.maxLines) {
    const most = copyBounds.maxLines.toLocaleString('en');
    throw new UserError(`At most ${most} identifiers can be copied. Save the rows as CSV instead.`);
  }
  const ids: string[] = [];
  for (let from = 0; from < selected.length; from += batchLength) {
    signal.throwIfAborted();
    const texts = await file.readFieldTexts(sliceLines(selected, from), keyPath);
    ids.push(...texts.filter((id) => id !== ''));
  }
  await file.requireSameBytes();
  if (ids.length === 0) throw new UserError(`None of these rows has “${keyPath}”.`);
  await outlets.copyText(ids.join('\n'));
  const without = selected.length - ids.length;
  const rest = without > 0 ? ` ${countRows(without)} ${without === 1 ? 'has' : 'have'} none.` : '';
  return `Copied ${ids.length === 1 ? 'the identifier' : `${ids.length.toLocaleString('en')} identifiers`}.${rest}`;
}

function sliceLines(selected: SelectedLines, from: number): number[] {
  const length = Math.min(batchLength, selected.length - from);
  return Array.from({ length }, (_, i) => selected.at(from + i));
}

export interface SaveOrder {
  /** All rows without. */
  readonly ranges?: RowRanges | undefined;
  readonly format: SaveFormat;
  readonly columns: readonly ViewerColumn[];
}

/** Saves rows where the user says; gives what was done, or undefined where they thought better of it. */
export async function saveRows(
  list: ViewedList,
  { ranges, format, columns }: SaveOrder,
  { suggestedName, openPaths }: { readonly suggestedName: string; readonly openPaths: readonly string[] },
  outlets: ViewerOutlets,
): Promise<string | undefined> {
  if (format !== 'ndjson' && columns.length === 0)
    throw new UserError('A CSV file needs at least one column.');
  return list.held.use(async (file) => {
    const target = await outlets.askTarget(
      `${suggestedName}.${format === 'ndjson' ? 'ndjson' : 'csv'}`,
      format,
    );
    if (target === undefined) return undefined;
    if (openPaths.includes(target)) throw new UserError('This file is open. Choose another name.');
    const save = async (
      signal: AbortSignal,
      report: (message: string) => void,
    ): Promise<Saved | undefined> => {
      // The whole file is all its lines, not those that happen to be known.
      if (!ranges) await file.whenIndexed();
      const lines = selectLines(list.lines, ranges);
      const isUnfinished = !ranges && !list.isWhole();
      const chosen = columns.map(({ path, show }) => ({ path, show }));
      const stages =
        format === 'ndjson'
          ? file.saveNdjson(lines, target, signal)
          : file.saveCsv({ lines, columns: chosen, hasMark: format === 'csvForExcel' }, target, signal);
      const savedLines = await reportStages(stages, report);
      return savedLines === undefined ? undefined : { savedLines, isUnfinished };
    };
    const name = target.slice(Math.max(target.lastIndexOf('/'), target.lastIndexOf('\\')) + 1);
    const saved = await outlets.runWithProgress(`Saving ${name}`, save);
    if (!saved) return undefined;
    return `Saved ${countRows(saved.savedLines)}${saved.isUnfinished ? ' found so far' : ''} as ${name}.`;
  });
}

interface Saved {
  readonly savedLines: number;
  /** The list could have got more lines. */
  readonly isUnfinished: boolean;
}

/** Gives how many lines were saved; undefined where the saving did not come to its end. */
async function reportStages(
  stages: AsyncGenerator<SaveStage>,
  report: (message: string) => void,
): Promise<number | undefined> {
  let savedLines: number | undefined;
  let saidAt = 0;
  for await (const stage of stages) {
    if (stage.isDone) savedLines = stage.savedLines;
    const now = performance.now();
    if (now - saidAt < reportEveryMs) continue;
    saidAt = now;
    report(`${stage.savedLines.toLocaleString('en')} of ${countRows(stage.lineCount)}`);
  }
  return savedLines;
}

const reportEveryMs = 200;

function countRows(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`;
}
