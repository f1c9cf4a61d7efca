import { ArchiveError } from '../lines/archiveError.ts';
import { inflateMember } from './inflateMember.ts';
import type { WrittenLines } from '../lines/lineWriter.ts';
import { createLineWriter } from '../lines/lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { createReadAt, createReadBuffer, readFully } from './readFile.ts';
import type { UnpackCounts } from './passMember.ts';
import { sizeMismatch } from './passMember.ts';
import type { ReadAt } from './readFile.ts';
import type { ArchiveLimits } from './zipDirectory.ts';
import { checkRatio } from './zipDirectory.ts';
import type { LocalHeader } from './zipFormat.ts';
import {
  countLocalTail,
  findDescriptor,
  localHeaderBytes,
  longestDescriptorBytes,
  matchDescriptor,
  readLocalHeader,
  signatures,
} from './zipFormat.ts';

/** How much of an archive has arrived. */
export interface Availability {
  /** Resolves once bytes up to `offset` are there, or no more will come; with the number of bytes there are. */
  waitFor(offset: number): Promise<number>;
}

/** As many as there are when the whole archive is unpacked: one inflate stream alone is slower than some links. */
const membersAtOnce = 2;

/**
 * Unpacks an archive while it arrives, by its local headers. Only the directory at its end is binding, and `unpackZip`
 * checks all that was done here against it. So nothing is thrown for a strange archive: the walk ends at the first
 * member that cannot be read this way or is not in name order. Throws errors of the file system and the signal's reason.
 */
export async function followArchive(
  fd: number,
  part: PartFile,
  availability: Availability,
  limits: ArchiveLimits,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const readAt = createReadAt(fd);
  const anySignal = AbortSignal.any([signal, stop.signal]);
  const walk: Walk = { fd, readAt, readBuffers: [], part, availability, limits, count, signal: anySignal };
  const running = new Set<Promise<FinishedMember | undefined>>();
  let hasEnded = false;

  /** Notes that the walk is over; any error but that of a strange archive stops the other members and is thrown. */
  function end(error?: unknown): undefined {
    hasEnded = true;
    if (error !== undefined && !(error instanceof ArchiveError || error instanceof RangeError))
      stop.abort(error);
  }

  function start(member: ArrivingMember): Promise<FinishedMember | undefined> {
    const run = unpackArriving(walk, member)
      .then((it) => it ?? end(), end)
      .finally(() => {
        member.isFinished = true;
        running.delete(run);
      });
    running.add(run);
    return run;
  }

  async function findNext(
    member: ArrivingMember,
    finished: Promise<FinishedMember | undefined>,
  ): Promise<Position | undefined> {
    const afterwards = finished.then((it) => it && positionBehind(it));
    // Whether the first member ends with a newline decides where the others begin.
    if (part.finished.size === 0) return afterwards;
    while (running.size >= membersAtOnce) await Promise.race(running);
    return Promise.race([afterwards, findPositionAhead(walk, member).then((it) => it ?? afterwards)]);
  }

  try {
    let lastName = Buffer.alloc(0);
    for (let position: Position | undefined = { offset: 0, start: 0 }; position;) {
      const header = await readHeader(walk, position.offset);
      anySignal.throwIfAborted();
      if (!header || hasEnded) break;
      // Folders are in no order and have no lines.
      const isFolder = header.name.at(-1) === 0x2f;
      if (!isFolder && Buffer.compare(header.name, lastName) < 0) break;
      if (!isFolder) lastName = Buffer.from(header.name);
      const done = part.finished.get(position.offset);
      if (done) {
        if (done.start < position.start) break;
        position = positionBehind(done);
        continue;
      }
      // A stored member without sizes: nothing shows where it ends.
      if (header.described && header.method === 0) break;
      const member: ArrivingMember = { header, ...position, end: undefined, isFinished: false };
      position = await findNext(member, start(member));
    }
  } catch (error) {
    end(error);
  }
  await Promise.all(running);
  signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
}

interface Walk {
  readonly fd: number;
  readonly readAt: ReadAt;
  /** Those not in use. */
  readonly readBuffers: Buffer[];
  readonly part: PartFile;
  readonly availability: Availability;
  readonly limits: ArchiveLimits;
  readonly count: (added: UnpackCounts) => void;
  readonly signal: AbortSignal;
}

/** Where a member's header is in the archive, and where its lines go in the part file. */
interface Position {
  readonly offset: number;
  readonly start: number;
}

interface ArrivingMember extends Position {
  readonly header: LocalHeader;
  /** What was found of its end before it was unpacked: it may not write into what the next member begins with. */
  end: MemberEnd | undefined;
  isFinished: boolean;
}

interface MemberEnd {
  readonly endOffset: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
}

function positionBehind({ endOffset, start, writtenBytes, newlineMissing }: FinishedMember): Position {
  return { offset: endOffset, start: start + writtenBytes + (newlineMissing ? 1 : 0) };
}

/** Where the next member is, found before this one is unpacked; undefined where that cannot be found. */
async function findPositionAhead(walk: Walk, member: ArrivingMember): Promise<Position | undefined> {
  const end = await findEndAhead(walk, member);
  if (!end || member.isFinished) return undefined;
  checkRatio(end.sizeBytes, end.packedBytes, walk.limits);
  member.end = end;
  const [first] = walk.part.finished.values();
  return { offset: end.endOffset, start: member.start + end.sizeBytes + (first?.newlineMissing ? 1 : 0) };
}

async function findEndAhead(walk: Walk, member: ArrivingMember): Promise<MemberEnd | undefined> {
  const { header, offset } = member;
  const dataOffset = offset + header.headerBytes;
  if (header.described) return scanForDescriptor(walk, dataOffset, member);
  const { packedBytes, sizeBytes } = header;
  return { endOffset: dataOffset + packedBytes, packedBytes, sizeBytes };
}

/** A descriptor and the signature of the header behind it. */
const describedTailBytes = longestDescriptorBytes + 4;

/** Looks for the descriptor behind a member's packed bytes as they come, until the member is unpacked. */
async function scanForDescriptor(
  { fd, readBuffers, availability, signal }: Walk,
  dataOffset: number,
  member: ArrivingMember,
): Promise<MemberEnd | undefined> {
  const readBuffer = readBuffers.pop() ?? createReadBuffer();
  try {
    for (let at = dataOffset; ;) {
      const thereBytes = await availability.waitFor(at + describedTailBytes);
      if (signal.aborted || member.isFinished || thereBytes < at + describedTailBytes) return undefined;
      const window = readBuffer.subarray(0, Math.min(readBuffer.length, thereBytes - at));
      readFully(fd, window, at);
      const found = findDescriptor(window, at - dataOffset);
      if (found) return { ...found, endOffset: dataOffset + found.packedBytes + found.lengthBytes };
      // A descriptor that is not whole in this window is in the next.
      at += window.length - describedTailBytes + 1;
    }
  } finally {
    readBuffers.push(readBuffer);
  }
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
async function unpackArriving(walk: Walk, member: ArrivingMember): Promise<FinishedMember | undefined> {
  const { part, limits, count, readBuffers, signal } = walk;
  const { header, offset, start } = member;
  const dataOffset = offset + header.headerBytes;
  const writer = createLineWriter(part.fd, start);
  let givenBytes = 0;
  let unpackedBytes = 0;
  const readBuffer = readBuffers.pop() ?? createReadBuffer();
  const read = createArrivingReader(
    walk,
    readBuffer,
    dataOffset,
    header.described ? undefined : header.packedBytes,
  );
  const next = async (): Promise<Buffer | undefined> => {
    const bytes = await read();
    givenBytes += bytes?.length ?? 0;
    return bytes;
  };
  const write = (bytes: Buffer): void => {
    unpackedBytes += bytes.length;
    checkRatio(unpackedBytes, givenBytes, limits);
    if (member.end && unpackedBytes > member.end.sizeBytes) throw sizeMismatch();
    writer.write(bytes);
    count({ readBytes: 0, writtenBytes: bytes.length, users: 0 });
  };
  const packedBytes = await inflateMember(header.method === 0 ? 'stored' : 'deflate', next, write, signal);
  readBuffers.push(readBuffer);
  const written = writer.finish();
  const endOffset = await findEnd(walk, header, dataOffset, packedBytes, written);
  if (endOffset === undefined || (member.end && member.end.endOffset !== endOffset)) return undefined;
  const finished = { ...written, headerOffset: offset, packedBytes, endOffset };
  // The directory's list leaves empty members out.
  if (written.sizeBytes > 0) part.keep(finished);
  count({ readBytes: packedBytes, writtenBytes: 0, users: written.tally.users });
  return finished;
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
function createArrivingReader(
  { fd, availability }: Walk,
  readBuffer: Buffer,
  offset: number,
  lengthBytes: number | undefined,
) {
  const end = lengthBytes === undefined ? Number.POSITIVE_INFINITY : offset + lengthBytes;
  let at = offset;
  return async (): Promise<Buffer | undefined> => {
    if (at >= end) return undefined;
    const thereBytes = Math.min(end, await availability.waitFor(at + 1));
    if (thereBytes <= at) return undefined;
    const into = readBuffer.subarray(0, Math.min(readBuffer.length, thereBytes - at));
    readFully(fd, into, at);
    at += into.length;
    return into;
  };
}

/** Tells how far an archive has arrived that is being downloaded. */
export interface Arrival extends Availability {
  /** So many bytes are there now. */
  advance(availableBytes: number): void;
  /** No more will come. */
  complete(): void;
}

export function createArrival(): Arrival {
  let availableBytes = 0;
  let isComplete = false;
  let waiting: { offset: number; resolve: (bytes: number) => void }[] = [];

  function wake(): void {
    const isThere = (offset: number): boolean => isComplete || offset <= availableBytes;
    const ready = waiting.filter((it) => isThere(it.offset));
    waiting = waiting.filter((it) => !isThere(it.offset));
    for (const { resolve } of ready) resolve(availableBytes);
  }

  return {
    waitFor(offset) {
      return new Promise((resolve) => {
        waiting.push({ offset, resolve });
        wake();
      });
    },
    advance(bytes) {
      availableBytes = bytes;
      wake();
    },
    complete() {
      isComplete = true;
      wake();
    },
  };
}
