import { constants, crc32, inflateRawSync } from 'node:zlib';
import { ArchiveError } from './archiveError.ts';
import { inflateMember } from './inflateMember.ts';
import type { WrittenLines } from './lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { createReadAt, createReadBuffer, createStretchReader } from './readFile.ts';
import { settleMembers } from './settleMembers.ts';
import type { TextShape } from './textShape.ts';
import { recogniseText } from './textShape.ts';
import { createTextSink } from './textSink.ts';
import type { SettledText } from './unpackText.ts';
import type { UnpackCounts, ZipSource } from './unpackZip.ts';
import type { ZipMember } from './zipDirectory.ts';
import { locateData, readZipDirectory } from './zipDirectory.ts';

/** So much of a packed member is enough to see what it holds, and never a burden to unpack. */
const peekBytes = 4096;

/** Whether a zip holds CSV, as the service packs raw events: its first member tells. */
export function holdsRows({ fd, archiveBytes, limits }: ZipSource): boolean {
  const readAt = createReadAt(fd);
  const [first] = readZipDirectory(readAt, archiveBytes, limits);
  if (!first) return false;
  const packed = readAt(locateData(readAt, first), Math.min(peekBytes, first.packedBytes));
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    const start =
      first.method === 0
        ? packed
        : inflateRawSync(packed, { finishFlush, maxOutputLength: 1024 * peekBytes * 2 });
    return recogniseText(start) === 'csv';
  } catch {
    // Whatever is wrong with it, unpacking it will say.
    return false;
  }
}

/**
 * Unpacks a zip of CSV files, in name order: each one's rows under the names of its own first row. Rows are longer as
 * objects than as CSV, so no member's place is known beforehand: one after another, and from the start after an
 * interruption. Throws ArchiveError, errors of the file system, and the signal's reason.
 */
export async function unpackRows(
  source: ZipSource,
  shapes: readonly TextShape[],
  part: PartFile,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<SettledText> {
  part.discard();
  const readAt = createReadAt(source.fd);
  const through = createReadBuffer();
  const finished: FinishedMember[] = [];
  let start = 0;
  for (const member of readZipDirectory(readAt, source.archiveBytes, source.limits)) {
    const dataOffset = locateData(readAt, member);
    const read = createStretchReader(source.fd, dataOffset, member.packedBytes, through);
    const written = await unpackOne(member, read, createTextSink(part.fd, start, shapes), count, signal);
    const { headerOffset, packedBytes } = member;
    finished.push({ ...written, headerOffset, packedBytes, endOffset: dataOffset + packedBytes });
    start += written.writtenBytes + (written.newlineMissing ? 1 : 0);
  }
  return { ...(await settleMembers(part, finished)), hasRows: true };
}

async function unpackOne(
  member: ZipMember,
  read: () => Buffer | undefined,
  text: ReturnType<typeof createTextSink>,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<WrittenLines> {
  let sizeBytes = 0;
  let crc = 0;
  const next = (): Buffer | undefined => {
    const bytes = read();
    count({ readBytes: bytes?.length ?? 0, writtenBytes: 0, users: 0 });
    return bytes;
  };
  const take = (bytes: Buffer): void => {
    sizeBytes += bytes.length;
    if (sizeBytes > member.sizeBytes) throw sizeMismatch();
    crc = crc32(bytes, crc);
    text.write(bytes);
    count({ readBytes: 0, writtenBytes: bytes.length, users: 0 });
  };
  const packedBytes = await inflateMember(member.method === 0 ? 'stored' : 'deflate', next, take, signal);
  if (packedBytes !== member.packedBytes || sizeBytes !== member.sizeBytes) throw sizeMismatch();
  if (crc !== member.crc)
    throw new ArchiveError('crcMismatch', 'The archive is damaged: a checksum is wrong.');
  const written = text.finish();
  count({ readBytes: 0, writtenBytes: 0, users: written.tally.users });
  return written;
}

function sizeMismatch(): ArchiveError {
  return new ArchiveError('sizeMismatch', 'A member of the archive is not as long as its directory says.');
}
