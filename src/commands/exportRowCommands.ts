import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { listActions, readKeyPatterns, type ExportAction } from '../exports/exportActions.ts';
import { resultFileOf, type ExportRow } from '../exports/exportRow.ts';
import { readUnknownIds } from '../exports/exportContents.ts';
import { copyLines } from '../host/copyLines.ts';
import { revealFile } from '../host/revealFile.ts';
import { showInformation } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { endSentence } from '../util/sentence.ts';
import { asLine } from '../util/showText.ts';
import { drawExport } from '../views/exportNode.ts';
import type { ExportNode } from '../views/exportsTree.ts';
import { deleteExports } from './deleteExports.ts';
import { pickExportRow } from './prompts/pickExportRow.ts';
import type { CommandHandler, CommandContext, CommandEffect } from './commandContext.ts';
import { filledText, readArgument, selectionArgument } from './readArgument.ts';
import { useEach } from './useEach.ts';

/** An export by its id; the rows of the Exports view fit too. */
const exportArgument = z.object({ id: filledText });

const patternNode = z.object({ type: z.literal('keyPattern'), pattern: z.string() });

/** Cancel, retry, follow, open, reveal, copy, delete. Each takes `{ id }`, a row, or asks which. */
export function createExportRowCommands(context: CommandContext) {
  const jobsOf = (row: ExportRow) => context.exports.jobsOf(row.id);
  const each =
    (
      command: string,
      title: string,
      action: ExportAction,
      use: (row: ExportRow) => unknown,
    ): CommandHandler =>
    async (argument, selected) => {
      const rows = await chooseExports(context, { command, title, action }, argument, selected);
      return () => useEach(rows, use);
    };
  /** `{ id, badLine: true }` opens it at its first bad line. */
  const open: CommandHandler = (argument, selected) => {
    const atBadLine = z.object({ badLine: z.literal(true) }).safeParse(argument).success;
    const use = (row: ExportRow): Promise<void> => openExportFile(context, row, atBadLine);
    return each(openExport, l10n.t('Open Export'), 'open', use)(argument, selected);
  };
  const goOn = async (row: ExportRow): Promise<void> => (await jobsOf(row)).retry(row.id);
  const { cancelExport, retryExport, startNextWeek, followExport, openExport, revealExport } = commands;
  const { copyUnknownIds } = commands;
  return {
    [cancelExport]: each(cancelExport, l10n.t('Cancel Export'), 'cancel', async (it) =>
      (await jobsOf(it)).cancel(it.id),
    ),
    [retryExport]: each(retryExport, l10n.t('Retry Export'), 'retry', goOn),
    [startNextWeek]: each(startNextWeek, l10n.t('Start Next Week'), 'next', goOn),
    [followExport]: each(followExport, l10n.t('Follow the Running Export'), 'follow', (it) =>
      follow(context, it),
    ),
    [openExport]: open,
    [revealExport]: each(revealExport, l10n.t('Reveal Export'), 'reveal', (it) =>
      revealFile(resultFileOf(it) ?? it.directory),
    ),
    [copyUnknownIds]: (argument, selected) => copyUnknown(context, argument, selected),
    [commands.copyExportPath]: (argument, selected) => copyPaths(context, argument, selected),
    [commands.copyExportKeys]: (argument, selected) => copyKeys(context, argument, selected),
    [commands.deleteExport]: async (argument, selected) =>
      deleteExports(context, await chooseExports(context, deletePurpose, argument, selected)),
  } satisfies Record<string, CommandHandler>;
}

interface Purpose {
  command: string;
  title: string;
  action: ExportAction;
}

const deletePurpose: Purpose = {
  command: commands.deleteExport,
  title: l10n.t('Delete Export'),
  action: 'delete',
};

/** The exports that a command is meant for: those selected in the view, the one an argument names, or a picked one. */
async function chooseExports(
  context: CommandContext,
  purpose: Purpose,
  argument: unknown,
  selected: unknown,
): Promise<ExportRow[]> {
  const { exports, exportsTree } = context;
  const { command, action } = purpose;
  const ids = readIds(command, argument, selected, exportsTree.selection);
  if (!ids) return pickExport(context, purpose);
  const rows: ExportRow[] = [];
  for (const id of new Set(ids)) {
    await exports.jobsOf(id);
    const row = exports.get(id);
    if (row && listActions(row).includes(action)) rows.push(row);
  }
  // Of several rows each command takes those that it fits; one that is named has to fit.
  const [id = ''] = ids;
  if (rows.length === 0 && ids.length === 1) throw new UserError(explainUnfit(exports.get(id)));
  return rows;
}

/** Undefined where the command has to ask. */
function readIds(
  command: string,
  argument: unknown,
  selected: unknown,
  selection: () => readonly ExportNode[],
): string[] | undefined {
  if (selectionArgument.safeParse(argument).success) return selection().map((it) => it.id);
  const one = readArgument(command, exportArgument, argument);
  if (!one) return undefined;
  const rows = z.array(exportArgument).safeParse(selected).data ?? [];
  return rows.length > 0 ? rows.map((it) => it.id) : [one.id];
}

function explainUnfit(row: ExportRow | undefined): string {
  if (!row) return l10n.t('The export has been deleted.');
  const { description } = drawExport(row, Date.now());
  return endSentence(l10n.t('This cannot be done with “{0}”: {1}', asLine(row.title), description));
}

async function pickExport({ exports }: CommandContext, { title, action }: Purpose): Promise<ExportRow[]> {
  await exports.refresh();
  const rows = exports.list().filter((it) => listActions(it).includes(action));
  if (rows.length === 0) {
    void showInformation(l10n.t('{0}: There is no export that this can be done with.', title));
    return [];
  }
  const row = await pickExportRow(rows, { title });
  return row ? [row] : [];
}

/** The failed attempt holds no data: the export that is running replaces it. */
async function follow({ exports, exportsTree }: CommandContext, { id, stage }: ExportRow): Promise<void> {
  if (stage.stage !== 'failed' || stage.follow === undefined) return;
  await exports.jobsOf(stage.follow);
  await (await exports.jobsOf(id)).remove(id);
  await exportsTree.reveal(stage.follow);
}

/** Opens what an export wrote. */
export async function openExportFile(
  { ndjson }: Pick<CommandContext, 'ndjson'>,
  row: ExportRow,
  atBadLine = false,
): Promise<void> {
  const file = resultFileOf(row);
  if (file === undefined) return;
  const first = row.stage.stage === 'done' ? row.stage.firstBadLine : undefined;
  await (atBadLine && first !== undefined ? ndjson.open(file, first - 1) : ndjson.open(file));
}

async function copyPaths(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect> {
  if (selectionArgument.safeParse(argument).success) {
    // The keyboard's copy means whatever is selected, and what each row has to give.
    const nodes = context.exportsTree.selection();
    return () => copyLines(nodes.flatMap((it) => copyable(it, context.exports.get(it.id))));
  }
  const purpose = {
    command: commands.copyExportPath,
    title: l10n.t('Copy Path of Export'),
    action: 'copyPath',
  } as const;
  const rows = await chooseExports(context, purpose, argument, selected);
  return () => copyLines(rows.map((it) => resultFileOf(it) ?? it.directory));
}

function copyable(node: ExportNode, row: ExportRow | undefined): readonly string[] {
  if (node.type === 'keyPattern') return [node.pattern];
  if (!row) return [];
  const patterns = readKeyPatterns(row);
  return patterns.length > 0 ? patterns : [resultFileOf(row) ?? row.directory];
}

/** The one pattern of a row below an export, or all patterns of the export. */
async function copyKeys(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect> {
  const pattern = patternNode.safeParse(argument).data?.pattern;
  if (pattern !== undefined) return () => copyLines([pattern]);
  const purpose = {
    command: commands.copyExportKeys,
    title: l10n.t('Copy Key Patterns'),
    action: 'copyKeys',
  } as const;
  const rows = await chooseExports(context, purpose, argument, selected);
  return () => copyLines(rows.flatMap((it) => readKeyPatterns(it)));
}

/** Of several exports together, each ID once. */
async function copyUnknown(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect> {
  const purpose = {
    command: commands.copyUnknownIds,
    title: l10n.t('Copy Unknown IDs'),
    action: 'copyUnknown',
  } as const;
  const rows = await chooseExports(context, purpose, argument, selected);
  return async () => {
    const unknown = await Promise.all(rows.map((it) => readUnknownIds(it)));
    await copyLines([...new Set(unknown.flat())]);
  };
}
