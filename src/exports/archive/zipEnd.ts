import * as l10n from '@vscode/l10n';
import { ArchiveError } from '../lines/archiveError.ts';
import type { ReadAt } from './readFile.ts';
import { all16, all32, directoryDamaged, readUint64, signatures, splitArchive } from './zipFormat.ts';

/** What the records at the end of a zip say of its directory. Offsets are those of the file, with what stands before the zip. */
export interface DirectoryLocation {
  /** How many members the end record claims. */
  readonly members: number;
  readonly directoryOffset: number;
  /** Where the records behind the directory begin. */
  readonly directoryEnd: number;
  /** How far offsets may lie from what the records say, the likeliest first: bytes were put before the archive, or they count already. */
  readonly shifts: readonly number[];
  /** Where the archive ends; what follows is none of it. */
  readonly endOffset: number;
  /** The end record alone counts its members, in 16 bits: old tools wrote only those of a larger number. */
  readonly isCountNarrow: boolean;
  /** The end record says that other parts of the archive are on other disks, which need not be so. */
  readonly isSplit: boolean;
}

const endBytes = 22;
const locatorBytes = 20;
const zip64EndBytes = 56;
const windowBytes = 1024 * 1024;
/** So far back from the end of the file an end record is looked for: pages and padding behind an archive are shorter. */
const searchedBytes = 16 * windowBytes;

/**
 * Finds where a zip's directory is, by the last end record whose directory is where it says: with bytes before and behind
 * the archive too, as `unzip` does. Throws ArchiveError `truncated` where there is no end record, and what is wrong with
 * the last one where none is good.
 */
export function findDirectory(readAt: ReadAt, archiveBytes: number): DirectoryLocation {
  let firstError: unknown;
  for (const at of findEndRecords(readAt, archiveBytes)) {
    try {
      return readEnd(readAt, at, archiveBytes);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      firstError ??= error;
    }
  }
  if (firstError instanceof ArchiveError) throw firstError;
  throw new ArchiveError(
    'truncated',
    l10n.t('The archive is cut short: its directory, the last part, is missing.'),
  );
}

/** Whether a file that begins as something else is a zip all the same: with bytes before it, or without its beginning. */
export function endsAsZip(readAt: ReadAt, fileBytes: number): boolean {
  try {
    return findDirectory(readAt, fileBytes).members > 0;
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  }
}

/** Offsets of all end records, from the last one on. */
function* findEndRecords(readAt: ReadAt, archiveBytes: number): Generator<number> {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(signatures.end);
  const lowest = Math.max(0, archiveBytes - searchedBytes);
  for (let end = archiveBytes; end > lowest;) {
    const start = Math.max(lowest, end - windowBytes);
    // Windows overlap by what a signature needs, so that none is missed between two.
    const window = readAt(start, Math.min(archiveBytes, end + 3) - start);
    for (
      let at = window.lastIndexOf(signature);
      at !== -1;
      at = at > 0 ? window.lastIndexOf(signature, at - 1) : -1
    ) {
      if (start + at < end && start + at + endBytes <= archiveBytes) yield start + at;
    }
    end = start;
  }
}

interface EndRecord {
  members: number;
  directoryBytes: number;
  directoryOffset: number;
}

function readEnd(readAt: ReadAt, endOffset: number, archiveBytes: number): DirectoryLocation {
  const end = readAt(endOffset, endBytes);
  const claimed = {
    members: end.readUInt16LE(10),
    directoryBytes: end.readUInt32LE(12),
    directoryOffset: end.readUInt32LE(16),
  };
  // Not only where a number is too large for this record: `zip` writes the other one too when it reads from a pipe.
  const far =
    claimed.directoryOffset + claimed.directoryBytes === endOffset
      ? undefined
      : readZip64End(readAt, endOffset);
  const commentEnd = endOffset + endBytes + end.readUInt16LE(20);
  const behind = { endOffset: Math.min(archiveBytes, commentEnd) };
  if (far) {
    checkTheSame(claimed, far.record);
    return {
      ...locateDirectory(readAt, far.record, far.offset),
      ...behind,
      isCountNarrow: false,
      isSplit: false,
    };
  }
  const isSplit =
    [end.readUInt16LE(4), end.readUInt16LE(6)].some((it) => it !== 0 && it !== all16) ||
    end.readUInt16LE(8) !== claimed.members;
  try {
    return { ...locateDirectory(readAt, claimed, endOffset), ...behind, isCountNarrow: true, isSplit };
  } catch (error) {
    throw isSplit && error instanceof ArchiveError ? splitArchive() : error;
  }
}

/** Numbers that fit both records are in both; others are all ones in the narrow one. */
function checkTheSame(narrow: EndRecord, wide: EndRecord): void {
  const isSame =
    [all16, wide.members].includes(narrow.members) &&
    [all32, wide.directoryBytes].includes(narrow.directoryBytes) &&
    [all32, wide.directoryOffset].includes(narrow.directoryOffset);
  if (!isSame) throw directoryDamaged();
}

function readZip64End(readAt: ReadAt, endOffset: number): { record: EndRecord; offset: number } | undefined {
  const locatorOffset = endOffset - locatorBytes;
  if (locatorOffset < zip64EndBytes) return undefined;
  const locator = readAt(locatorOffset, locatorBytes);
  if (locator.readUInt32LE(0) !== signatures.zip64Locator) return undefined;
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) throw splitArchive();
  // Where bytes were put before the archive, the record is right before its locator, as all tools write it.
  for (const offset of [readUint64(locator, 8), locatorOffset - zip64EndBytes]) {
    if (offset + zip64EndBytes > locatorOffset) continue;
    const bytes = readAt(offset, zip64EndBytes);
    if (bytes.readUInt32LE(0) !== signatures.zip64End) continue;
    if (bytes.readUInt32LE(16) !== 0 || bytes.readUInt32LE(20) !== 0) throw splitArchive();
    const record = {
      members: readUint64(bytes, 32),
      directoryBytes: readUint64(bytes, 40),
      directoryOffset: readUint64(bytes, 48),
    };
    return { record, offset };
  }
  throw directoryDamaged();
}

/**
 * The directory ends where the records behind it begin, or else it begins where they say, whichever is so. `recordsOffset`
 * is where those records begin.
 */
function locateDirectory(
  readAt: ReadAt,
  { members, directoryBytes, directoryOffset }: EndRecord,
  recordsOffset: number,
): Pick<DirectoryLocation, 'members' | 'directoryOffset' | 'directoryEnd' | 'shifts'> {
  for (const offset of new Set([recordsOffset - directoryBytes, directoryOffset])) {
    if (offset < 0 || offset > recordsOffset) continue;
    const isThere =
      members === 0
        ? offset === recordsOffset
        : offset + 4 <= recordsOffset && readAt(offset, 4).readUInt32LE(0) === signatures.centralRecord;
    const shifts = [...new Set([offset - directoryOffset, 0])].filter((it) => it >= 0);
    if (isThere) return { members, directoryOffset: offset, directoryEnd: recordsOffset, shifts };
  }
  throw directoryDamaged();
}
