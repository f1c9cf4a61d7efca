import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError.ts';
import { errorCode } from '../../util/errorCode.ts';

/** The archive (or the file in its place) cannot be unpacked; `message` is one sentence fit to show. */
export class ArchiveError extends UserError {
  readonly code: ArchiveProblem;
  constructor(code: ArchiveProblem, message: string) {
    super(message);
    this.code = code;
  }
}

const downloadAgain = (): string => l10n.t('Download it again, then open it again.');
const unpackFirst = (): string => l10n.t('Unpack it with another tool, then open the file that was in it.');

/**
 * What can be wrong with an archive, and what to do about it, a sentence each. Each refuses the whole archive, which is
 * kept. Made when asked for: threads load this before their language is set.
 */
const advice = {
  truncated: downloadAgain,
  encrypted: () => l10n.t('Unpack it with its password, then open the file that was in it.'),
  unsupportedMethod: unpackFirst,
  multiDisk: () => l10n.t('Join its parts with the tool that split it, then open the whole archive.'),
  directoryDamaged: downloadAgain,
  headerMismatch: downloadAgain,
  overlapping: () => l10n.t('Do not trust it: ask whoever made it for the export itself.'),
  absurdRatio: unpackFirst,
  dataDamaged: downloadAgain,
  sizeMismatch: downloadAgain,
  crcMismatch: downloadAgain,
  notAnExport: () => l10n.t('Choose a zip, gzip, CSV, JSON or NDJSON file as it was exported.'),
  nestedArchive: () => l10n.t('Unpack it first, then open what was in it.'),
  mixedData: () => l10n.t('Unpack it, then open one file at a time.'),
  doubtfulMember: () => l10n.t('Unpack it and look at that file, then open the others without it.'),
  strayBytes: () =>
    l10n.t('Download it again, or unpack it with another tool and open the files one at a time.'),
  unfinishedExport: () => l10n.t('Let the export finish where it was made, then pack its folder again.'),
  encodingUnclear: () => l10n.t('Open it again and choose its encoding, or save it as UTF-8 first.'),
  empty: downloadAgain,
  missingFile: () => l10n.t('Put it back where it was, then Retry, or choose another file.'),
  unreadableFile: () => l10n.t('Check who may read it, then Retry.'),
  notAFile: () => l10n.t('Choose a file.'),
} as const satisfies Record<string, () => string>;

export type ArchiveProblem = keyof typeof advice;

export const archiveProblems = Object.keys(advice) as readonly ArchiveProblem[];

export function isArchiveProblem(code: string): code is ArchiveProblem {
  return Object.hasOwn(advice, code);
}

const unread: readonly ArchiveProblem[] = ['missingFile', 'unreadableFile', 'notAFile'];

/** What to do about a file that somebody opened and that was refused. */
export function adviseOnArchive(code: ArchiveProblem): string {
  const sentence = advice[code]();
  return unread.includes(code) ? sentence : `${sentence} ${l10n.t('The file was left as it is.')}`;
}

/** The disk, not the archive: what is about to be written does not fit, or did not. */
export class DiskFullError extends UserError {
  readonly code = 'diskFull';
}

/** Whether the system said that the disk, or the owner's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'diskFull';
}
