import * as l10n from '@vscode/l10n';
import { statfsSync } from 'node:fs';
import path from 'node:path';
import { showSize } from '../../protocol/showSize.ts';
import { DiskFullError } from '../lines/archiveError.ts';
import { createLineWriter } from '../lines/lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';
import { checkCrc, passMember, type UnpackCounts } from './passMember.ts';
import { createReadBuffer } from './readFile.ts';
import type { MergedLines } from './mergeMembers.ts';
import { mergeMembers } from './mergeMembers.ts';
import type { ZipSurvey } from './surveyZip.ts';
import type { ZipMember, ZipSource } from './zipDirectory.ts';

/** Part of a disk that is left alone. */
const reserveBytes = 16 * 1024 * 1024;

/**
 * Unpacks what an archive holds of lines into the part file: members in parallel, each to where its lines belong,
 * merged in name order. Members that are in the part file already are kept if all of them agree with the directory;
 * if one does not, all is done again. `count` is called with what each step adds. Throws ArchiveError, DiskFullError,
 * and the signal's reason.
 */
export async function unpackZip(
  source: ZipSource,
  survey: ZipSurvey,
  part: PartFile,
  file: string,
  count: (added: UnpackCounts) => void,
  signal: AbortSignal,
): Promise<MergedLines> {
  const { dataOffsets } = survey;
  const members = survey.data.map((it) => it.member);
  if (!agrees(part, members)) part.discard();
  for (const done of part.finished.values()) count(countsOf(done));
  checkRoom(file, part, members);
  const work = { source, part, count, dataOffsets, readBuffers: [] };
  // Whether the first member ends with a newline decides where the others are planned to begin.
  const [first] = members;
  if (first && part.finished.size === 0) await unpackMember(work, first, 0, signal);
  const queue = planMembers(part, members);
  for (const { member } of queue) {
    const again = part.finished.get(member.headerOffset);
    if (again) count(countsOf(again, -1));
  }
  await runAll(
    source.streams,
    queue,
    (it, aborted) => unpackMember(work, it.member, it.start, aborted),
    signal,
  );
  return mergeMembers(part, finishedOf(part, members));
}

interface Work {
  source: ZipSource;
  part: PartFile;
  count: (added: UnpackCounts) => void;
  dataOffsets: ReadonlyMap<ZipMember, number>;
  /** Those not in use: as many are made as members are unpacked at a time. */
  readBuffers: Buffer[];
}

async function unpackMember(
  work: Work,
  member: ZipMember,
  start: number,
  signal: AbortSignal,
): Promise<void> {
  const { source, part, count } = work;
  const dataOffset = work.dataOffsets.get(member) ?? 0;
  const writer = createLineWriter(part.fd, start);
  const readBuffer = work.readBuffers.pop() ?? createReadBuffer();
  await passMember(
    { fd: source.fd, member, dataOffset, readBuffer },
    (bytes) => writer.write(bytes),
    count,
    signal,
  );
  work.readBuffers.push(readBuffer);
  const written = writer.finish();
  checkCrc(member, written.crc);
  const endOffset = dataOffset + member.packedBytes;
  const { headerOffset, packedBytes } = member;
  part.keep({ ...written, headerOffset, packedBytes, endOffset });
  count({ readBytes: 0, writtenBytes: 0, users: written.tally.users });
}

/** Whether every member finished earlier is one of the directory's. */
function agrees(part: PartFile, members: readonly ZipMember[]): boolean {
  const byOffset = new Map(members.map((it) => [it.headerOffset, it]));
  return [...part.finished.values()].every((done) => {
    const member = byOffset.get(done.headerOffset);
    return (
      member?.crc === done.crc &&
      member.sizeBytes === done.sizeBytes &&
      member.packedBytes === done.packedBytes
    );
  });
}

interface PlannedMember {
  member: ZipMember;
  start: number;
}

/**
 * Plans where the lines of each unfinished member begin: behind the ones before, with a byte between where the first
 * member lacked its last newline. Each has the room that the directory says it needs; a finished member that lies in
 * that room is unpacked again.
 */
function planMembers(part: PartFile, members: readonly ZipMember[]): PlannedMember[] {
  const gapBytes = [...part.finished.values()][0]?.newlineMissing ? 1 : 0;
  const queue: PlannedMember[] = [];
  let next = 0;
  for (const member of members) {
    const done = part.finished.get(member.headerOffset);
    if (done && done.start >= next) {
      next = done.start + done.writtenBytes + (done.newlineMissing ? 1 : 0);
    } else {
      queue.push({ member, start: next });
      next += member.sizeBytes + gapBytes;
    }
  }
  return queue;
}

function finishedOf(part: PartFile, members: readonly ZipMember[]): FinishedMember[] {
  return members.flatMap((it) => part.finished.get(it.headerOffset) ?? []);
}

function checkRoom(file: string, part: PartFile, members: readonly ZipMember[]): void {
  const missing = members.filter((it) => !part.finished.has(it.headerOffset));
  const missingBytes = missing.reduce((sum, it) => sum + it.sizeBytes + 1, 0);
  const neededBytes = missingBytes + Math.min(reserveBytes, missingBytes);
  const { bavail, bsize } = statfsSync(path.dirname(file));
  if (bavail * bsize >= neededBytes) return;
  throw new DiskFullError(
    l10n.t(
      'Unpacking needs {0} on the disk, and {1} are free.',
      showSize(neededBytes),
      showSize(bavail * bsize),
    ),
  );
}

function countsOf(done: FinishedMember, times = 1): UnpackCounts {
  const { packedBytes, writtenBytes, tally } = done;
  return { readBytes: times * packedBytes, writtenBytes: times * writtenBytes, users: times * tally.users };
}

/** Works through a queue, a few at a time; the first failure stops the others and is thrown. */
async function runAll<T>(
  atOnce: number,
  queue: T[],
  run: (item: T, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  async function drain(): Promise<void> {
    for (let item = queue.shift(); item && !either.aborted; item = queue.shift()) await run(item, either);
  }
  const workers = Array.from({ length: atOnce }, () =>
    drain().catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  const [failure] = (await Promise.allSettled(workers)).filter((it) => it.status === 'rejected');
  signal.throwIfAborted();
  if (failure) throw stop.signal.reason;
}
