import * as vscode from 'vscode';

/** Copies lines, and says so in the status bar; nothing where there are none. */
export async function copyLines(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  vscode.window.setStatusBarMessage(lines.length === 1 ? 'Copied' : `Copied ${lines.length} lines`, 3000);
}
