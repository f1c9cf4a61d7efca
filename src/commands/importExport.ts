import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { ExportRow } from '../exports/exportRow.ts';
import { commands } from '../ids.ts';
import { openExportFile } from './exportRowCommands.ts';
import type { CommandPorts } from './ports.ts';
import { readArgument } from './readArgument.ts';

const importArgument = z.object({
  path: z.string('must be text').refine((it) => path.isAbsolute(it), 'must be an absolute path'),
});

const extensions = ['zip', 'gz', 'txt', 'json', 'ndjson', 'jsonl', 'csv'];

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
  ports: CommandPorts,
  argument: unknown,
  selected: unknown,
): Promise<Imported | undefined> {
  const given =
    argument instanceof vscode.Uri
      ? undefined
      : readArgument(commands.importExport, importArgument, argument);
  const ids: string[] = [];
  if (given) ids.push(await importFile(ports, given.path));
  else
    for (const uri of readUris(argument, selected) ?? (await askFiles()))
      ids.push(await (uri.scheme === 'file' ? importFile(ports, uri.fsPath) : importCopy(ports, uri)));
  const ended = await Promise.all(ids.map((id) => ports.exports.whenResting(id)));
  const imported = ended.filter((it) => it?.stage.stage === 'done').map((it) => it as ExportRow);
  if (!given) for (const row of imported) await openExportFile(ports, row);
  return imported[0] && describeImport(imported[0]);
}

function describeImport({ stage, directory }: ExportRow): Imported | undefined {
  return stage.stage === 'done' ? { directory, ndjsonPath: stage.ndjsonPath } : undefined;
}

function importFile({ exports }: CommandPorts, file: string): Promise<string> {
  return exports.start({ kind: 'import', title: path.basename(file), request: { path: file } });
}

/** What is no file of this machine is copied first; the copy goes into the export's folder, and away when it is unpacked. */
async function importCopy({ exports, copies }: CommandPorts, uri: vscode.Uri): Promise<string> {
  const copy = copies.copyOf(uri);
  try {
    await copy.refresh();
    const request = { path: describeAddress(uri), isCopy: true } as const;
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
    title: 'Open Downloaded Export',
    openLabel: 'Open',
    canSelectMany: true,
    filters: { Exports: extensions, 'All Files': ['*'] },
  });
  return chosen ?? [];
}
