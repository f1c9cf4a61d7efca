import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { extensionId } from '../ids.ts';
import { showInformation } from './showMessage.ts';

/**
 * Shows a file or folder in the system's file manager, or else in the Explorer; where neither has it, as in a browser or
 * a remote window, says where it is. Never rejects: the command for the system's file manager is not in every window.
 */
export async function revealFile(fsPath: string): Promise<void> {
  const uri = vscode.Uri.file(fsPath);
  if (runsWithFileManager() && (await tryCommand('revealFileInOS', uri))) return;
  if (vscode.workspace.getWorkspaceFolder(uri) && (await tryCommand('revealInExplorer', uri))) return;
  const copy = { title: l10n.t('Copy Path'), run: () => vscode.env.clipboard.writeText(fsPath) };
  void showInformation(
    l10n.t(
      '“{0}” is on the machine that the extension runs on, where this window cannot open a file manager.',
      fsPath,
    ),
    copy,
  );
}

/** On the desktop, beside the window: not on the other side of a remote connection. */
function runsWithFileManager(): boolean {
  if (vscode.env.uiKind !== vscode.UIKind.Desktop) return false;
  const ours = vscode.extensions.getExtension(extensionId);
  return vscode.env.remoteName === undefined || ours?.extensionKind === vscode.ExtensionKind.UI;
}

async function tryCommand(command: string, uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.commands.executeCommand(command, uri);
    return true;
  } catch {
    return false;
  }
}
