import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { resultFileOf, type ExportRow } from '../exports/exportRow.ts';
import { showInformation } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { asLine } from '../util/showText.ts';
import { pickExportRow } from './prompts/pickExportRow.ts';
import type { CommandContext, CommandEffect } from './commandContext.ts';
import { filledText, readArgument, selectionArgument } from './readArgument.ts';

/** Each an export's id or a path. */
const compareArgument = z.object({ before: filledText, after: filledText });

const rowArgument = z.object({ id: z.string() });

/**
 * Opens the later of two exports and compares it with the earlier one: which users were added, removed or
 * changed. The two come from an argument, from the rows selected in the Exports view (the older one is the earlier), or are asked for.
 */
export async function compareExports(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect | undefined> {
  const paths = (await readRows(context, argument, selected)) ?? (await readPaths(context, argument));
  return paths && (() => context.ndjson.compare(paths.before, paths.after));
}

interface Pair {
  readonly before: string;
  readonly after: string;
}

async function readRows(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<Pair | undefined> {
  const isSelection = selectionArgument.safeParse(argument).success;
  if (!isSelection && !rowArgument.safeParse(argument).success) return undefined;
  const chosen = isSelection
    ? context.exportsTree.selection()
    : z.array(rowArgument).safeParse(selected).data;
  const ids = [...new Set((chosen ?? []).map((it) => it.id))];
  if (ids.length !== 2) throw new UserError(l10n.t('Select the two exports that are to be compared.'));
  const rows: ExportRow[] = [];
  for (const id of ids) rows.push(await findExport(context, id));
  return orderRows(rows);
}

function orderRows(rows: readonly ExportRow[]): Pair {
  const [before = '', after = ''] = [...rows].sort((a, b) => a.createdAt - b.createdAt).map(requireFile);
  return { before, after };
}

async function readPaths(context: CommandContext, argument: unknown): Promise<Pair | undefined> {
  const given = readArgument(commands.compareExports, compareArgument, argument);
  if (!given) return askPair(context);
  return { before: await resolvePath(context, given.before), after: await resolvePath(context, given.after) };
}

async function resolvePath(context: CommandContext, named: string): Promise<string> {
  if (!path.isAbsolute(named)) return requireFile(await findExport(context, named));
  const found = await stat(named).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(l10n.t('There is no file “{0}”.', named));
  return named;
}

async function findExport({ exports }: CommandContext, id: string): Promise<ExportRow> {
  await exports.jobsOf(id);
  const row = exports.get(id);
  if (!row) throw new UserError(l10n.t('There is no export “{0}”.', id.slice(0, 100)));
  return row;
}

function requireFile(row: ExportRow): string {
  const file = resultFileOf(row);
  if (file === undefined)
    throw new UserError(l10n.t('The export “{0}” has no file to compare.', asLine(row.title)));
  return file;
}

async function askPair({ exports }: CommandContext): Promise<Pair | undefined> {
  await exports.refresh();
  const rows = exports.list().filter((it) => resultFileOf(it) !== undefined);
  if (rows.length < 2) {
    void showInformation(l10n.t('Compare Exports: There are no two finished exports yet.'));
    return undefined;
  }
  const first = await pickExportRow(rows, {
    title: l10n.t('Compare Exports (1 of 2)'),
    placeHolder: l10n.t('The first of the two exports'),
  });
  if (!first) return undefined;
  const others = rows.filter((it) => it !== first);
  const second = await pickExportRow(others, {
    title: l10n.t('Compare Exports (2 of 2)'),
    placeHolder: l10n.t('The export to compare it with'),
  });
  return second && orderRows([first, second]);
}
