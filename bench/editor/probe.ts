import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from '../../src/ids.ts';

/** What one start of the editor says of the extension, in milliseconds. */
export interface Activation {
  /** The `require` of the bundle, between the editor's own marks around it. */
  loadMs: number;
  /** As the editor's report has it: with the bundles of the other extensions that are loaded in the same turn. */
  reportedLoadMs: number;
  activateMs: number;
}

interface EditorMarks {
  getMarks: () => { name: string; startTime: number }[];
}

/** Runs inside the editor in the tests' place: activates the extension, and asks the editor what that took. */
export async function run(): Promise<void> {
  const folder = process.env.APPBOY_HOST_RUN;
  if (folder === undefined) throw new Error('APPBOY_HOST_RUN names no folder.');
  await vscode.extensions.getExtension(extensionId)?.activate();
  await vscode.commands.executeCommand('perfview.show');
  const result = path.join(folder, 'result.json');
  await writeFile(`${result}.part`, JSON.stringify(readFigures(await awaitReport())));
  await rename(`${result}.part`, result);
}

/** The editor's own report of its start; it is filled in bit by bit. */
async function awaitReport(): Promise<string> {
  for (;;) {
    const reports = vscode.workspace.textDocuments.filter((it) => it.getText().includes('## System Info'));
    const row = reports
      .flatMap((it) => it.getText().split('\n'))
      .find((it) => it.includes(`| ${extensionId} `));
    if (row) return row;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** `| extension | eager | load code | call activate | finish activate | event | by |` */
function readFigures(row: string): Activation {
  const cells = row.split('|').map((it) => it.trim());
  return {
    loadMs: readLoad(),
    reportedLoadMs: Number(cells[3]),
    activateMs: Number(cells[4]) + Number(cells[5]),
  };
}

/**
 * The editor starts its report's clock before an `await`, and so counts whatever other extensions load meanwhile, which
 * is a dozen where all of them wait for the start to be over. Its marks stand right before and after the `require`.
 */
function readLoad(): number {
  const { MonacoPerformanceMarks: marks } = globalThis as { MonacoPerformanceMarks?: EditorMarks };
  const at = (name: string): number =>
    marks?.getMarks().find((it) => it.name === `code/extHost/${name}/${extensionId}`)?.startTime ?? NaN;
  return at('didLoadExtensionCode') - at('willLoadExtensionCode');
}
