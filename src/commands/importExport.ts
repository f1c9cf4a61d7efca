import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { listActions } from '../exports/exportActions.ts';
import type { ExportRow } from '../exports/exportRow.ts';
import { commands } from '../ids.ts';
import type { ImportRequest } from '../exports/jobs/jobRecord.ts';
import { UserError } from '../protocol/userError.ts';
import { isKnownEncoding } from '../text/encoding.ts';
import { chooseEncoding, chooseReading } from './prompts/chooseReading.ts';
import { openExportFile } from './exportRowCommands.ts';
import { pickExportRow } from './prompts/pickExportRow.ts';
import type { CommandContext, CommandEffect } from './commandContext.ts';
import { problem } from './argumentProblems.ts';
import { filledText, readArgument } from './readArgument.ts';

const readingArgument = {
  encoding: z.string(problem('notText')).refine(isKnownEncoding, problem('notEncoding')).optional(),
  delimiter: z.string(problem('notText')).max(1, problem('notOneCharacter')).optional(),
  hasHeading: z.boolean(problem('notBoolean')).optional(),
};

const importArgument = z.object({
  path: z.string(problem('notText')).refine((it) => path.isAbsolute(it), problem('notAbsolutePath')),
  ...readingArgument,
});

const rereadArgument = z.object({
  id: filledText,
  ...readingArgument,
});

const extensions = ['zip', 'gz', 'txt', 'json', 'ndjson', 'jsonl', 'csv', 'tsv'];

/** What `appboy.importExport` gives back. */
export interface Imported {
  directory: string;
  ndjsonPath: string;
}

/**
 * Unpacks files at hand into exports of their own, and opens them unless an argument named the one. Files come from an
 * argument, from the Explorer's menu (a file, and all selected ones) or from a dialog; they stay as they are.
 */
export async function importExport(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect | undefined> {
  const given =
    argument instanceof vscode.Uri
      ? undefined
      : readArgument(commands.importExport, importArgument, argument);
  const ids: string[] = [];
  const wanted: readonly (ImportRequest | vscode.Uri)[] = given
    ? [given]
    : (readUris(argument, selected) ?? (await askFiles()));
  return async () => {
    // Those that were started stay started: Retry goes on with the rest.
    for (const it of wanted.slice(ids.length))
      ids.push(await (it instanceof vscode.Uri ? importUri(context, it) : importFile(context, it)));
    const ended = await Promise.all(ids.map((id) => context.exports.whenResting(id)));
    if (!given) for (const [i, row] of ended.entries()) ended[i] = await askEncoding(context, row);
    const imported = ended.filter((it) => it?.stage.stage === 'done').map((it) => it as ExportRow);
    if (!given) for (const row of imported) await openExportFile(context, row);
    return imported[0] && describeImport(imported[0]);
  };
}

/** Where a file may be in several encodings, whoever opened it chooses; the refused attempt goes then. */
async function askEncoding(
  context: CommandContext,
  row: ExportRow | undefined,
): Promise<ExportRow | undefined> {
  if (row?.stage.stage !== 'failed' || !row.stage.encodings) return row;
  const encoding = await chooseEncoding(row.title, row.stage.encodings);
  return encoding === undefined ? row : readAgain(context, row, { encoding });
}

/** Opens the file of an import once more, read in another way; an attempt that was refused makes room for it. */
async function readAgain(
  context: CommandContext,
  row: ExportRow,
  reading: Reading,
): Promise<ExportRow | undefined> {
  const file = row.request['path'];
  if (row.kind !== 'import' || typeof file !== 'string')
    throw new UserError(
      l10n.t('“{0}” was not opened from a file, so it cannot be read in another way.', row.title),
    );
  const id = await (row.request['isCopy'] === true
    ? importCopy(context, vscode.Uri.parse(file), reading)
    : importFile(context, { path: file, ...reading }));
  const again = await context.exports.whenResting(id);
  if (again?.stage.stage === 'done' && row.stage.stage === 'failed')
    await (await context.exports.jobsOf(row.id)).remove(row.id);
  return again;
}

/** Opens the file of an import with another encoding or delimiter: asks, or takes `{ id, encoding?, delimiter?, hasHeading? }`. */
export async function rereadImport(
  context: CommandContext,
  argument: unknown,
): Promise<CommandEffect | undefined> {
  const given = readArgument(commands.rereadImport, rereadArgument, argument);
  const id = given?.id ?? (await pickImport(context))?.id;
  if (id === undefined) return undefined;
  await context.exports.jobsOf(id);
  const row = context.exports.get(id);
  if (!row) throw new UserError(l10n.t('The export has been deleted.'));
  const { encoding, delimiter, hasHeading } = given ?? {};
  const isGiven = encoding !== undefined || delimiter !== undefined || hasHeading !== undefined;
  const reading = isGiven ? { encoding, delimiter, hasHeading } : await askReading(row);
  if (!reading) return undefined;
  return async () => {
    const again = await readAgain(context, row, reading);
    return isGiven ? again && describeImport(again) : openAgain(context, again);
  };
}

async function askReading({ title, stage }: ExportRow): Promise<Reading | undefined> {
  if (stage.stage !== 'failed' || !stage.encodings) return chooseReading(title);
  const encoding = await chooseEncoding(title, stage.encodings);
  return encoding === undefined ? undefined : { encoding };
}

async function openAgain(context: CommandContext, row: ExportRow | undefined): Promise<Imported | undefined> {
  if (row?.stage.stage !== 'done') return undefined;
  await openExportFile(context, row);
  return describeImport(row);
}

async function pickImport({ exports }: CommandContext): Promise<ExportRow | undefined> {
  await exports.refresh();
  const rows = exports.list().filter((it) => listActions(it).includes('reread'));
  if (rows.length === 0)
    throw new UserError(l10n.t('There is no opened file to read in another way. Open one first.'));
  return pickExportRow(rows, { title: l10n.t('Open With Other Encoding or Delimiter') });
}

function describeImport({ stage, directory }: ExportRow): Imported | undefined {
  return stage.stage === 'done' ? { directory, ndjsonPath: stage.ndjsonPath } : undefined;
}

/** How a file is to be read, where that is not left to be recognised. */
type Reading = Omit<ImportRequest, 'path' | 'isCopy'>;

function importUri(context: CommandContext, uri: vscode.Uri): Promise<string> {
  return uri.scheme === 'file' ? importFile(context, { path: uri.fsPath }) : importCopy(context, uri);
}

function importFile({ exports }: CommandContext, request: ImportRequest): Promise<string> {
  return exports.start({ kind: 'import', title: path.basename(request.path), request });
}

/** What is no file of this machine is copied first; the copy goes into the export's folder, and away when it is unpacked. */
async function importCopy(
  { exports, copies }: CommandContext,
  uri: vscode.Uri,
  reading: Reading = {},
): Promise<string> {
  const copy = copies.copyOf(uri);
  try {
    await copy.refresh();
    const request = { path: describeAddress(uri), isCopy: true, ...reading } as const;
    return await exports.start({ kind: 'import', title: copy.name, request, copyPath: copy.path });
  } finally {
    copy.dispose();
  }
}

/** Where it came from, without what may be a secret in an address. */
function describeAddress(uri: vscode.Uri): string {
  return uri.with({ authority: uri.authority.replace(/^.*@/, ''), query: '', fragment: '' }).toString(true);
}

function readUris(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  if (!(clicked instanceof vscode.Uri)) return undefined;
  const all: unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  return all.filter((it) => it instanceof vscode.Uri);
}

async function askFiles(): Promise<vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: l10n.t('Open Downloaded Export'),
    openLabel: l10n.t('Open'),
    canSelectMany: true,
    filters: { [l10n.t('Exports')]: extensions, [l10n.t('All Files')]: ['*'] },
  });
  return chosen ?? [];
}
