import { crc32 } from 'node:zlib';
import type { WrittenLines } from '../lines/lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { checkCrc, createRevocableCount, passMember, type Count, type MemberSource } from './passMember.ts';
import { createReadBuffer } from './readFile.ts';
import { OtherEncoding, type ReadingWishes } from '../lines/readingSink.ts';
import { mergeMembers } from './mergeMembers.ts';
import type { ZipSurvey } from './surveyZip.ts';
import type { TextShape } from '../lines/textShape.ts';
import { joinReadings, type TextReading } from '../lines/textReading.ts';
import type { TextSink } from '../lines/textSink.ts';
import { openTextSink, type UnpackedLines } from './unpackText.ts';
import type { ZipSource } from './zipDirectory.ts';

/**
 * Unpacks a zip whose members are of any shape, in name order: of CSV each one's rows under the names of its own
 * first row. Rows are longer as objects than as CSV, so it is not known beforehand where a member's lines begin: one
 * after another, and from the start after an interruption. Throws ArchiveError, errors of the file system, and the
 * signal's reason.
 */
export async function unpackRows(
  source: ZipSource,
  survey: ZipSurvey,
  shapes: readonly TextShape[],
  part: PartFile,
  count: Count,
  signal: AbortSignal,
  reading?: ReadingWishes,
): Promise<UnpackedLines> {
  part.discard();
  const readings: TextReading[] = [];
  const readBuffer = createReadBuffer();
  const finished: FinishedMember[] = [];
  let start = 0;
  let hasRows = false;
  for (const { member } of survey.data) {
    const dataOffset = survey.dataOffsets.get(member) ?? 0;
    const open = (wishes?: ReadingWishes): TextSink => openTextSink(part.fd, start, shapes, wishes);
    const one = { fd: source.fd, member, dataOffset, readBuffer };
    const { written, text } = await unpackEncoded(one, open, reading, count, signal);
    hasRows ||= text.shape() === 'csv';
    const found = text.reading?.();
    if (found) readings.push(found);
    const { headerOffset, packedBytes } = member;
    finished.push({ ...written, headerOffset, packedBytes, endOffset: dataOffset + packedBytes });
    start += written.writtenBytes + (written.newlineMissing ? 1 : 0);
  }
  return { ...(await mergeMembers(part, finished)), hasRows, reading: joinReadings(readings) };
}

/** Unpacks a member, again from its start where only its last bytes showed its encoding: each member has its own. */
async function unpackEncoded(
  source: MemberSource,
  open: (wishes?: ReadingWishes) => TextSink,
  reading: ReadingWishes | undefined,
  count: Count,
  signal: AbortSignal,
): Promise<{ written: WrittenLines; text: TextSink }> {
  const text = open(reading);
  const passed = createRevocableCount(count);
  try {
    return { written: await unpackOne(source, text, passed.count, signal), text };
  } catch (error) {
    if (!(error instanceof OtherEncoding)) throw error;
    passed.revoke();
    const again = open({ ...reading, encoding: error.label });
    return { written: await unpackOne(source, again, count, signal), text: again };
  }
}

async function unpackOne(
  source: MemberSource,
  text: TextSink,
  count: Count,
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
