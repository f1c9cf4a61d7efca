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
    'No app group is connected. Connect one, or explore the sample data.',
    run('Connect App Group…', commands.connect),
    run('Explore Sample Data', commands.exploreSampleData),
  );
  return undefined;
}
