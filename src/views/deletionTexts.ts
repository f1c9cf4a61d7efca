import { partialOf, type ExportRow } from '../exports/jobs/exportRow.ts';
import type { FolderContent } from '../exports/jobs/ownFiles.ts';
import { showSize } from '../util/showSize.ts';
import { asLine } from '../util/showText.ts';

import { isRunning } from '../exports/jobs/isRunning.ts';
import { showCount } from '../protocol/showCount.ts';

/** An export that is to be deleted, and what lies in its folder. */
export interface Deletion {
  readonly row: ExportRow;
  readonly content: FolderContent;
}

/** What a confirmation says: how much goes, exactly, and what stays. */
export function explainDeletion(deletions: readonly Deletion[]): string {
  const rows = deletions.map((it) => it.row);
  const linesOf = ({ stage }: ExportRow): number =>
    stage.stage === 'done' ? stage.users : (partialOf(stage)?.users ?? 0);
  const users = rows.reduce((sum, row) => sum + linesOf(row), 0);
  const files = deletions.flatMap((it) => it.content.own);
  const size = showSize(files.reduce((sum, it) => sum + it.sizeBytes, 0));
  const holds = users > 0 ? `${showCount(users, 'line')}, ` : '';
  const others = deletions.filter((it) => it.content.others.length > 0);
  const goes = others.length === 0 ? describeFolders(rows.length) : 'the files of the export are';
  const sentences = [
    `${holds}${size}: ${goes} removed from the disk for good.`,
    ...(rows.some((it) => it.kind === 'import') ? ['The file it was read from stays.'] : []),
    ...(rows.some((it) => isRunning(it.stage)) ? ['It is cancelled first.'] : []),
  ];
  const kept = others.map((it) => `${describeKept(it.content.others)}\n${it.row.directory}`);
  const folders = rows.slice(0, maxFolders).map((it) => it.directory);
  return [sentences.join(' '), ...(kept.length > 0 ? kept.slice(0, maxFolders) : [folders.join('\n')])].join(
    '\n\n',
  );
}

/** What a message says after an export was deleted whose folder holds something else. */
export function describeRemaining({ title }: ExportRow, remaining: readonly string[]): string {
  return `Deleted “${asLine(title)}”. ${describeKept(remaining)}`;
}

const maxFolders = 5;
const maxNames = 5;

const describeFolders = (count: number): string => (count === 1 ? 'the folder is' : 'the folders are');

function describeKept(names: readonly string[]): string {
  const more = names.length > maxNames ? ` and ${showCount(names.length - maxNames, 'other')}` : '';
  const named = names.slice(0, maxNames).map((it) => `“${asLine(it)}”`);
  return `The folder stays, with what is not part of the export: ${named.join(', ')}${more}.`;
}
