import { crc32 } from 'node:zlib';
import { ArchiveError } from '../lines/archiveError.ts';
import { inflateMember } from './inflateMember.ts';
import { createReadAt, createReadBuffer, createStretchReader } from './readFile.ts';

const fixedBytes = 10;
const trailerBytes = 8;
const longestHeaderBytes = 64 * 1024;
const flags = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;

/**
 * Where the gzip streams end that a file begins with, one or several; undefined where not even the first is whole. zlib
 * reads what follows as one more stream and fails, so for a file with something behind them this is found first.
 * Inflates all of it: for files only that could not be unpacked as they are. Throws the signal's reason.
 */
export async function findGzipEnd(
  fd: number,
  fileBytes: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  let end: number | undefined;
  for (let offset: number | undefined = 0; offset !== undefined;) {
    offset = await passStream(fd, offset, fileBytes, signal);
    end = offset ?? end;
  }
  return end;
}

/** The end of the gzip stream at an offset, if one is there and whole. */
async function passStream(
  fd: number,
  offset: number,
  fileBytes: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const readAt = createReadAt(fd);
  const headerBytes = measureHeader(readAt(offset, Math.min(longestHeaderBytes, fileBytes - offset)));
  if (headerBytes === undefined) return undefined;
  const dataOffset = offset + headerBytes;
  const next = createStretchReader(fd, dataOffset, fileBytes - dataOffset, createReadBuffer());
  let crc = 0;
  let sizeBytes = 0;
  const note = (bytes: Buffer): void => {
    crc = crc32(bytes, crc);
    sizeBytes += bytes.length;
  };
  try {
    const trailerOffset = dataOffset + (await inflateMember('deflate', next, note, signal));
    const trailer = readAt(trailerOffset, trailerBytes);
    const isWhole = trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === sizeBytes % 2 ** 32;
    return isWhole ? trailerOffset + trailerBytes : undefined;
  } catch (error) {
    if (error instanceof ArchiveError) return undefined;
    throw error;
  }
}

/** How long a gzip header is (RFC 1952); undefined for what is none. */
function measureHeader(bytes: Buffer): number | undefined {
  if (bytes.length < fixedBytes || bytes.readUInt16BE(0) !== 0x1f8b || bytes[2] !== 8) return undefined;
  const set = bytes[3] ?? 0;
  let at = fixedBytes;
  if ((set & flags.extra) !== 0) {
    if (at + 2 > bytes.length) return undefined;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [flags.name, flags.comment]) {
    if ((set & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }
  return (set & flags.checksum) === 0 ? at : at + 2;
}
