import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/userError.ts';
import { readIdBytes, type IdReading } from '../../users/idFile.ts';
import { asLine, withoutIcons } from '../../util/showText.ts';

const mostBytes = 200 * 1024 * 1024;

/** Reads a file of ids as text, however it is encoded; asks where that is not certain. Throws a sentence where it is no text. */
export async function readIdFile(file: vscode.Uri): Promise<string | undefined> {
  const name = asLine(path.posix.basename(file.path));
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > mostBytes)
    throw new UserError(l10n.t('“{0}” is larger than 200 MB. Split it into smaller files.', name));
  const readings = readIdBytes(name, await vscode.workspace.fs.readFile(file));
  return readings.length === 1 ? readings[0]?.text : pickReading(readings);
}

async function pickReading(readings: readonly IdReading[]): Promise<string | undefined> {
  const picks = readings.map(({ label, text }) => ({ label, description: showOddLine(text), text }));
  const picked = await vscode.window.showQuickPick(picks, {
    title: l10n.t('Encoding of the File'),
    placeHolder: l10n.t('Which of these reads right?'),
    ignoreFocusOut: true,
  });
  return picked?.text;
}

/** The first line that encodings read differently. */
function showOddLine(text: string): string {
  const at = text.search(/[^\x00-\x7f]/);
  const start = Math.max(0, text.lastIndexOf('\n', at) + 1, at - 40);
  return withoutIcons(text.slice(start, at + 60).split(/[\r\n]/, 1)[0] ?? '');
}
