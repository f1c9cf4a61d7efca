import * as vscode from 'vscode';
import { extensionId, type CommandId } from '../ids.ts';

interface Manifest {
  contributes?: { commands?: { command: string; title: string }[] };
}

/** A command's title as the palette shows it, without the dots that announce a question. */
export function titleOfCommand(command: CommandId): string {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
  const found = manifest?.contributes?.commands?.find((it) => it.command === command);
  return found?.title.replace(/…$/, '') ?? '';
}
