import * as l10n from '@vscode/l10n';
import { showNumber } from '../protocol/showCount.ts';
import * as vscode from 'vscode';
import type { ExportRow } from '../exports/exportRow.ts';
import { listContents } from '../exports/exportContents.ts';
import { revealFile } from '../host/revealFile.ts';
import { showInformation } from '../host/showMessage.ts';
import { UserError } from '../protocol/userError.ts';
import { asError } from '../util/asError.ts';
import { asLine } from '../util/showText.ts';
import { describeRemaining, explainDeletion, type Deletion } from '../views/deletionTexts.ts';
import type { CommandContext, CommandEffect } from './commandContext.ts';
import { useEach } from './useEach.ts';

/** Asks first, and says exactly what goes; names afterwards what stayed because it is not ours. */
export async function deleteExports(
  { exports }: Pick<CommandContext, 'exports'>,
  rows: readonly ExportRow[],
): Promise<CommandEffect | undefined> {
  const [first] = rows;
  if (!first) return undefined;
  const deletions = await Promise.all(rows.map(prepareDeletion));
  const question =
    rows.length === 1
      ? l10n.t('Delete “{0}”?', asLine(first.title))
      : l10n.t('Delete {0} exports?', showNumber(rows.length));
  const remove = l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: explainDeletion(deletions) },
    remove,
  );
  if (answer !== remove) return undefined;
  // One list for all tries: Retry goes on with what is left of it.
  const remainingRows = [...rows];
  return () =>
    useEach(remainingRows, async (row) => {
      const remaining = await (await exports.jobsOf(row.id)).remove(row.id);
      if (remaining.length === 0) return;
      const reveal = { title: l10n.t('Reveal'), run: () => revealFile(row.directory) };
      void showInformation(describeRemaining(row, remaining), reveal);
    });
}

async function prepareDeletion(row: ExportRow): Promise<Deletion> {
  try {
    return { row, content: await listContents(row) };
  } catch (error) {
    throw new UserError(
      l10n.t(
        'The export “{0}” was not deleted: its folder cannot be read. Reveal it to see why.',
        asLine(row.title),
      ),
      { cause: asError(error) },
    );
  }
}
