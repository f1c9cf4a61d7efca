import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AuthStyle } from '../../api/endpoint.ts';
import { fieldsOf } from '../../users/fields.ts';

const rememberedFields = 'userExport.fields';

/** Asks for `fields_to_export`, with the last choice ticked; an empty list stands for all fields. */
export async function askFields(
  memory: vscode.Memento,
  authStyle: AuthStyle,
  defaults: readonly string[],
): Promise<string[] | undefined> {
  const known = fieldsOf(authStyle);
  const last = memory.get<string[]>(rememberedFields) ?? defaults;
  const picks = known.map((label) => ({ label, picked: last.length === 0 || last.includes(label) }));
  const chosen = await vscode.window.showQuickPick(picks, {
    title: l10n.t('Fields to Export'),
    placeHolder: l10n.t('All fields, unless you take some out'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const names = chosen.length === known.length ? [] : chosen.map((it) => it.label);
  await memory.update(rememberedFields, names);
  return names;
}
