import * as l10n from '@vscode/l10n';
import { readSync } from 'node:fs';
import { ArchiveError } from '../lines/archiveError.ts';
import { packedChunkBytes } from './inflateMember.ts';

/** Reads exactly `lengthBytes` at `offset` of a file; throws ArchiveError `truncated` where the file ends before. */
export type ReadAt = (offset: number, lengthBytes: number) => Buffer;

/** Reads small stretches of an open file, each whole or not at all, each into a buffer of its own. */
export function createReadAt(fd: number): ReadAt {
  return (offset, lengthBytes) => {
    const into = Buffer.allocUnsafe(lengthBytes);
    readFully(fd, into, offset);
    return into;
  };
}

/** A buffer to read packed bytes into. */
export function createReadBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(packedChunkBytes);
}

/** Reads one long stretch piece by piece into one buffer; each piece is valid until the next is asked for. */
export function createStretchReader(
  fd: number,
  offset: number,
  lengthBytes: number,
  readBuffer: Buffer,
): () => Buffer | undefined {
  let at = 0;
  return () => {
    if (at >= lengthBytes) return undefined;
    const into = readBuffer.subarray(0, Math.min(readBuffer.length, lengthBytes - at));
    readFully(fd, into, offset + at);
    at += into.length;
    return into;
  };
}

/** Fills a buffer from an offset on; throws ArchiveError `truncated` where the file ends before. */
export function readFully(fd: number, into: Buffer, offset: number): void {
  for (let at = 0; at < into.length;) {
    const got = readSync(fd, into, at, into.length - at, offset + at);
    if (got === 0) throw new ArchiveError('truncated', l10n.t('The archive is cut short.'));
    at += got;
  }
}
