import * as l10n from '@vscode/l10n';
import type { Gunzip, InflateRaw } from 'node:zlib';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { asError } from '../../util/asError.ts';
import { ArchiveError } from '../lines/archiveError.ts';

/**
 * Chunks in and out of the inflate streams. Node's default of 16 KB out makes the same zlib three times slower; from
 * 512 KB on there is nothing more to win, and each further step costs memory.
 */
export const packedChunkBytes = 256 * 1024;
export const inflatedChunkBytes = 512 * 1024;

/** How bytes are packed: not at all, as a zip member, or as a whole gzip file (several in a row count as one). */
export type Packing = 'stored' | 'deflate' | 'gzip';

/** Gives the next packed bytes, or undefined at their end. The buffer may be reused for the following call. */
export type NextPacked = () => Buffer | undefined | Promise<Buffer | undefined>;

/**
 * Unpacks one stretch: hands what comes out to `write`, in order (each piece is valid until `write` returns), and
 * returns how many packed bytes it had. That is fewer than were given where a deflate stream ended early: for a
 * member of unknown length that is how its end is found. Throws ArchiveError `dataDamaged` or `truncated`, what
 * `next` and `write` throw, and the signal's reason.
 */
export async function inflateMember(
  packing: Packing,
  next: NextPacked,
  write: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<number> {
  return packing === 'stored' ? copyStored(next, write, signal) : inflate(packing, next, write, signal);
}

async function copyStored(
  next: NextPacked,
  write: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<number> {
  let packedBytes = 0;
  for (let bytes = await next(); bytes; bytes = await next()) {
    signal.throwIfAborted();
    write(bytes);
    packedBytes += bytes.length;
    // Only inflating waits for another thread; here the event loop must get to messages (stop, more bytes).
    await new Promise((resolve) => setImmediate(resolve));
  }
  return packedBytes;
}

async function inflate(
  packing: 'deflate' | 'gzip',
  next: NextPacked,
  write: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<number> {
  const options = { chunkSize: inflatedChunkBytes };
  const stream = packing === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  const ended = watchEnd(stream, write, signal);
  // `ended` is awaited below; until then a failure must not count as unhandled.
  ended.catch(() => undefined);
  try {
    let givenBytes = 0;
    let isOver = false;
    while (!isOver && !stream.destroyed) {
      const bytes = await next();
      if (!bytes) break;
      givenBytes += bytes.length;
      await Promise.race([writeChunk(stream, bytes), ended]);
      // A raw deflate stream that takes less than it is given has found its own end.
      isOver = stream.bytesWritten < givenBytes;
    }
    if (!isOver) stream.end();
    await ended;
  } finally {
    stream.destroy();
  }
  return stream.bytesWritten;
}

function writeChunk(stream: InflateRaw | Gunzip, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => void stream.write(bytes, () => resolve()));
}

function watchEnd(
  stream: InflateRaw | Gunzip,
  write: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting: Buffer[] = [];
    function writeAll(): void {
      // After a failure the file that the bytes belong to may be closed.
      if (stream.destroyed) waiting.length = 0;
      try {
        for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) {
          signal.throwIfAborted();
          write(bytes);
        }
      } catch (error) {
        reject(asError(error));
        stream.destroy();
      }
    }
    stream.on('data', (bytes: Buffer) => {
      // Not at once: zlib is given its next work first, and fills the next buffer while this one is looked at.
      waiting.push(bytes);
      setImmediate(writeAll);
    });
    stream.once('end', () => {
      writeAll();
      resolve();
    });
    stream.once('error', (error: NodeJS.ErrnoException) => reject(createInflateError(error)));
  });
}

function createInflateError(error: NodeJS.ErrnoException): ArchiveError {
  return error.code === 'Z_BUF_ERROR'
    ? new ArchiveError('truncated', l10n.t('The archive is cut short: its packed data ends in the middle.'))
    : new ArchiveError('dataDamaged', l10n.t('The archive is damaged: its packed data cannot be unpacked.'));
}
