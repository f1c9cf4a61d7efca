import * as l10n from '@vscode/l10n';
import type { NdjsonFile } from '../ndjson/openFile.ts';
import type { SaveStage } from '../ndjson/saveLines.ts';
import { showCount, showNumber } from '../protocol/showCount.ts';
import { UserError } from '../protocol/userError.ts';
import type { RowRange, SaveFormat, ViewerColumn } from '../protocol/viewer.ts';
import { createSelectionRef, type LineRef, type LineSelectionRef } from './lineRefs.ts';
import { selectLines, type SelectedLines, type ViewedList } from './viewedList.ts';

/** What the editor does for a page. */
export interface ViewerOutlets {
  openLine(line: LineRef, options: { readonly beside: boolean }): Promise<void>;
  openLines(lines: LineSelectionRef): Promise<void>;
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
  /** A new path for a copy in UTF-8, which is removed when its editor is closed. */
  createCopyPath(filePath: string): Promise<string>;
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
  const { bytes } = await createSelectionRef(file, selected, copyBounds, signal);
  const texts: string[] = [];
  for (const [from, to] of bytes) texts.push(await file.readText(from, to));
  await file.requireSameBytes();
  await outlets.copyText(texts.join('\n'));
  return l10n.t('Copied {0} as JSON.', showCount(selected.length, 'row'));
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
    const most = showNumber(copyBounds.maxLines);
    throw new UserError(l10n.t('At most {0} identifiers can be copied. Save the rows as CSV instead.', most));
  }
  const ids: string[] = [];
  for (let from = 0; from < selected.length; from += batchLength) {
    signal.throwIfAborted();
    const texts = await file.readFieldTexts(sliceLines(selected, from), keyPath);
    ids.push(...texts.filter((id) => id !== ''));
  }
  await file.requireSameBytes();
  if (ids.length === 0) throw new UserError(l10n.t('None of these rows has “{0}”.', keyPath));
  await outlets.copyText(ids.join('\n'));
  return describeIds(ids.length, selected.length - ids.length);
}

function describeIds(copied: number, without: number): string {
  const done =
    copied === 1 ? l10n.t('Copied the identifier.') : l10n.t('Copied {0} identifiers.', showNumber(copied));
  if (without === 0) return done;
  const rest = without === 1 ? l10n.t('1 row has none.') : l10n.t('{0} rows have none.', showNumber(without));
  return `${done} ${rest}`;
}

function sliceLines(selected: SelectedLines, from: number): number[] {
  const length = Math.min(batchLength, selected.length - from);
  return Array.from({ length }, (_, i) => selected.at(from + i));
}

const fileEndings: Readonly<Record<SaveFormat, string>> = {
  ndjson: 'ndjson',
  csv: 'csv',
  csvForExcel: 'csv',
};

export interface SaveOrder {
  /** All rows without. */
  readonly ranges?: readonly RowRange[] | undefined;
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
    throw new UserError(l10n.t('A CSV file needs at least one column.'));
  return list.held.use(async (file) => {
    const target = await outlets.askTarget(`${suggestedName}.${fileEndings[format]}`, format);
    if (target === undefined) return undefined;
    if (openPaths.includes(target)) throw new UserError(l10n.t('This file is open. Choose another name.'));
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
    const saved = await outlets.runWithProgress(l10n.t('Saving {0}', name), save);
    if (!saved) return undefined;
    const rows = showCount(saved.savedLines, 'row');
    return saved.isUnfinished
      ? l10n.t('Saved {0} found so far as {1}.', rows, name)
      : l10n.t('Saved {0} as {1}.', rows, name);
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
    report(l10n.t('{0} of {1}', showNumber(stage.savedLines), showCount(stage.lineCount, 'row')));
  }
  return savedLines;
}

const reportEveryMs = 200;
