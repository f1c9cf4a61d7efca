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
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'diskFull';
}

/** Bytes as people read them, in powers of 1000: `120 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toPrecision(2)} ${units[unit]}`;
}
