import { constants, inflateRawSync } from 'node:zlib';
import type { ArchiveChoice, JudgedMember } from './chooseMembers.ts';
import { chooseMembers } from './chooseMembers.ts';
import type { MemberContent } from './memberContent.ts';
import { judgeMember } from './memberContent.ts';
import { isSideFileName, readMemberName } from './memberName.ts';
import type { OwnMember } from './ownMember.ts';
import { mayBeOwn, readOwnMember } from './ownMember.ts';
import { createReadAt } from './readFile.ts';
import { noteStrayBytes } from './strayBytes.ts';
import { longestPeekBytes } from '../lines/textShape.ts';
import type { ZipSource } from './zipDirectory.ts';
import type { ReadAt } from './readFile.ts';
import type { ZipMember } from './zipDirectory.ts';
import { checkMembers, locateData, readZipDirectory } from './zipDirectory.ts';

/** What an archive holds, before any of it is unpacked. */
export interface ZipSurvey extends ArchiveChoice {
  /** Where the packed bytes of each member of data begin. */
  readonly dataOffsets: ReadonlyMap<ZipMember, number>;
}

/** Packed bytes of a member that show what most hold, and cost little to unpack. */
const peekBytes = 4096;
/** The same for a member that begins with a very long line. */
const longPeekBytes = 64 * 1024;
/** Manifests of exports by external ID name every ID that is unknown. */
const longestOwnBytes = 64 * 1024 * 1024;

/**
 * Reads an archive's directory and looks into each member: which are the data, and what is left out. Throws ArchiveError
 * for archives that cannot or should not be unpacked, and for those in which something may be data and cannot be read.
 */
export function surveyZip({ fd, archiveBytes, limits }: ZipSource): ZipSurvey {
  const readAt = createReadAt(fd);
  const directory = readZipDirectory(readAt, archiveBytes);
  const notes = noteStrayBytes(readAt, directory, archiveBytes);
  const dataOffsets = new Map<ZipMember, number>();
  const judged = directory.members.map((member) => {
    const one = lookInto(readAt, member);
    if (one.dataOffset !== undefined) dataOffsets.set(member, one.dataOffset);
    return one.judged;
  });
  const choice = chooseMembers(judged, directory.emptyFiles.map(readMemberName));
  checkMembers(
    choice.data.map((it) => it.member),
    archiveBytes,
    limits,
  );
  return { ...choice, notes: [...notes, ...choice.notes], dataOffsets };
}

function lookInto(readAt: ReadAt, member: ZipMember): { judged: JudgedMember; dataOffset?: number } {
  const name = readMemberName(member.name);
  let dataOffset: number;
  try {
    dataOffset = locateData(readAt, member);
  } catch (error) {
    // It would be left out anyway.
    if (isSideFileName(name)) return { judged: { member, name, content: { is: 'sideFile' } } };
    throw error;
  }
  for (const peekedBytes of [peekBytes, longPeekBytes]) {
    const first = peek(readAt, member, dataOffset, peekedBytes);
    // Unpacking it reports what is wrong.
    if (!first) break;
    const seen = first.subarray(0, longestPeekBytes);
    const content = judgeMember(name, seen, seen.length < member.sizeBytes);
    const own = readOwn(readAt, member, dataOffset, content);
    if (content.is !== 'other' || peekedBytes === longPeekBytes || first.length >= longestPeekBytes)
      return { judged: { member, name, content, ...(own ? { own } : {}) }, dataOffset };
  }
  const content = {
    is: 'data',
    shape: 'lines',
    isSure: true,
    keys: new Set<string>(),
    isOneObject: false,
  } as const;
  return { judged: { member, name, content }, dataOffset };
}

/** The first bytes of what a member holds; undefined where its packed bytes are damaged. */
function peek(
  readAt: ReadAt,
  member: ZipMember,
  dataOffset: number,
  peekedBytes: number,
): Buffer | undefined {
  const packed = readAt(dataOffset, Math.min(peekedBytes, member.packedBytes));
  if (member.method === 0) return packed;
  try {
    // No byte unpacks to more than 1032.
    const maxOutputLength = packed.length * 1100 + 1024;
    const first = inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength });
    return first.length > 0 ? first : undefined;
  } catch {
    return undefined;
  }
}

function readOwn(
  readAt: ReadAt,
  member: ZipMember,
  dataOffset: number,
  content: MemberContent,
): OwnMember | undefined {
  if (content.is !== 'data' || !mayBeOwn(content.keys) || member.sizeBytes > longestOwnBytes)
    return undefined;
  const packed = readAt(dataOffset, member.packedBytes);
  try {
    const maxOutputLength = member.sizeBytes + 1;
    const whole = member.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength });
    return readOwnMember(whole.toString('utf8'));
  } catch {
    return undefined;
  }
}
