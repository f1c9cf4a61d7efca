import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { showCount } from '../protocol/showCount.ts';

/** Copies lines, and says so in the status bar; nothing where there are none. */
export async function copyLines(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  vscode.window.setStatusBarMessage(
    lines.length === 1 ? l10n.t('Copied') : l10n.t('Copied {0}', showCount(lines.length, 'line')),
    3000,
  );
}
