import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { endpoints } from '../api/endpoints.ts';
import { askQuestion } from '../api/question.ts';
import { checkParams } from '../api/request.ts';
import type { Tries } from '../api/tries.ts';
import type { ActiveConnection } from '../connections/session.ts';
import { reportTries, runWithProgress } from '../host/progress.ts';
import { commands } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { fieldsToSend } from '../users/fields.ts';
import { fetchUsers } from '../users/fetchUsers.ts';
import { asLine } from '../util/showText.ts';
import { askIds, readSelectedId } from './prompts/askIds.ts';
import { askFields } from './prompts/askUsers.ts';
import { requireConnection } from './currentConnection.ts';
import { formatAnswer } from './formatAnswer.ts';
import type { CommandHandler, CommandContext, CommandEffect } from './commandContext.ts';
import { problem } from './argumentProblems.ts';
import { filledText, ignoreRows, readArgument, textListArgument } from './readArgument.ts';

const inspectArgument = z.object({ externalId: filledText });

const exportArgument = z.object({
  externalIds: z.array(filledText, problem('noIds')).min(1, problem('noIds')),
  fields: textListArgument('notFieldNames'),
});

/** What `appboy.exportUsers` gives back. */
interface ExportedUsers {
  directory: string;
  ndjsonPath: string;
  users: number;
  invalidUserIds: readonly string[];
}

/** Inspect one user, export several. Nothing of a user goes to the log. */
export function createUserCommands(context: CommandContext) {
  return {
    [commands.inspectUser]: ignoreRows((argument) => inspectUser(context, argument)),
    [commands.exportUsers]: ignoreRows((argument) => exportUsersById(context, argument)),
  } satisfies Record<string, CommandHandler>;
}

async function inspectUser(context: CommandContext, argument: unknown): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  const given = readArgument(commands.inspectUser, inspectArgument, argument)?.externalId;
  const externalId = given ?? (await askOneId());
  return externalId === undefined ? undefined : () => openUser(context, current, externalId);
}

async function openUser(
  context: CommandContext,
  current: ActiveConnection,
  externalId: string,
): Promise<void> {
  const text = await runWithProgress(l10n.t('Inspecting {0}', asLine(externalId)), (signal, report) =>
    fetchUserText(context, current.connection.id, externalId, signal, reportTries(report)),
  );
  const query = { connection: current.connection.id, externalId };
  await context.documents.user.open(`${externalId}.json`, query, text);
}

async function askOneId(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Inspect User'),
    prompt: l10n.t('The user’s external ID'),
    value: readSelectedId() ?? '',
    validateInput: (value) => (value.trim() === '' ? l10n.t('Enter an external ID.') : undefined),
  });
  return text?.trim();
}

/** The user as JSON text, fit for a document. Throws a sentence where the service does not know the id. */
export async function fetchUserText(
  { store, session }: Pick<CommandContext, 'store' | 'session'>,
  connectionId: string,
  externalId: string,
  signal: AbortSignal,
  onSlow?: (tries: Tries) => void,
): Promise<string> {
  const connection = store.find(connectionId);
  if (!connection) throw new UserError(l10n.t('The connection of this document has been removed.'));
  const fields = fieldsToSend([], connection.authStyle);
  const { users } = await askQuestion(
    session.clientOf(connection),
    (client) => fetchUsers(client, [externalId], fields, signal),
    { onSlow },
  );
  const [user] = users;
  if (!user)
    throw new UserError(
      l10n.t(
        'The service knows no user with the external ID “{0}”. Check the spelling, capitals included.',
        asLine(externalId),
      ),
    );
  return formatAnswer(user);
}

/**
 * Exports the users of external ids, and waits for the end. Gives back nothing where the export failed or was cancelled: a
 * message says so, the row has what came, and its Retry goes on from there.
 */
async function exportUsersById(
  context: CommandContext,
  argument: unknown,
): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  const given = readArgument(commands.exportUsers, exportArgument, argument);
  const ids = given?.externalIds ?? (await askIds());
  if (!ids || ids.length === 0) return undefined;
  const defaults = context.settings.exportFields();
  const chosen = given
    ? (given.fields ?? defaults)
    : await askFields(context.memory, current.connection.authStyle, defaults);
  if (!chosen) return undefined;
  const fields = fieldsToSend(chosen, current.connection.authStyle);
  let id: string | undefined;
  return async () => {
    // What is exported already, and could not be shown, is not exported again.
    id ??= await startUserExport(context, current, ids, fields);
    if (!given) await context.exportsTree.reveal(id);
    const row = await context.exports.whenResting(id);
    // What is partial is no result; its row and a message say what there is, and Retry goes on with it.
    if (row?.stage.stage !== 'done' || row.stage.partial) return undefined;
    const { ndjsonPath, users } = row.stage;
    const done = { directory: row.directory, ndjsonPath, users, invalidUserIds: row.unknownIds ?? [] };
    await openResult(context, current, done, ids);
    return done;
  };
}

async function startUserExport(
  context: CommandContext,
  { connection }: ActiveConnection,
  externalIds: readonly string[],
  fields: string[] | undefined,
): Promise<string> {
  // What is wrong with the request is said before there is a row for it.
  const batch = { external_ids: externalIds.slice(0, endpoints.usersById.longest), fields_to_export: fields };
  checkParams(endpoints.usersById, batch, Date.now());
  return context.exports.start({
    kind: 'users',
    connection: { id: connection.id, name: connection.name },
    externalIds,
    request: fields ? { fields } : {},
  });
}

/** One user as a document, several in the viewer. */
async function openResult(
  context: CommandContext,
  { connection }: ActiveConnection,
  { ndjsonPath, users, invalidUserIds }: ExportedUsers,
  ids: readonly string[],
): Promise<void> {
  if (users > 1) await context.ndjson.open(ndjsonPath);
  if (users !== 1) return;
  const unknown = new Set(invalidUserIds);
  const externalId = ids.find((id) => !unknown.has(id)) ?? ids[0] ?? '';
  await context.documents.user.open(
    `${externalId}.json`,
    { connection: connection.id, externalId },
    await readOnlyUser(ndjsonPath),
  );
}

/** The one user of a file that holds one line. */
async function readOnlyUser(ndjsonPath: string): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(ndjsonPath));
  return formatAnswer(new TextDecoder().decode(bytes));
}
