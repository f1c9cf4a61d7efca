import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import * as vscode from 'vscode';
import { runWithProgress } from '../../host/progress.ts';
import { UserError } from '../../protocol/userError.ts';
import { idColumnOf, needsColumn, recogniseIds, withHeading, type IdSource } from '../../users/idSource.ts';
import {
  collectIds,
  describeIds,
  readIds,
  trimText,
  type FoundIds,
  type IdChoice,
} from '../../users/readIds.ts';
import { asError } from '../../util/asError.ts';
import { asLine, withoutIcons } from '../../util/showText.ts';
import { readIdFile } from './readIdFile.ts';

const title = l10n.t('Export Users by External ID');

/** The external id at the beginning of the active editor's selection; none where nothing is selected. */
export function readSelectedId(): string | undefined {
  const text = readSelection()?.slice(0, 10_000);
  return text === undefined ? undefined : readIds(text).ids[0];
}

function readSelection(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const texts = editor?.selections.map((it) => editor.document.getText(it)) ?? [];
  return texts.some((it) => it.trim() !== '') ? texts.join('\n') : undefined;
}

/** Asks where the ids come from, reads them, and shows what was read before anything is sent. */
export async function askIds(): Promise<readonly string[] | undefined> {
  const selection = readSelection();
  const sources = [
    { label: `$(edit) ${l10n.t('Type or paste external IDs…')}`, read: typeIds },
    ...(selection === undefined
      ? []
      : [{ label: `$(selection) ${l10n.t('Use the selection')}`, read: () => previewIds(selection) }]),
    // The clipboard is read only once the user chooses it.
    {
      label: `$(clippy) ${l10n.t('Paste from the clipboard')}`,
      read: async () => previewIds(await vscode.env.clipboard.readText()),
    },
    { label: `$(file) ${l10n.t('Read external IDs from a file…')}`, read: readIdsFromFile },
  ];
  const source = await vscode.window.showQuickPick(sources, { title });
  return source?.read();
}

async function typeIds(): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: l10n.t('Separated by commas, spaces or new lines; an ID that holds spaces goes in quotes'),
    placeHolder: l10n.t('user-000001, user-000002'),
    ignoreFocusOut: true,
    validateInput: describeTyped,
  });
  if (text === undefined) return undefined;
  const found = readTyped(text);
  return found.duplicates + found.unreadCount > 0 ? previewIds(text, { spacesDivide: true }) : found.ids;
}

const readTyped = (text: string): FoundIds => readIds(text, { spacesDivide: true });

function describeTyped(text: string): string | vscode.InputBoxValidationMessage | undefined {
  try {
    const found = readTyped(text);
    if (found.ids.length === 0)
      return found.unread[0] ? explainUnread(found) : l10n.t('Enter at least one external ID.');
    const message = `${describeIds(found)}.`;
    return found.ids.length === 1 && found.unreadCount === 0
      ? undefined
      : { message, severity: vscode.InputBoxValidationSeverity.Info };
  } catch (error) {
    return asError(error).message;
  }
}

async function readIdsFromFile(): Promise<readonly string[] | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: l10n.t('External IDs'), openLabel: l10n.t('Read') })) ?? [];
  const text = file && (await readIdFile(file));
  return text === undefined ? undefined : previewIds(text);
}

interface PreviewPick extends vscode.QuickPickItem {
  run(): Promise<IdChoice | 'again' | 'done' | undefined>;
}

/** Shows how many ids a text holds and what was left out, and lets the column be changed. Undefined where it was dismissed. */
async function previewIds(whole: string, options = {}): Promise<readonly string[] | undefined> {
  const text = trimText(whole);
  const source = recogniseIds(text, options);
  let choice: IdChoice | undefined = needsColumn(source)
    ? await pickColumn(source)
    : { source, column: idColumnOf(source) };
  while (choice) {
    const current = choice;
    const found = await runWithProgress(l10n.t('Reading external IDs'), (signal) =>
      collectIds(text, current, signal),
    );
    if (found.ids.length === 0 && !canChange(current.source)) throw new UserError(explainNone(found));
    const picked: PreviewPick | undefined = await vscode.window.showQuickPick(
      listSteps(text, current, found),
      {
        title: l10n.t('Export Users by External ID: {0}', describeIds(found)),
        placeHolder:
          found.ids.length > 0 ? l10n.t('Press Enter to continue') : l10n.t('Choose how the text is read'),
        ignoreFocusOut: true,
      },
    );
    const next = await picked?.run();
    if (next === 'done') return found.ids;
    // Dismissing a step returns to the summary of what was read.
    if (next !== 'again') choice = next;
  }
  return undefined;
}

function listSteps(text: string, choice: IdChoice, found: FoundIds): PreviewPick[] {
  const { source } = choice;
  const first = found.ids.slice(0, 5).map(asLine).join(', ');
  const heading = found.heading ? l10n.t('heading “{0}” left out', withoutIcons(found.heading)) : '';
  return [
    ...(found.ids.length > 0
      ? [
          {
            label: `$(check) ${l10n.t('Continue')}`,
            description: heading,
            detail: withoutIcons(`${first}${found.ids.length > 5 ? ', …' : ''}`),
            run: async () => 'done' as const,
          },
        ]
      : []),
    ...(canChange(source)
      ? [
          {
            label: `$(list-selection) ${l10n.t('Change Column…')}`,
            description: nameChoice(choice),
            run: async () => (await pickColumn(source)) ?? ('again' as const),
          },
        ]
      : []),
    ...(source.kind === 'rows' ? [createHeadingStep(text, choice, source)] : []),
    ...(found.unreadCount > 0
      ? [
          {
            label: `$(warning) ${l10n.t('Show What Could Not Be Read')}`,
            detail: withoutIcons(explainUnread(found)),
            run: async () => showUnread(found),
          },
        ]
      : []),
  ];
}

/** The first row of a table can be a heading, or data. */
function createHeadingStep(
  text: string,
  { column }: IdChoice,
  source: Extract<IdSource, { kind: 'rows' }>,
): PreviewPick {
  return {
    label: source.hasHeading
      ? `$(table) ${l10n.t('Read the First Row Too')}`
      : `$(table) ${l10n.t('Leave Out the First Row')}`,
    description: source.hasHeading ? l10n.t('It is taken for a heading') : l10n.t('It is taken for data'),
    run: async () => ({ source: withHeading(source, text, !source.hasHeading), column }),
  };
}

function canChange(source: IdSource): boolean {
  return source.kind !== 'list' && source.columns.length > 1;
}

function nameColumn(name: string, index: number): string {
  return name === '' ? l10n.t('Column {0}', showNumber(index + 1)) : withoutIcons(name);
}

function nameChoice({ source, column }: IdChoice): string {
  if (source.kind === 'list') return '';
  return column === undefined ? l10n.t('Every cell') : nameColumn(source.columns[column]?.name ?? '', column);
}

/** Asks which column holds the ids, with the heading and the first values of each. */
async function pickColumn(source: IdSource): Promise<IdChoice | undefined> {
  if (source.kind === 'list') return undefined;
  const picks = source.columns.map(({ name, firstValues }, column) => ({
    label: nameColumn(name, column),
    description: withoutIcons(firstValues.join(', ')),
    column: column,
  }));
  const every = {
    label: l10n.t('Every cell'),
    description: l10n.t('All cells are external IDs'),
    column: undefined,
  };
  const picked = await vscode.window.showQuickPick(source.kind === 'rows' ? [...picks, every] : picks, {
    title,
    placeHolder: l10n.t('Which column holds the external IDs?'),
    ignoreFocusOut: true,
  });
  return picked && { source, column: picked.column };
}

async function showUnread({ unread, unreadCount }: FoundIds): Promise<'again'> {
  const lines = unread.map((it) =>
    l10n.t('Line {0}: {1}: {2}', showNumber(it.line), it.problem, asLine(it.text)),
  );
  if (unreadCount > unread.length)
    lines.push(l10n.t('… and {0} more.', showNumber(unreadCount - unread.length)));
  const document = await vscode.workspace.openTextDocument({
    content: lines.join('\n'),
    language: 'plaintext',
  });
  await vscode.window.showTextDocument(document, { preview: true });
  return 'again';
}

function explainUnread({ unread, unreadCount }: FoundIds): string {
  const [first] = unread;
  if (!first) return '';
  const line = showNumber(first.line);
  const text = asLine(first.text).slice(0, 80);
  return unreadCount > 1
    ? l10n.t('Line {0}: {1}: {2} (and {3} more)', line, first.problem, text, showNumber(unreadCount - 1))
    : l10n.t('Line {0}: {1}: {2}', line, first.problem, text);
}

function explainNone(found: FoundIds): string {
  return found.unreadCount > 0
    ? l10n.t(
        'No external IDs could be read. {0}. Put one external ID on each line, or separate them by commas.',
        explainUnread(found),
      )
    : l10n.t('There are no external IDs. Put one external ID on each line, or separate them by commas.');
}
