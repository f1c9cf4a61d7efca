import { showSize } from '../util/showSize.ts';
import { ArchiveError } from './archiveError.ts';
import type { MemberHeader } from './zipFormat.ts';
import {
  all32,
  checkReadable,
  countLocalTail,
  localHeaderBytes,
  readLocalHeader,
  readUint64,
  signatures,
  widen,
} from './zipFormat.ts';

/** Reads exactly `lengthBytes` at `offset` of a file; throws ArchiveError `truncated` where the file ends before. */
export type ReadAt = (offset: number, lengthBytes: number) => Buffer;

/** A member as the central directory has it. */
export interface ZipMember extends MemberHeader {
  readonly headerOffset: number;
  /** No byte of this member may lie at or after this offset: there the next one or the directory begins. */
  readonly boundOffset: number;
}

/** What an archive may claim. A member or archive over `aboveBytes` may not be more than `ratio` times its packed size. */
export interface ArchiveLimits {
  readonly ratio: number;
  readonly aboveBytes: number;
}

/**
 * Users with few fields pack well (a million with two subscriptions, a language and a country two hundred times); one
 * byte over and over packs a thousand times, and an archive of that is a trap for the disk.
 */
export const defaultLimits: ArchiveLimits = { ratio: 500, aboveBytes: 64 * 1024 * 1024 };

const endBytes = 22;
const longestComment = 0xffff;
/** A million members; exports have one per 5,000 users. */
const largestDirectoryBytes = 128 * 1024 * 1024;

/**
 * Reads the central directory: every member that holds something, in name order (by bytes). Directories and empty
 * members are left out. All claims that can be checked without inflating are checked; throws ArchiveError.
 */
export function readZipDirectory(readAt: ReadAt, archiveBytes: number, limits = defaultLimits): ZipMember[] {
  const { members, directoryBytes, directoryOffset } = findDirectory(readAt, archiveBytes);
  if (directoryBytes > largestDirectoryBytes) {
    throw new ArchiveError('directoryDamaged', `The archive's directory takes ${showSize(directoryBytes)}.`);
  }
  const found = readRecords(readAt(directoryOffset, directoryBytes), members);
  const bounded = boundMembers(found, directoryOffset);
  const full = bounded.filter((it) => it.sizeBytes > 0 && !isDebris(it.name));
  for (const it of full) checkClaims(it, limits);
  const sizeBytes = full.reduce((sum, it) => sum + it.sizeBytes, 0);
  checkRatio(sizeBytes, archiveBytes, limits);
  return full.sort((a, b) => Buffer.compare(a.name, b.name) || a.headerOffset - b.headerOffset);
}

/** Where a member's packed bytes begin, after its local header was found to agree with the directory. */
export function locateData(readAt: ReadAt, member: ZipMember): number {
  const fixed = readAt(member.headerOffset, localHeaderBytes);
  const header = readLocalHeader(readAt(member.headerOffset, localHeaderBytes + countLocalTail(fixed)));
  const same =
    header.name.equals(member.name) &&
    header.method === member.method &&
    (header.described ||
      (header.crc === member.crc &&
        header.packedBytes === member.packedBytes &&
        header.sizeBytes === member.sizeBytes));
  if (!same)
    throw new ArchiveError(
      'headerMismatch',
      'A member of the archive disagrees with the directory at its end.',
    );
  const dataOffset = member.headerOffset + header.headerBytes;
  if (dataOffset + member.packedBytes > member.boundOffset) throw overlap();
  return dataOffset;
}

/** Throws `absurdRatio` when so many bytes came, or are said to come, from so few. */
export function checkRatio(sizeBytes: number, packedBytes: number, limits: ArchiveLimits): void {
  if (sizeBytes > limits.aboveBytes && sizeBytes > packedBytes * limits.ratio) {
    const said = `${showSize(packedBytes)} that unpack to ${showSize(sizeBytes)}`;
    throw new ArchiveError('absurdRatio', `The archive holds ${said}; no export packs that well.`);
  }
}

interface DirectoryPlace {
  members: number;
  directoryBytes: number;
  directoryOffset: number;
}

function findDirectory(readAt: ReadAt, archiveBytes: number): DirectoryPlace {
  const tailOffset = Math.max(0, archiveBytes - endBytes - longestComment);
  const tail = readAt(tailOffset, archiveBytes - tailOffset);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== signatures.end) continue;
    if (tail.readUInt16LE(at + 20) !== tail.length - at - endBytes) continue;
    return readEnd(readAt, tail.subarray(at), tailOffset + at);
  }
  throw new ArchiveError('truncated', 'The archive is cut short: its directory, the last part, is missing.');
}

function readEnd(readAt: ReadAt, end: Buffer, endOffset: number): DirectoryPlace {
  const members = end.readUInt16LE(10);
  const directoryBytes = end.readUInt32LE(12);
  const directoryOffset = end.readUInt32LE(16);
  // Not only where a number is too large for this record: `zip` writes the other one too when it reads from a pipe.
  if (directoryOffset + directoryBytes !== endOffset) {
    const far = readZip64End(readAt, endOffset);
    const tellsTheSame =
      [0xffff, far?.members].includes(members) &&
      [all32, far?.directoryBytes].includes(directoryBytes) &&
      [all32, far?.directoryOffset].includes(directoryOffset);
    if (far && !tellsTheSame) throw damaged();
    if (far) return far;
  }
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0) throw split();
  return checkPlace({ members, directoryBytes, directoryOffset }, endOffset);
}

function readZip64End(readAt: ReadAt, endOffset: number): DirectoryPlace | undefined {
  if (endOffset < 20) return undefined;
  const locator = readAt(endOffset - 20, 20);
  if (locator.readUInt32LE(0) !== signatures.zip64Locator) return undefined;
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) throw split();
  const recordOffset = readUint64(locator, 8);
  if (recordOffset + 56 > endOffset - 20) throw damaged();
  const record = readAt(recordOffset, 56);
  if (record.readUInt32LE(0) !== signatures.zip64End) throw damaged();
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) throw split();
  const place = {
    members: readUint64(record, 32),
    directoryBytes: readUint64(record, 40),
    directoryOffset: readUint64(record, 48),
  };
  return checkPlace(place, recordOffset);
}

/** The directory ends where the end record begins: anything else is a file with bytes put before, between or cut out. */
function checkPlace(place: DirectoryPlace, endOffset: number): DirectoryPlace {
  if (place.directoryOffset + place.directoryBytes !== endOffset) throw damaged();
  return place;
}

type FoundMember = Omit<ZipMember, 'boundOffset'>;

function readRecords(directory: Buffer, members: number): FoundMember[] {
  const found: FoundMember[] = [];
  let at = 0;
  while (at < directory.length) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== signatures.centralRecord)
      throw damaged();
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const recordEnd = extraEnd + directory.readUInt16LE(at + 32);
    if (recordEnd > directory.length) throw damaged();
    const narrow = [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ];
    const [sizeBytes = 0, packedBytes = 0, headerOffset = 0] = widen(
      directory.subarray(nameEnd, extraEnd),
      narrow,
    );
    if (directory.readUInt16LE(at + 34) !== 0 && directory.readUInt16LE(at + 34) !== 0xffff) throw split();
    if (sizeBytes > 0) checkReadable(flags, method);
    found.push({
      name: directory.subarray(at + 46, nameEnd),
      method,
      crc: directory.readUInt32LE(at + 16),
      packedBytes,
      sizeBytes,
      described: (flags & 8) !== 0,
      headerOffset,
    });
    at = recordEnd;
  }
  if (found.length !== members) throw damaged();
  return found;
}

/** No two members share a byte: the trick of archives that unpack to petabytes, and of ones that show two faces. */
function boundMembers(found: readonly FoundMember[], directoryOffset: number): ZipMember[] {
  const byOffset = [...found].sort((a, b) => a.headerOffset - b.headerOffset);
  return byOffset.map((it, i) => {
    const boundOffset = byOffset[i + 1]?.headerOffset ?? directoryOffset;
    if (it.headerOffset + localHeaderBytes + it.name.length + it.packedBytes > boundOffset) throw overlap();
    return { ...it, boundOffset };
  });
}

function checkClaims(member: ZipMember, limits: ArchiveLimits): void {
  if (member.method === 0 && member.packedBytes !== member.sizeBytes) {
    throw new ArchiveError('sizeMismatch', 'A stored member of the archive has two different sizes.');
  }
  checkRatio(member.sizeBytes, member.packedBytes, limits);
}

/** What a desktop adds when somebody packs a folder again. */
function isDebris(name: Buffer): boolean {
  return /^__MACOSX\/|(^|\/)\.DS_Store$/.test(name.toString('latin1'));
}

function damaged(): ArchiveError {
  return new ArchiveError('directoryDamaged', 'The directory at the end of the archive is damaged.');
}

function split(): ArchiveError {
  return new ArchiveError('multiDisk', 'The archive is one part of several.');
}

function overlap(): ArchiveError {
  return new ArchiveError('overlapping', 'Members of the archive overlap; no honest archive does that.');
}
