import { ArchiveError } from '../lines/archiveError.ts';
import { inflateMember } from './inflateMember.ts';
import type { WrittenLines } from '../lines/lineWriter.ts';
import { createLineWriter } from '../lines/lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { createReadAt, createReadBuffer, readFully } from './readFile.ts';
import type { UnpackCounts } from './passMember.ts';
import type { ReadAt } from './readFile.ts';
import type { ArchiveLimits } from './zipDirectory.ts';
import { checkRatio } from './zipDirectory.ts';
import type { LocalHeader } from './zipFormat.ts';
import { countLocalTail, localHeaderBytes, longestDescriptorBytes, matchDescriptor } from './zipFormat.ts';
import { readLocalHeader, signatures } from './zipFormat.ts';

/** How much of an archive has arrived. */
export interface Availability {
  /** Resolves once bytes up to `offset` are there, or no more will come; with the number of bytes there are. */
  waitFor(offset: number): Promise<number>;
  /** The whole archive is there. */
  isComplete(): boolean;
}

/**
 * Unpacks an archive while it arrives, by walking its local headers. This is a wager: a zip's truth is in the directory
 * at its end, and `unpackZip` checks all that was done here against it. So nothing is thrown for what is strange: the
 * walk just ends, at the first member that cannot be read this way or is not in name order. Throws the signal's reason.
 */
export async function followArchive(
  fd: number,
  part: PartFile,
  availability: Availability,
  limits: ArchiveLimits,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<void> {
  const walk = {
    fd,
    readAt: createReadAt(fd),
    through: createReadBuffer(),
    part,
    availability,
    limits,
    count,
  };
  let lastName = Buffer.alloc(0);
  let start = 0;
  for (let offset = 0; ;) {
    signal.throwIfAborted();
    // Now there is a directory, and with it the rest is unpacked several members at a time.
    if (availability.isComplete()) return;
    try {
      const header = await readHeader(walk, offset);
      if (!header) return;
      // Folders lie about among the members they hold, and hold nothing to merge themselves.
      const isFolder = header.name.at(-1) === 0x2f;
      if (!isFolder && Buffer.compare(header.name, lastName) < 0) return;
      if (!isFolder) lastName = Buffer.from(header.name);
      const done = part.finished.get(offset);
      const step = done ?? (await followMember(walk, header, offset, start, signal));
      if (!step) return;
      if (done && done.start < start) return;
      offset = step.endOffset;
      start = step.start + step.writtenBytes + (step.newlineMissing ? 1 : 0);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ArchiveError || error instanceof RangeError) return;
      throw error;
    }
  }
}

interface Walk {
  fd: number;
  through: Buffer;
  readAt: ReadAt;
  part: PartFile;
  availability: Availability;
  limits: ArchiveLimits;
  count: (added: UnpackCounts) => void;
}

async function readHeader({ readAt, availability }: Walk, offset: number): Promise<LocalHeader | undefined> {
  const fixedEnd = offset + localHeaderBytes;
  if ((await availability.waitFor(fixedEnd)) < fixedEnd) return undefined;
  const fixed = readAt(offset, localHeaderBytes);
  if (fixed.readUInt32LE(0) !== signatures.localHeader) return undefined;
  const end = fixedEnd + countLocalTail(fixed);
  if ((await availability.waitFor(end)) < end) return undefined;
  return readLocalHeader(readAt(offset, end - offset));
}

/** Undefined where the member has to wait for the directory. */
async function followMember(
  walk: Walk,
  header: LocalHeader,
  headerOffset: number,
  start: number,
  signal: AbortSignal,
): Promise<FinishedMember | undefined> {
  const { part, limits, count } = walk;
  if (header.described && header.method === 0) return undefined;
  const dataOffset = headerOffset + header.headerBytes;
  const writer = createLineWriter(part.fd, start);
  let givenBytes = 0;
  let takenBytes = 0;
  const read = createArrivingReader(walk, dataOffset, header.described ? undefined : header.packedBytes);
  const next = async (): Promise<Buffer | undefined> => {
    const bytes = await read();
    givenBytes += bytes?.length ?? 0;
    return bytes;
  };
  const take = (bytes: Buffer): void => {
    takenBytes += bytes.length;
    checkRatio(takenBytes, givenBytes, limits);
    writer.write(bytes);
    count({ readBytes: 0, writtenBytes: bytes.length, users: 0 });
  };
  const packedBytes = await inflateMember(header.method === 0 ? 'stored' : 'deflate', next, take, signal);
  const written = writer.finish();
  const endOffset = await findEnd(walk, header, dataOffset, packedBytes, written);
  if (endOffset === undefined) return undefined;
  const member = { ...written, headerOffset, packedBytes, endOffset };
  // The directory's list leaves empty members out.
  if (written.sizeBytes > 0) part.keep(member);
  count({ readBytes: packedBytes, writtenBytes: 0, users: written.tally.users });
  return member;
}

/** Where the next record begins, if what came out agrees with the member's own header or descriptor. */
async function findEnd(
  { readAt, availability }: Walk,
  header: LocalHeader,
  dataOffset: number,
  packedBytes: number,
  { crc, sizeBytes }: Pick<WrittenLines, 'crc' | 'sizeBytes'>,
): Promise<number | undefined> {
  const dataEnd = dataOffset + packedBytes;
  if (!header.described) {
    const same = header.crc === crc && header.sizeBytes === sizeBytes && header.packedBytes === packedBytes;
    return same ? dataEnd : undefined;
  }
  const thereBytes = await availability.waitFor(dataEnd + longestDescriptorBytes);
  const bytes = readAt(dataEnd, Math.min(longestDescriptorBytes, thereBytes - dataEnd));
  const descriptor = matchDescriptor(bytes, { crc, packedBytes, sizeBytes });
  return descriptor && dataEnd + descriptor.lengthBytes;
}

/** Reads a member's packed bytes as they come; the pieces share a buffer. Without a length it reads on and on. */
function createArrivingReader({ fd, through, availability }: Walk, offset: number, lengthBytes?: number) {
  const end = lengthBytes === undefined ? Number.POSITIVE_INFINITY : offset + lengthBytes;
  let at = offset;
  return async (): Promise<Buffer | undefined> => {
    if (at >= end) return undefined;
    const thereBytes = Math.min(end, await availability.waitFor(at + 1));
    if (thereBytes <= at) return undefined;
    const into = through.subarray(0, Math.min(through.length, thereBytes - at));
    readFully(fd, into, at);
    at += into.length;
    return into;
  };
}

/** Whoever unpacks a whole archive has nothing to wait for; this is for one that arrives. */
export interface ArrivalGate extends Availability {
  /** So many bytes are there now. */
  advance(availableBytes: number): void;
  /** No more will come. */
  complete(): void;
}

export function createArrivalGate(): ArrivalGate {
  let availableBytes = 0;
  let complete = false;
  let waiting: { offset: number; resolve: (bytes: number) => void } | undefined;

  function wake(): void {
    if (!waiting || !(complete || waiting.offset <= availableBytes)) return;
    waiting.resolve(availableBytes);
    waiting = undefined;
  }

  return {
    waitFor(offset) {
      return new Promise((resolve) => {
        waiting = { offset, resolve };
        wake();
      });
    },
    isComplete: () => complete,
    advance(bytes) {
      availableBytes = bytes;
      wake();
    },
    complete() {
      complete = true;
      wake();
    },
  };
}
