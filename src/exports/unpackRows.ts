import { constants, crc32, inflateRawSync } from 'node:zlib';
import type { WrittenLines } from './lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { checkCrc, passMember, type MemberSource } from './passMember.ts';
import { createReadAt, createReadBuffer } from './readFile.ts';
import { settleMembers } from './settleMembers.ts';
import type { TextShape } from './textShape.ts';
import { recogniseText } from './textShape.ts';
import { createTextSink } from './textSink.ts';
import type { SettledText } from './unpackText.ts';
import type { UnpackCounts, ZipSource } from './unpackZip.ts';
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
    const text = createTextSink(part.fd, start, shapes);
    const written = await unpackOne({ fd: source.fd, member, dataOffset, through }, text, count, signal);
    const { headerOffset, packedBytes } = member;
    finished.push({ ...written, headerOffset, packedBytes, endOffset: dataOffset + packedBytes });
    start += written.writtenBytes + (written.newlineMissing ? 1 : 0);
  }
  return { ...(await settleMembers(part, finished)), hasRows: true };
}

async function unpackOne(
  source: MemberSource,
  text: ReturnType<typeof createTextSink>,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<WrittenLines> {
  let crc = 0;
  const write = (bytes: Buffer): void => {
    crc = crc32(bytes, crc);
    text.write(bytes);
  };
  await passMember(source, write, count, signal);
  checkCrc(source.member, crc);
  const written = text.finish();
  count({ readBytes: 0, writtenBytes: 0, users: written.tally.users });
  return written;
}
