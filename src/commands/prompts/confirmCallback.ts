import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import { textsOf } from '../../util/textsOf.ts';
import { asLine } from '../../util/showText.ts';

/** Where the service is to announce an export. */
interface Callback {
  /** Undefined: nowhere, and there is nothing to confirm. */
  callbackEndpoint: string | undefined;
  /** Asks whether the link may be sent to this host, and names what is exported. */
  question: (host: string) => string;
  /** True where a task, a keybinding or another extension named the address, and false where the user typed it. */
  isGiven: boolean;
}

type Memory = Pick<vscode.Memento, 'get' | 'update'>;

/**
 * Whether an export may be announced to its callback endpoint. What is posted there holds a link, and who has the link has
 * the users in it, while tasks and keybindings come with the folders that people open. So an address that this connection
 * has not used before is confirmed once; one that the user typed needs no second word.
 */
export async function confirmCallback(
  memory: Memory,
  { id, name }: Connection,
  { callbackEndpoint, question, isGiven }: Callback,
): Promise<boolean> {
  if (callbackEndpoint === undefined) return true;
  const { origin, host, protocol } = new URL(callbackEndpoint);
  const used = createCallbackOrigins(memory, id);
  if (used.list().includes(origin)) return true;
  if (isGiven) {
    const detail = [
      l10n.t(
        'The request names a callback endpoint that “{0}” has not used before. Once the export is ready, the service posts its link there, and whoever has the link can download it.',
        asLine(name),
      ),
      ...(protocol === 'https:'
        ? []
        : [l10n.t('The address is not encrypted (http): others on the way can read the link.')]),
    ].join(' ');
    const send = l10n.t('Export and Send Link');
    const asked = vscode.window.showWarningMessage(question(asLine(host)), { modal: true, detail }, send);
    if ((await asked) !== send) return false;
  }
  await used.remember(origin);
  return true;
}

/** The origins that exports of a connection were announced to: scheme, host and port, never a path. */
export function createCallbackOrigins(memory: Memory, connectionId: string) {
  const key = `appboy.callbackOrigins.${connectionId}`;
  const list = (): string[] => textsOf(memory.get(key));
  return {
    list,
    remember: async (origin: string): Promise<void> => memory.update(key, [...list(), origin]),
    forget: async (): Promise<void> => memory.update(key, undefined),
  };
}
