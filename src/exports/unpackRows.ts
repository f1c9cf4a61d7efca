import { crc32 } from 'node:zlib';
import type { WrittenLines } from './lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { checkCrc, passMember, type MemberSource } from './passMember.ts';
import { createReadBuffer } from './readFile.ts';
import { settleMembers } from './settleMembers.ts';
import type { ZipSurvey } from './surveyZip.ts';
import type { TextShape } from './textShape.ts';
import { createTextSink } from './textSink.ts';
import type { SettledText } from './unpackText.ts';
import type { UnpackCounts, ZipSource } from './unpackZip.ts';

/**
 * Unpacks a zip whose members are of any shape, in name order: of CSV each one's rows under the names of its own first
 * row. Rows are longer as objects than as CSV, so no member's place is known beforehand: one after another, and from the
 * start after an interruption. Throws ArchiveError, errors of the file system, and the signal's reason.
 */
export async function unpackRows(
  source: ZipSource,
  survey: ZipSurvey,
  shapes: readonly TextShape[],
  part: PartFile,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<SettledText> {
  part.discard();
  const through = createReadBuffer();
  const finished: FinishedMember[] = [];
  let start = 0;
  let hasRows = false;
  for (const { member } of survey.data) {
    const dataOffset = survey.dataOffsets.get(member) ?? 0;
    const text = createTextSink(part.fd, start, shapes);
    const written = await unpackOne({ fd: source.fd, member, dataOffset, through }, text, count, signal);
    hasRows ||= text.shape() === 'csv';
    const { headerOffset, packedBytes } = member;
    finished.push({ ...written, headerOffset, packedBytes, endOffset: dataOffset + packedBytes });
    start += written.writtenBytes + (written.newlineMissing ? 1 : 0);
  }
  return { ...(await settleMembers(part, finished)), hasRows };
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
