import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PickButton } from './askMany.ts';
import type { SentPart } from './confirmRequest.ts';

/** The optional address that the service calls once an export is ready: few need it, so it is a button and no question. */
export interface CallbackOption {
  readonly button: PickButton;
  /** As a part of the request that is shown before it is sent. */
  part(): SentPart;
  /** Undefined where none was given. */
  read(): string | undefined;
}

export function createCallbackOption(): CallbackOption {
  let given = '';
  async function press(): Promise<undefined> {
    const text = await vscode.window.showInputBox({
      title: l10n.t('Callback Endpoint'),
      prompt: l10n.t('The service posts to this address once the export is ready. Empty: to none.'),
      placeHolder: 'https://example.com/appboy-exports',
      value: given,
      ignoreFocusOut: true,
      validateInput: (value) =>
        isCallback(value.trim()) ? undefined : l10n.t('Enter an http or https address.'),
    });
    if (text !== undefined) given = text.trim();
  }
  return {
    button: { icon: 'gear', tooltip: l10n.t('Options: Callback Endpoint…'), press },
    part: () => ({
      label: l10n.t('Callback endpoint'),
      values: given === '' ? [] : [given],
      none: l10n.t('None'),
      noun: 'value',
      change: press,
    }),
    read: () => (given === '' ? undefined : given),
  };
}

function isCallback(text: string): boolean {
  return text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text));
}
