import * as l10n from '@vscode/l10n';
import { partialOf, type ExportRow } from '../exports/exportRow.ts';
import { isRunning } from '../exports/jobStages.ts';
import type { FolderContent } from '../exports/jobs/ownFiles.ts';
import { showCount } from '../protocol/showCount.ts';
import { showSize } from '../protocol/showSize.ts';
import { asLine } from '../util/showText.ts';

/** An export that is to be deleted, and what lies in its folder. */
export interface Deletion {
  readonly row: ExportRow;
  readonly content: FolderContent;
}

const maxFolders = 5;
const maxNames = 5;

/** What a confirmation says: how much goes, exactly, and what stays. */
export function explainDeletion(deletions: readonly Deletion[]): string {
  const rows = deletions.map((it) => it.row);
  const others = deletions.filter((it) => it.content.others.length > 0);
  const sentences = [
    describeLoss(deletions),
    ...(rows.some((it) => it.kind === 'import') ? [l10n.t('The file it was read from stays.')] : []),
    ...(rows.some((it) => isRunning(it.stage)) ? [l10n.t('It is cancelled first.')] : []),
  ];
  const kept = others.map((it) => `${describeKept(it.content.others)}\n${it.row.directory}`);
  const folders = rows.slice(0, maxFolders).map((it) => it.directory);
  const details = kept.length > 0 ? kept.slice(0, maxFolders) : [folders.join('\n')];
  return [sentences.join(' '), ...details].join('\n\n');
}

function describeLoss(deletions: readonly Deletion[]): string {
  const lines = deletions.reduce((sum, it) => sum + countLines(it.row), 0);
  const files = deletions.flatMap((it) => it.content.own);
  const size = showSize(files.reduce((sum, it) => sum + it.sizeBytes, 0));
  const amount = lines > 0 ? `${showCount(lines, 'line')}, ${size}` : size;
  if (deletions.some((it) => it.content.others.length > 0))
    return l10n.t('{0}: the files of the export are removed from the disk for good.', amount);
  return deletions.length === 1
    ? l10n.t('{0}: the folder is removed from the disk for good.', amount)
    : l10n.t('{0}: the folders are removed from the disk for good.', amount);
}

function countLines({ stage }: ExportRow): number {
  return stage.stage === 'done' ? stage.users : (partialOf(stage)?.users ?? 0);
}

/** What a message says after an export was deleted whose folder holds something else. */
export function describeRemaining({ title }: ExportRow, remaining: readonly string[]): string {
  return `${l10n.t('Deleted “{0}”.', asLine(title))} ${describeKept(remaining)}`;
}

function describeKept(names: readonly string[]): string {
  const named = names
    .slice(0, maxNames)
    .map((it) => `“${asLine(it)}”`)
    .join(', ');
  const more = names.length - maxNames;
  return l10n.t(
    'The folder stays, with what is not part of the export: {0}.',
    more > 0 ? l10n.t('{0} and {1}', named, showCount(more, 'other')) : named,
  );
}
