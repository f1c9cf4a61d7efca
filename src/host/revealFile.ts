import * as vscode from 'vscode';
import { showInformation } from './showMessage.ts';

/** Shows a file or folder in the system's file manager; where there is none, as in a browser, says where it is. */
export async function revealFile(fsPath: string): Promise<void> {
  const uri = vscode.Uri.file(fsPath);
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  } else if (vscode.workspace.getWorkspaceFolder(uri)) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  } else {
    const copy = { title: 'Copy Path', run: () => vscode.env.clipboard.writeText(fsPath) };
    void showInformation(`It is on the machine that the editor runs on: ${fsPath}`, copy);
  }
}
