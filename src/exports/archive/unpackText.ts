import * as l10n from '@vscode/l10n';
import { ArchiveError } from '../lines/archiveError.ts';
import type { Packing } from './inflateMember.ts';
import { inflateMember } from './inflateMember.ts';
import type { PartFile } from './partFile.ts';
import { createReadBuffer, createStretchReader } from './readFile.ts';
import { createReadingSink, OtherEncoding, type ReadingWishes } from '../lines/readingSink.ts';
import type { MergedLines } from './mergeMembers.ts';
import { mergeMembers } from './mergeMembers.ts';
import type { TextShape } from '../lines/textShape.ts';
import type { TextReading } from '../lines/textReading.ts';
import { createTextSink, type TextSink } from '../lines/textSink.ts';
import { createRevocableCount, type Count } from './passMember.ts';
import type { ArchiveLimits } from './zipDirectory.ts';
import { checkRatio } from './zipDirectory.ts';

export interface UnpackedLines extends MergedLines {
  /** The lines were rows of CSV. */
  hasRows: boolean;
  /** How texts of others were read. */
  reading?: TextReading | undefined;
}

export interface TextSource {
  fd: number;
  sizeBytes: number;
  packing: Extract<Packing, 'stored' | 'gzip'>;
  limits: ArchiveLimits;
  /** Shapes that are accepted; others are refused as `notAnExport`. */
  shapes: readonly TextShape[];
  /** A text of others; undefined for one that the service sent. */
  reading?: ReadingWishes | undefined;
}

/**
 * Brings a body that is no zip, plain or gzip, into the part file: lines as they are, and the elements of one JSON text
 * (`[…]` or `{"users": […]}`) or the rows of CSV a line each. There is nothing to go on with after an interruption: it starts over.
 * Throws ArchiveError and the signal's reason.
 */
export async function unpackText(
  source: TextSource,
  part: PartFile,
  count: Count,
  signal: AbortSignal,
): Promise<UnpackedLines> {
  const passed = createRevocableCount(count);
  try {
    return await unpackOnce(source, part, passed.count, signal);
  } catch (error) {
    if (!(error instanceof OtherEncoding)) throw error;
    passed.revoke();
    const reading = { ...source.reading, encoding: error.label };
    return unpackOnce({ ...source, reading }, part, count, signal);
  }
}

async function unpackOnce(
  source: TextSource,
  part: PartFile,
  count: Count,
  signal: AbortSignal,
): Promise<UnpackedLines> {
  part.discard();
  const text = openTextSink(part.fd, 0, source.shapes, source.reading);
  const read = createStretchReader(source.fd, 0, source.sizeBytes, createReadBuffer());
  let readBytes = 0;
  let unpackedBytes = 0;
  const next = (): Buffer | undefined => {
    const bytes = read();
    readBytes += bytes?.length ?? 0;
    count({ readBytes: bytes?.length ?? 0, writtenBytes: 0, users: 0 });
    return bytes;
  };
  const writeOn = (bytes: Buffer): void => {
    unpackedBytes += bytes.length;
    checkRatio(unpackedBytes, readBytes, source.limits);
    text.write(bytes);
    count({ readBytes: 0, writtenBytes: bytes.length, users: 0 });
  };
  const packedBytes = await inflateMember(source.packing, next, writeOn, signal);
  if (unpackedBytes === 0) throw new ArchiveError('empty', l10n.t('The file is empty.'));
  const written = text.finish();
  count({ readBytes: 0, writtenBytes: 0, users: written.tally.users });
  const member = { ...written, headerOffset: 0, packedBytes, endOffset: packedBytes };
  const merged = await mergeMembers(part, [member]);
  return { ...merged, hasRows: text.shape() === 'csv', reading: text.reading?.() };
}

/** The sink for what the service sent, or for a text of others. */
export function openTextSink(
  fd: number,
  start: number,
  shapes: readonly TextShape[],
  reading: ReadingWishes | undefined,
): TextSink {
  return reading ? createReadingSink(fd, start, shapes, reading) : createTextSink(fd, start, shapes);
}
