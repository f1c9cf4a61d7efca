import { UserError } from '../../protocol/userError.ts';
import { errorCode } from '../../util/errorCode.ts';

/** What can be wrong with an archive. Each is a reason to refuse it whole, and to keep it for whoever wants to look. */
export const archiveProblems = [
  'truncated',
  'encrypted',
  'unsupportedMethod',
  'multiDisk',
  'directoryDamaged',
  'headerMismatch',
  'overlapping',
  'absurdRatio',
  'dataDamaged',
  'sizeMismatch',
  'crcMismatch',
  'notAnExport',
  'nestedArchive',
  'mixedData',
  'doubtfulMember',
  'strayBytes',
  'unfinishedExport',
  'encodingUnclear',
  'empty',
  'missingFile',
  'unreadableFile',
  'notAFile',
] as const;

export type ArchiveProblem = (typeof archiveProblems)[number];

/** The archive (or the file in its place) cannot be unpacked; `message` is one sentence fit to show. */
export class ArchiveError extends UserError {
  readonly code: ArchiveProblem;
  constructor(code: ArchiveProblem, message: string) {
    super(message);
    this.code = code;
  }
}

const downloadAgain = 'Download it again, then open it again.';
const unpackFirst = 'Unpack it with another tool, then open the file that was in it.';

/** What somebody can do who opened a file that is refused: a sentence a problem. */
const advice: Readonly<Record<ArchiveProblem, string>> = {
  truncated: downloadAgain,
  encrypted: 'Unpack it with its password, then open the file that was in it.',
  unsupportedMethod: unpackFirst,
  multiDisk: 'Join its parts with the tool that split it, then open the whole archive.',
  directoryDamaged: downloadAgain,
  headerMismatch: downloadAgain,
  overlapping: 'Do not trust it: ask whoever made it for the export itself.',
  absurdRatio: unpackFirst,
  dataDamaged: downloadAgain,
  sizeMismatch: downloadAgain,
  crcMismatch: downloadAgain,
  notAnExport: 'Choose a zip, gzip, CSV, JSON or NDJSON file as it was exported.',
  nestedArchive: 'Unpack it first, then open what was in it.',
  mixedData: 'Unpack it, then open one file at a time.',
  doubtfulMember: 'Unpack it and look at that file, then open the others without it.',
  strayBytes: 'Download it again, or unpack it with another tool and open the files one at a time.',
  unfinishedExport: 'Let the export finish where it was made, then pack its folder again.',
  encodingUnclear: 'Open it again and choose its encoding, or save it as UTF-8 first.',
  empty: downloadAgain,
  missingFile: 'Put it back where it was, then Retry, or choose another file.',
  unreadableFile: 'Check who may read it, then Retry.',
  notAFile: 'Choose a file.',
};

const unread: readonly ArchiveProblem[] = ['missingFile', 'unreadableFile', 'notAFile'];

/** What to do about a file that somebody opened and that was refused. */
export function adviseOnArchive(code: ArchiveProblem): string {
  return unread.includes(code) ? advice[code] : `${advice[code]} The file was left as it is.`;
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
