import * as l10n from '@vscode/l10n';
import { ArchiveError } from '../lines/archiveError.ts';
import { inflateMember } from './inflateMember.ts';
import { createStretchReader } from './readFile.ts';
import type { ZipMember } from './zipDirectory.ts';

/** What is counted while bytes pass. */
export interface UnpackCounts {
  /** Packed bytes taken from the archive. */
  readBytes: number;
  writtenBytes: number;
  users: number;
}

export type Count = (added: UnpackCounts) => void;

export function addCounts(total: UnpackCounts, added: UnpackCounts, times = 1): void {
  total.readBytes += times * added.readBytes;
  total.writtenBytes += times * added.writtenBytes;
  total.users += times * added.users;
}

/** Passes counts on, and can revoke all of them where the work is done again from its start. */
export function createRevocableCount(count: Count): { readonly count: Count; revoke(): void } {
  const sum: UnpackCounts = { readBytes: 0, writtenBytes: 0, users: 0 };
  return {
    count(added) {
      addCounts(sum, added);
      count(added);
    },
    revoke() {
      const back: UnpackCounts = { readBytes: 0, writtenBytes: 0, users: 0 };
      addCounts(back, sum, -1);
      count(back);
    },
  };
}

/** A member of the zip that is open as `fd`; `readBuffer` is what its packed bytes are read into. */
export interface MemberSource {
  readonly fd: number;
  readonly member: ZipMember;
  readonly dataOffset: number;
  readonly readBuffer: Buffer;
}

/**
 * Hands the bytes that a zip's member unpacks to on to `write`, and counts what passes. Throws ArchiveError `sizeMismatch`
 * where there are more or fewer than the directory says: before one too many is written, since
 * the next member's lines begin where these should end.
 */
export async function passMember(
  { fd, member, dataOffset, readBuffer }: MemberSource,
  write: (bytes: Buffer) => void,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<void> {
  let unpackedBytes = 0;
  const read = createStretchReader(fd, dataOffset, member.packedBytes, readBuffer);
  const next = (): Buffer | undefined => {
    const bytes = read();
    count({ readBytes: bytes?.length ?? 0, writtenBytes: 0, users: 0 });
    return bytes;
  };
  const writeOn = (bytes: Buffer): void => {
    unpackedBytes += bytes.length;
    if (unpackedBytes > member.sizeBytes) throw sizeMismatch();
    write(bytes);
    count({ readBytes: 0, writtenBytes: bytes.length, users: 0 });
  };
  const packedBytes = await inflateMember(member.method === 0 ? 'stored' : 'deflate', next, writeOn, signal);
  if (packedBytes !== member.packedBytes || unpackedBytes !== member.sizeBytes) throw sizeMismatch();
}

/** Throws ArchiveError `crcMismatch` where a member's bytes do not have the CRC that the directory says. */
export function checkCrc(member: ZipMember, crc: number): void {
  if (crc !== member.crc)
    throw new ArchiveError('crcMismatch', l10n.t('The archive is damaged: a checksum is wrong.'));
}

/** For a member that unpacks to more or less than the archive says of it. */
export function sizeMismatch(): ArchiveError {
  return new ArchiveError(
    'sizeMismatch',
    l10n.t('The archive is damaged: a member is not as long as its directory says.'),
  );
}
