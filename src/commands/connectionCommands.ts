import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { testEndpoints } from '../connections/checkKey.ts';
import type { Connection } from '../connections/connection.ts';
import type { ActiveConnection } from '../connections/session.ts';
import { runWithProgress } from '../host/progress.ts';
import { commands } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { asLine, withoutIcons } from '../util/showText.ts';
import { createCallbackOrigins } from './prompts/confirmCallback.ts';
import { connect, replaceKey } from './prompts/connectWizard.ts';
import { requireConnection } from './currentConnection.ts';
import type { CommandHandler, CommandContext, CommandEffect } from './commandContext.ts';
import { problem } from './argumentProblems.ts';
import { ignoreRows, readArgument } from './readArgument.ts';

const nameArgument = z.object({ name: z.string(problem('notConnection')) });

/** Connect, switch, replace key, remove, test. */
export function createConnectionCommands(context: CommandContext) {
  return {
    [commands.connect]: () => connect(context),
    [commands.exploreSampleData]: () => async () => context.session.use(await context.store.addSample()),
    [commands.switchConnection]: ignoreRows((argument) => switchConnection(context, argument)),
    [commands.replaceKey]: ignoreRows((argument) => replaceKeyOf(context, argument)),
    [commands.removeConnection]: ignoreRows((argument) => removeConnection(context, argument)),
    [commands.testConnection]: () => testConnection(context),
  } satisfies Record<string, CommandHandler>;
}

/** The named connection, or the one picked from a list. Throws where the name is not known. */
async function chooseConnection(
  { store, session }: CommandContext,
  command: string,
  argument: unknown,
  connections: Connection[] = store.list(),
): Promise<Connection | undefined> {
  const named = readArgument(command, nameArgument, argument);
  if (named) {
    const found = connections.find((it) => it.name === named.name);
    if (!found)
      throw new UserError(l10n.t('{0}: No connection is named “{1}”.', command, asLine(named.name)));
    return found;
  }
  const current = session.current()?.connection.id;
  const picks = connections.map((connection) => ({
    label: `$(${connection.kind === 'sample' ? 'beaker' : 'database'}) ${withoutIcons(connection.name)}`,
    description: withoutIcons(connection.kind === 'sample' ? l10n.t('built in') : connection.host),
    picked: connection.id === current,
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(picks, {
    placeHolder: l10n.t('App group'),
    matchOnDescription: true,
  });
  return chosen?.connection;
}

async function switchConnection(
  context: CommandContext,
  argument: unknown,
): Promise<CommandEffect | undefined> {
  // With nothing to switch to, what people mean is to connect.
  if (argument === undefined && context.store.list().length < 2 && context.session.current())
    return connect(context);
  const connection = await chooseConnection(context, commands.switchConnection, argument);
  return connection && (() => context.session.use(connection));
}

async function replaceKeyOf(context: CommandContext, argument: unknown): Promise<CommandEffect | undefined> {
  const remote = context.store.list().filter((it) => it.kind === 'remote');
  if (remote.length === 0)
    throw new UserError(l10n.t('There is no connection with a key. Use “Connect App Group…”.'));
  const only = argument === undefined && remote.length === 1 ? remote[0] : undefined;
  const connection = only ?? (await chooseConnection(context, commands.replaceKey, argument, remote));
  return connection && (() => replaceKey(context, connection));
}

async function removeConnection(
  context: CommandContext,
  argument: unknown,
): Promise<CommandEffect | undefined> {
  const connection = await chooseConnection(context, commands.removeConnection, argument);
  if (!connection) return undefined;
  const detail = l10n.t('Its key is deleted. Exports are kept.');
  const remove = l10n.t('Remove');
  const question = l10n.t('Remove the connection “{0}”?', asLine(connection.name));
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, remove);
  if (answer !== remove) return undefined;
  return async () => {
    await createCallbackOrigins(context.memory, connection.id).forget();
    await context.store.remove(connection);
  };
}

/** One line per endpoint, as text and as a document. */
function testConnection(context: CommandContext): CommandEffect | undefined {
  const current = requireConnection(context.session);
  return current && (() => runTest(context, current));
}

async function runTest(context: CommandContext, { connection, client }: ActiveConnection): Promise<string[]> {
  const lines = await runWithProgress(l10n.t('Testing {0}', connection.name), async (signal, report) => {
    const verdicts: string[] = [];
    for await (const { verdict, path, note } of testEndpoints(client, connection.authStyle, signal)) {
      report(path);
      verdicts.push(`${verdict.padEnd(11)}  ${path}${note === '' ? '' : `  (${note})`}`);
    }
    return verdicts;
  });
  const heading = l10n.t('What the key of “{0}” may do at {1}', connection.name, connection.host);
  const query = { connection: connection.id, kind: 'test' };
  await context.documents.details.open(
    `${l10n.t('Test of {0}', connection.name)}.txt`,
    query,
    `${heading}\n\n${lines.join('\n')}\n`,
  );
  return lines;
}
