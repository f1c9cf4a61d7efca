import * as vscode from 'vscode';
import type { AuthStyle } from '../api/endpoint.ts';
import { fieldsOf } from '../users/fields.ts';
import { readIds } from '../users/readIds.ts';

const rememberedFields = 'userExport.fields';

/** The external ids in the active editor's selection; none where nothing is selected. */
export function readSelection(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  return readIds(editor.selections.map((it) => editor.document.getText(it)).join('\n'));
}

/** Asks where the ids come from, and for the ids. */
export async function askIds(): Promise<string[] | undefined> {
  const selected = readSelection();
  const copied = readIds(await vscode.env.clipboard.readText());
  const sources = [
    { label: '$(edit) Type or paste external IDs…', read: typeIds },
    ...(selected.length > 0
      ? [
          {
            label: `$(selection) Use the selection (${selected.length} external IDs)`,
            read: async () => selected,
          },
        ]
      : []),
    ...(copied.length > 1
      ? [
          {
            label: `$(clippy) Paste from the clipboard (${copied.length} external IDs)`,
            read: async () => copied,
          },
        ]
      : []),
    { label: '$(file) Read external IDs from a file…', read: readIdsFromFile },
  ];
  const source = await vscode.window.showQuickPick(sources, { title: 'Export Users by External ID' });
  return source?.read();
}

const typed = (text: string): string[] => readIds(text, { spacesSeparate: true });

async function typeIds(): Promise<string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Export Users by External ID',
    prompt: 'Separated by commas, spaces or new lines; an ID that holds spaces goes in quotes',
    placeHolder: 'user-000001, user-000002',
    ignoreFocusOut: true,
    validateInput: (value) => (typed(value).length === 0 ? 'Enter at least one external ID.' : undefined),
  });
  return text === undefined ? undefined : typed(text);
}

async function readIdsFromFile(): Promise<string[] | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'External IDs', openLabel: 'Read' })) ?? [];
  if (!file) return undefined;
  const ids = readIds(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  if (ids.length === 0)
    throw new Error('The file holds no external IDs: put one on each line, or separate them by commas.');
  return ids;
}

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
    title: 'Fields to Export',
    placeHolder: 'All fields, unless you take some out',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const names = chosen.length === known.length ? [] : chosen.map((it) => it.label);
  await memory.update(rememberedFields, names);
  return names;
}
