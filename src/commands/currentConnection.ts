import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ActiveConnection, Session } from '../connections/session.ts';
import { showInformation } from '../host/showMessage.ts';
import { commands } from '../ids.ts';

/** The connection in use; without one, says how to get one and gives undefined. */
export function requireConnection(session: Session): ActiveConnection | undefined {
  const current = session.current();
  if (current) return current;
  const run = (title: string, command: string) => ({
    title,
    run: () => vscode.commands.executeCommand(command),
  });
  void showInformation(
    l10n.t('No app group is connected. Connect one, or explore the sample data.'),
    run(l10n.t('Connect App Group…'), commands.connect),
    run(l10n.t('Explore Sample Data'), commands.exploreSampleData),
  );
  return undefined;
}
