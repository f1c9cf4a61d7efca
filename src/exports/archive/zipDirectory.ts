import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import { showSize } from '../../protocol/showSize.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import type { ReadAt } from './readFile.ts';
import type { DirectoryLocation } from './zipEnd.ts';
import { findDirectory } from './zipEnd.ts';
import type { MemberHeader } from './zipFormat.ts';
import {
  all32,
  checkReadable,
  countLocalTail,
  directoryDamaged,
  localHeaderBytes,
  readLocalHeader,
  signatures,
  splitArchive,
  widen,
} from './zipFormat.ts';

/** A member as the central directory has it; its offset is that in the file. */
export interface ZipMember extends MemberHeader {
  readonly flags: number;
  readonly headerOffset: number;
  /** No byte of this member may lie at or after this offset: there the next one or the directory begins. */
  readonly boundOffset: number;
}

/** What the directory of an archive lists. */
export interface ZipDirectory {
  /** Every member that holds something, in name order (by bytes). */
  readonly members: readonly ZipMember[];
  /** Names of files without a byte in them. */
  readonly emptyFiles: readonly Buffer[];
  /** Bytes before the first member, and behind the archive's end. */
  readonly leadingBytes: number;
  readonly endOffset: number;
}

/** What an archive may claim. A member or archive over `aboveBytes` may not be more than `ratio` times its packed size. */
export interface ArchiveLimits {
  readonly ratio: number;
  readonly aboveBytes: number;
}

/** An archive to read. */
export interface ZipSource {
  fd: number;
  archiveBytes: number;
  limits: ArchiveLimits;
  /** Members unpacked at a time. */
  streams: number;
}

/**
 * Users with few fields pack well (a million with two subscriptions, a language and a country two hundred times); one
 * byte over and over packs a thousand times, and an archive of that is made to fill the disk.
 */
export const defaultLimits: ArchiveLimits = { ratio: 500, aboveBytes: 64 * 1024 * 1024 };

/** A million members; exports have one per 5,000 users. */
const largestDirectoryBytes = 128 * 1024 * 1024;
/** An empty file is a few bytes long when it is deflated; a member of size 0 with more packed bytes holds something. */
const mostBytesOfNothing = 16;

/**
 * Reads the central directory. All claims that can be checked without looking at members are checked; throws ArchiveError.
 */
export function readZipDirectory(readAt: ReadAt, archiveBytes: number): ZipDirectory {
  const location = findDirectory(readAt, archiveBytes);
  const { directoryOffset, directoryEnd, endOffset } = location;
  if (directoryEnd - directoryOffset > largestDirectoryBytes) {
    throw directoryDamaged(
      l10n.t('The archive is damaged: its directory takes {0}.', showSize(directoryEnd - directoryOffset)),
    );
  }
  const found = readRecords(readAt(directoryOffset, directoryEnd - directoryOffset), location);
  const members = boundMembers(shiftMembers(readAt, found, location), directoryOffset);
  const leadingBytes = Math.min(directoryOffset, ...members.slice(0, 1).map((it) => it.headerOffset));
  const isFolder = ({ name }: FoundMember): boolean => name.at(-1) === 0x2f || name.at(-1) === 0x5c;
  return {
    members: members
      .filter(holdsSomething)
      .sort((a, b) => Buffer.compare(a.name, b.name) || a.headerOffset - b.headerOffset),
    emptyFiles: members.filter((it) => !holdsSomething(it) && !isFolder(it)).map((it) => it.name),
    leadingBytes,
    endOffset,
  };
}

function holdsSomething({ sizeBytes, packedBytes }: FoundMember): boolean {
  return sizeBytes > 0 || packedBytes > mostBytesOfNothing;
}

/** Throws where members that are about to be unpacked claim to be more than their packed bytes can be. */
export function checkMembers(
  members: readonly ZipMember[],
  archiveBytes: number,
  limits: ArchiveLimits,
): void {
  for (const member of members) {
    if (member.method === 0 && member.packedBytes !== member.sizeBytes)
      throw new ArchiveError(
        'sizeMismatch',
        l10n.t('The archive is damaged: a stored member has two different sizes.'),
      );
    checkRatio(member.sizeBytes, member.packedBytes, limits);
  }
  const sizeBytes = members.reduce((sum, it) => sum + it.sizeBytes, 0);
  checkRatio(sizeBytes, archiveBytes, limits);
}

/**
 * Where a member's packed bytes begin, after its local header was found to agree with the directory.
 * Names may differ, since only the directory's is used, unpacked sizes as well, since the directory's is checked along with
 * the checksum; and what a streaming writer left at zero says nothing.
 */
export function locateData(readAt: ReadAt, member: ZipMember): number {
  checkReadable(member.flags, member.method);
  const fixed = readAt(member.headerOffset, localHeaderBytes);
  const header = readLocalHeader(readAt(member.headerOffset, localHeaderBytes + countLocalTail(fixed)));
  const isSame =
    header.method === member.method &&
    (header.described ||
      (isSameOrUnset(header.crc, member.crc) && isSameOrUnset(header.packedBytes, member.packedBytes)));
  if (!isSame) {
    throw new ArchiveError(
      'headerMismatch',
      l10n.t('The archive is damaged: a member and the directory at the end disagree.'),
    );
  }
  const dataOffset = member.headerOffset + header.headerBytes;
  if (dataOffset + member.packedBytes > member.boundOffset) throw overlap();
  return dataOffset;
}

/** Zero and all ones are written for values that are not known yet. */
function isSameOrUnset(local: number, central: number): boolean {
  return local === central || local === 0 || local === all32;
}

/** Throws `absurdRatio` when so many bytes came, or are said to come, from so few. */
export function checkRatio(sizeBytes: number, packedBytes: number, limits: ArchiveLimits): void {
  if (sizeBytes > limits.aboveBytes && sizeBytes > packedBytes * limits.ratio) {
    throw new ArchiveError(
      'absurdRatio',
      l10n.t(
        'The archive holds {0} that unpack to {1}, which could fill the disk.',
        showSize(packedBytes),
        showSize(sizeBytes),
      ),
    );
  }
}

type FoundMember = Omit<ZipMember, 'boundOffset'>;

const recordBytes = 46;

function readRecords(
  directory: Buffer,
  { members, isCountNarrow, isSplit }: DirectoryLocation,
): FoundMember[] {
  const found: FoundMember[] = [];
  let at = 0;
  const isRecordNext = (): boolean =>
    at + recordBytes <= directory.length && directory.readUInt32LE(at) === signatures.centralRecord;
  while (isRecordNext()) {
    const { member, recordEnd } = readRecord(directory, at);
    found.push(member);
    at = recordEnd;
  }
  // Something else may follow the last record, such as a signature; a record that is cut makes the count wrong.
  const isWhole = found.length === members || (isCountNarrow && found.length % 0x10000 === members);
  if (!isWhole && isSplit) throw splitArchive();
  if (!isWhole) {
    throw directoryDamaged(
      l10n.t(
        'The archive is damaged: its directory lists {0} of {1} files.',
        showNumber(found.length),
        showNumber(members),
      ),
    );
  }
  return found;
}

function readRecord(directory: Buffer, at: number): { member: FoundMember; recordEnd: number } {
  const nameEnd = at + recordBytes + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const recordEnd = extraEnd + directory.readUInt16LE(at + 32);
  if (recordEnd > directory.length) throw directoryDamaged();
  const narrow = [
    directory.readUInt32LE(at + 24),
    directory.readUInt32LE(at + 20),
    directory.readUInt32LE(at + 42),
  ];
  const extra = directory.subarray(nameEnd, extraEnd);
  const [sizeBytes = 0, packedBytes = 0, headerOffset = 0] = widen(extra, narrow);
  const flags = directory.readUInt16LE(at + 8);
  const member = {
    name: directory.subarray(at + recordBytes, nameEnd),
    flags,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedBytes,
    sizeBytes,
    described: (flags & 8) !== 0,
    headerOffset,
  };
  return { member, recordEnd };
}

/** The members where they are in the file, in order of their offsets. */
function shiftMembers(
  readAt: ReadAt,
  found: readonly FoundMember[],
  location: DirectoryLocation,
): FoundMember[] {
  const byOffset = [...found].sort((a, b) => a.headerOffset - b.headerOffset);
  const ends = [byOffset[0], byOffset.at(-1)].filter((it) => it !== undefined);
  const isHeader = (offset: number): boolean =>
    offset + localHeaderBytes <= location.directoryOffset &&
    readAt(offset, 4).readUInt32LE(0) === signatures.localHeader;
  const shift = location.shifts.find((it) => ends.every(({ headerOffset }) => isHeader(headerOffset + it)));
  if (shift === undefined && location.isSplit) throw splitArchive();
  if (shift === undefined) throw membersMisplaced();
  return byOffset.map((it) => ({ ...it, headerOffset: it.headerOffset + shift }));
}

/** Checks that no two members share a byte: archives that unpack to petabytes are made so. */
function boundMembers(byOffset: readonly FoundMember[], directoryOffset: number): ZipMember[] {
  return byOffset.map((it, i) => {
    const boundOffset = byOffset[i + 1]?.headerOffset ?? directoryOffset;
    if (it.headerOffset >= directoryOffset) throw membersMisplaced();
    if (it.headerOffset + localHeaderBytes + it.packedBytes > boundOffset) throw overlap();
    return { ...it, boundOffset };
  });
}

function membersMisplaced(): ArchiveError {
  return directoryDamaged(l10n.t('The archive is damaged: its members are not where its directory says.'));
}

function overlap(): ArchiveError {
  return new ArchiveError('overlapping', l10n.t('Members of the archive overlap, which no tool writes.'));
}
