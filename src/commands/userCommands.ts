import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { createExportId } from '../exports/exportFolder.ts';
import { exportUsers } from '../exports/userExport.ts';
import type { ActiveConnection } from '../connections/session.ts';
import { runWithProgress } from '../host/progress.ts';
import { revealFile } from '../host/revealFile.ts';
import { showInformation, showWarning } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import { fieldsToSend } from '../users/fields.ts';
import { fetchUsers } from '../users/fetchUsers.ts';
import { asLine } from '../util/showText.ts';
import { askFields, askIds, readSelection } from './askUsers.ts';
import { requireConnection } from './currentConnection.ts';
import { layOutAnswer } from './layOutAnswer.ts';
import type { CommandHandler, CommandPorts } from './ports.ts';
import { ignoreRows, readArgument } from './readArgument.ts';

const inspectArgument = z.object({ externalId: z.string('must be text').min(1, 'must not be empty') });

const exportArgument = z.object({
  externalIds: z
    .array(z.string('must be text').min(1, 'must not be empty'))
    .min(1, 'must name at least one id'),
  fields: z.array(z.string('must be text')).optional(),
});

/** What `appboy.exportUsers` gives back. */
interface ExportedUsers {
  directory: string;
  ndjsonPath: string;
  users: number;
  invalidUserIds: readonly string[];
}

/** Inspect one user, export several. Nothing of a user goes to the log. */
export function createUserCommands(ports: CommandPorts) {
  return {
    [commands.inspectUser]: ignoreRows((argument) => inspectUser(ports, argument)),
    [commands.exportUsers]: ignoreRows((argument) => exportUsersById(ports, argument)),
  } satisfies Record<string, CommandHandler>;
}

async function inspectUser(ports: CommandPorts, argument: unknown): Promise<void> {
  const current = requireConnection(ports.session);
  if (!current) return;
  const given = readArgument(commands.inspectUser, inspectArgument, argument)?.externalId;
  const externalId = given ?? (await askOneId());
  if (externalId === undefined) return;
  const text = await runWithProgress(`Inspecting ${asLine(externalId)}`, (signal) =>
    fetchUserText(ports, current.connection.id, externalId, signal),
  );
  const query = { connection: current.connection.id, externalId };
  await ports.documents.user.open(`${externalId}.json`, query, text);
}

async function askOneId(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Inspect User',
    prompt: 'The user’s external ID',
    value: readSelection()[0] ?? '',
    validateInput: (value) => (value.trim() === '' ? 'Enter an external ID.' : undefined),
  });
  return text?.trim();
}

/** The user as JSON text, fit for a document. Throws a sentence where the service does not know the id. */
export async function fetchUserText(
  { store, session }: Pick<CommandPorts, 'store' | 'session'>,
  connectionId: string,
  externalId: string,
  signal: AbortSignal,
): Promise<string> {
  const connection = store.find(connectionId);
  if (!connection) throw new Error('The connection of this document has been removed.');
  const fields = fieldsToSend([], connection.authStyle);
  const { users } = await fetchUsers(session.clientOf(connection), [externalId], fields, signal);
  const [user] = users;
  if (!user) throw new Error(`The service knows no user with the external ID “${asLine(externalId)}”.`);
  return layOutAnswer(user);
}

async function exportUsersById(ports: CommandPorts, argument: unknown): Promise<ExportedUsers | undefined> {
  const current = requireConnection(ports.session);
  if (!current) return undefined;
  const given = readArgument(commands.exportUsers, exportArgument, argument);
  const ids = given?.externalIds ?? (await askIds());
  if (!ids || ids.length === 0) return undefined;
  const defaults = ports.settings.exportFields();
  const chosen = given
    ? (given.fields ?? defaults)
    : await askFields(ports.memory, current.connection.authStyle, defaults);
  if (!chosen) return undefined;
  const done = await runUserExport(ports, current, ids, chosen);
  // The export is whole; where it cannot be listed the view will say so.
  ports.exports.refresh().catch(() => undefined);
  await openResult(ports, current, done, ids);
  return done;
}

async function runUserExport(
  ports: CommandPorts,
  { connection, client }: ActiveConnection,
  ids: readonly string[],
  chosen: readonly string[],
): Promise<ExportedUsers> {
  const fields = fieldsToSend(chosen, connection.authStyle);
  const root = await ports.exportPlaces.choose();
  const request = {
    ids,
    ...(fields ? { fields } : {}),
    fetchBatch: (batch: readonly string[], signal: AbortSignal) => fetchUsers(client, batch, fields, signal),
    directory: path.join(root, createExportId(ids.length === 1 ? 'user' : `${ids.length} users`, Date.now())),
    connectionName: connection.name,
    clock: Date,
  };
  return runWithProgress('Exporting users', async (signal, report) => {
    for await (const stage of exportUsers(request, signal)) {
      if (stage.stage === 'done') {
        const { directory, ndjsonPath, users, invalidUserIds } = stage;
        return { directory, ndjsonPath, users, invalidUserIds };
      }
      report(`${stage.users.toLocaleString()} of ${ids.length.toLocaleString()} users`);
    }
    throw new Error('The export ended without a result.');
  });
}

async function openResult(
  ports: CommandPorts,
  { connection }: ActiveConnection,
  { directory, ndjsonPath, users, invalidUserIds }: ExportedUsers,
  ids: readonly string[],
): Promise<void> {
  if (users === 1) {
    const externalId = ids.find((id) => !invalidUserIds.includes(id)) ?? ids[0] ?? '';
    await ports.documents.user.open(
      `${externalId}.json`,
      { connection: connection.id, externalId },
      await readOnlyUser(ndjsonPath),
    );
  } else if (users > 1) {
    await ports.ndjson.open(ndjsonPath);
  }
  const reveal = {
    title: 'Reveal',
    run: () => revealFile(directory),
  };
  const exported = `Exported ${users.toLocaleString()} ${users === 1 ? 'user' : 'users'}.`;
  if (invalidUserIds.length === 0) {
    void showInformation(exported, reveal);
    return;
  }
  const named = invalidUserIds.slice(0, 5).map(asLine).join(', ');
  const more = invalidUserIds.length > 5 ? ` and ${invalidUserIds.length - 5} more` : '';
  const copyIds = {
    title: 'Copy Unknown IDs',
    run: () => vscode.env.clipboard.writeText(invalidUserIds.join('\n')),
  };
  void showWarning(`${exported} The service does not know: ${named}${more}.`, copyIds, reveal);
}

/** The one user of a file that holds one line. */
async function readOnlyUser(ndjsonPath: string): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(ndjsonPath));
  return layOutAnswer(new TextDecoder().decode(bytes));
}
