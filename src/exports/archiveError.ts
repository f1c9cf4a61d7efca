import { errorCode } from '../util/errorCode.ts';

/** What can be wrong with an archive. Each is a reason to refuse it whole, and to keep it for whoever wants to look. */
export type ArchiveProblem =
  | 'truncated'
  | 'encrypted'
  | 'unsupportedMethod'
  | 'multiDisk'
  | 'directoryDamaged'
  | 'headerMismatch'
  | 'overlapping'
  | 'absurdRatio'
  | 'dataDamaged'
  | 'sizeMismatch'
  | 'crcMismatch'
  | 'notAnExport'
  | 'empty';

/** The archive (or the file in its place) cannot be unpacked; `message` is one sentence fit to show. */
export class ArchiveError extends Error {
  readonly code: ArchiveProblem;
  constructor(code: ArchiveProblem, message: string) {
    super(message);
    this.code = code;
  }
}

/** The disk, not the archive: what is about to be written does not fit, or did not. */
export class DiskFullError extends Error {
  readonly code = 'diskFull';
}

/** Whether the system said that the disk, or the owner's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'diskFull';
}
