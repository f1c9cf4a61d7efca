import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../util/disposables.ts';
import { mix } from '../world/random.ts';
import { isMember, type SampleSegment } from '../world/segmentWorld.ts';
import { pickFields } from './fields.ts';
import { makeUser } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { createZipWriter } from './zipWriter.ts';

/** The users that an archive holds: those of `count` users who are in `segment`, as known on `day`. */
export interface ArchiveContent {
  world: World;
  segment: SampleSegment;
  count: number;
  fields: readonly string[] | undefined;
  day: number;
}

/** A finished archive, in a file that has no name any more: it goes when the process does. */
export interface Archive extends Disposable {
  readonly sizeBytes: number;
  /** The bytes from `start` up to `end`, in chunks; fails as soon as `signal` is aborted. */
  read(start: number, end: number, signal: AbortSignal): ReadableStream<Uint8Array>;
}

/** The service puts about this many users into a file; a small segment of many users comes as many small files. */
const usersPerMember = 5_000;
const chunkBytes = 256 * 1024;
/** Longest stretch of making users before the others on this thread have their turn. */
const stretchMs = 8;

/** Makes the archive of a segment export: `.txt` members of a JSON object per line. Throws when the disk is full. */
export async function buildArchive(content: ArchiveContent, signal: AbortSignal): Promise<Archive> {
  const file = await openNamelessFile();
  try {
    let sizeBytes = 0;
    const zip = createZipWriter(async (bytes) => {
      signal.throwIfAborted();
      await file.write(bytes, 0, bytes.length, sizeBytes);
      sizeBytes += bytes.length;
    });
    for (let from = 0; from < content.count; from += usersPerMember) {
      const to = Math.min(content.count, from + usersPerMember);
      if (hasMember(content.segment, from, to))
        await zip.add(nameMember(from), makeChunks(content, from, to));
    }
    await zip.end();
    return {
      sizeBytes,
      read: (start, end, reader) => readRange(file, start, end, reader),
      dispose: () => void file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The lines of the users from `from` up to `to`, a few at a time; never holds the thread for long. */
async function* makeChunks(
  { world, segment, fields, day }: ArchiveContent,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  let stopAt = performance.now() + stretchMs;
  for (let index = from; index < to; index += 1) {
    if (isMember(segment, index))
      lines.push(`${JSON.stringify(pickFields(makeUser(world, index, day), fields))}\n`);
    if (performance.now() < stopAt && lines.length < 40) continue;
    if (lines.length > 0) yield Buffer.from(lines.join(''));
    lines = [];
    await new Promise((resolve) => setImmediate(resolve));
    stopAt = performance.now() + stretchMs;
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}

function hasMember(segment: SampleSegment, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (isMember(segment, index)) return true;
  return false;
}

/** Names sort as their users do. */
function nameMember(from: number): string {
  return `${String(from / usersPerMember).padStart(6, '0')}-${mix(91, from).toString(16).padStart(8, '0')}.txt`;
}

async function openNamelessFile(): Promise<FileHandle> {
  const name = path.join(os.tmpdir(), `appboy-sample-${randomUUID()}`);
  const file = await open(name, 'wx+', 0o600);
  await rm(name, { force: true });
  return file;
}

function readRange(
  file: FileHandle,
  start: number,
  end: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        signal.throwIfAborted();
        const chunk = new Uint8Array(Math.min(chunkBytes, end - position));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
        position += bytesRead;
        if (bytesRead > 0) controller.enqueue(chunk.subarray(0, bytesRead));
        if (bytesRead === 0 || position >= end) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
