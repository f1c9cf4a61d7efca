import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AuthStyle } from '../../api/endpoint.ts';
import { askQuestion } from '../../api/question.ts';
import { checkKey } from '../../connections/checkKey.ts';
import type { Connection } from '../../connections/connection.ts';
import { readHost, regions } from '../../connections/regions.ts';
import { reportTries, runWithProgress } from '../../host/progress.ts';
import { UserError } from '../../protocol/userError.ts';
import { asLine } from '../../util/showText.ts';
import type { CommandContext, CommandEffect } from '../commandContext.ts';

type Draft = Omit<Connection, 'id' | 'kind'>;

interface InstancePick extends vscode.QuickPickItem {
  host?: string;
  authStyle?: AuthStyle;
}

const keyTitles: Record<AuthStyle, string> = {
  apiKey: l10n.t('Connect App Group: REST API key'),
  appGroupId: l10n.t('Connect App Group: App group identifier'),
};

/**
 * Asks for instance, custom URL (only if chosen) and name, and then for the key; saves and uses the connection once the
 * key is good. Retry keeps all but the key, which is asked for again: it lives as long as its check, and no longer.
 */
export async function connect(context: CommandContext): Promise<CommandEffect | undefined> {
  const instance = await askInstance();
  if (!instance) return undefined;
  const name = await askName(context, instance.label);
  if (name === undefined) return undefined;
  return () => connectDraft(context, { name, host: instance.host, authStyle: instance.authStyle });
}

async function askInstance(): Promise<{ label: string; host: string; authStyle: AuthStyle } | undefined> {
  const separator = (label: string): InstancePick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const pick = (authStyle: AuthStyle): InstancePick[] => [
    separator(
      authStyle === 'apiKey'
        ? l10n.t('Braze, with a REST API key')
        : l10n.t('Appboy, with an app group identifier'),
    ),
    ...regions.filter((it) => it.authStyle === authStyle).map((it) => ({ ...it, description: it.host })),
    {
      label: l10n.t('Custom URL…'),
      description:
        authStyle === 'apiKey' ? l10n.t('with a REST API key') : l10n.t('with an app group identifier'),
      authStyle,
    },
  ];
  const chosen = await vscode.window.showQuickPick([...pick('apiKey'), ...pick('appGroupId')], {
    title: l10n.t('Connect App Group: Instance'),
    placeHolder: l10n.t('The instance your dashboard is on'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen?.authStyle) return undefined;
  const host = chosen.host ?? (await askHost());
  return host === undefined
    ? undefined
    : { label: chosen.host ? chosen.label : new URL(host).host, host, authStyle: chosen.authStyle };
}

async function askHost(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Connect App Group: Custom URL'),
    prompt: l10n.t('The address of the REST API'),
    placeHolder: 'https://rest.example.com',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const read = readHost(value);
      return 'complaint' in read ? read.complaint : undefined;
    },
  });
  const read = text === undefined ? undefined : readHost(text);
  return read && 'host' in read ? read.host : undefined;
}

const isTaken = ({ store }: CommandContext, name: string): boolean =>
  store.list().some((it) => it.name === name);

async function askName(context: CommandContext, suggestion: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: l10n.t('Connect App Group: Name'),
    prompt: l10n.t('How to call this app group in the editor'),
    value: isTaken(context, suggestion) ? '' : suggestion,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === '') return l10n.t('Enter a name.');
      return isTaken(context, value.trim())
        ? l10n.t('There is a connection of this name already.')
        : undefined;
    },
  });
  return name?.trim();
}

/** Asks for the key; only a good one is saved. */
async function connectDraft(context: CommandContext, draft: Draft): Promise<void> {
  // Another window may have taken the name since it was asked for.
  if (isTaken(context, draft.name)) {
    const name = await askName(context, draft.name);
    if (name === undefined) return;
    draft.name = name;
  }
  const key = await inputKey(keyTitles[draft.authStyle], draft);
  if (key === undefined) return;
  const trial: Connection = { ...draft, id: 'trial', kind: 'remote' };
  await requireGoodKey(context, trial, key, l10n.t('“{0}” was not connected.', asLine(draft.name)));
  await context.session.use(await context.store.add(draft, key));
}

/** Asks for another key of an existing connection; the old one stays until the new one is good. */
export async function replaceKey(context: CommandContext, connection: Connection): Promise<void> {
  const key = await inputKey(
    connection.authStyle === 'apiKey'
      ? l10n.t('Replace Key of {0}: REST API key', connection.name)
      : l10n.t('Replace Key of {0}: App group identifier', connection.name),
    connection,
  );
  if (key === undefined) return;
  await requireGoodKey(
    context,
    connection,
    key,
    l10n.t('The key of “{0}” was not replaced.', asLine(connection.name)),
  );
  await context.store.replaceKey(connection, key);
  // Lists that failed with the old key are asked for again.
  if (context.session.current()?.connection.id === connection.id) await context.session.use(connection);
}

async function inputKey(boxTitle: string, { host, authStyle }: Draft): Promise<string | undefined> {
  const key = await vscode.window.showInputBox({
    title: asLine(boxTitle),
    prompt: l10n.t('Kept in the editor’s secret storage, and sent to {0} only', new URL(host).host),
    placeHolder:
      authStyle === 'apiKey'
        ? l10n.t('From API Keys in the dashboard’s settings')
        : l10n.t('From the Developer Console'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[\x21-\x7e]{4,500}$/.test(value.trim())
        ? undefined
        : l10n.t('Enter the key: 4 to 500 characters without spaces.'),
  });
  return key?.trim();
}

/** Throws where the service does not know the key: `lost` is what comes of that, and a sentence why follows. */
async function requireGoodKey(
  context: CommandContext,
  connection: Connection,
  key: string,
  lost: string,
): Promise<void> {
  const client = context.createTrialClient(connection, key);
  const refusal = await runWithProgress(
    l10n.t('Checking the key with {0}', new URL(connection.host).host),
    (signal, report) =>
      askQuestion(client, (asked) => checkKey(asked, signal), { onSlow: reportTries(report) }),
  );
  if (refusal) throw new UserError(`${lost} ${refusal.sentence}`);
}
