import * as l10n from '@vscode/l10n';
import { ftruncateSync, readSync } from 'node:fs';
import type { LineIndex } from '../../ndjson/file/lineIndex.ts';
import { createLineIndexBuilder } from '../../ndjson/unpackedLines.ts';
import { UserError } from '../../protocol/userError.ts';
import type { LineTally } from '../lines/lineWriter.ts';
import { newline, writeFully } from '../lines/lineWriter.ts';
import type { FinishedMember, PartFile } from './partFile.ts';

/** The whole result: its size, the counts of its lines, and where each line ends. */
export interface MergedLines {
  readonly sizeBytes: number;
  readonly tally: LineTally;
  readonly index: LineIndex;
}

/** How many bad lines of a whole export are named; all are counted. */
const namedBadLines = 1000;
const moveBytes = 4 * 1024 * 1024;

/**
 * Makes one file of the members' stretches, in the order given: moves those that do not lie where the ones before them
 * end (after byte order marks, or where only some members lack their last newline), puts the missing newlines in, cuts
 * the file to size, and joins tallies and indexes. The stretches must lie in this order and apart from each other.
 */
export async function mergeMembers(part: PartFile, members: readonly FinishedMember[]): Promise<MergedLines> {
  const targets = planStarts(members);
  if (members.some((it, i) => it.start !== targets[i])) moveAll(part, members, targets);
  const tally: LineTally = { users: 0, blankLines: 0, badLines: 0, badLineNumbers: [] };
  const index = createLineIndexBuilder();
  members.forEach(({ tally: own, lineEnds, writtenBytes, newlineMissing }, i) => {
    addTally(tally, own, index.newlineCount);
    index.append({ lineEnds, sizeBytes: writtenBytes }, targets[i] ?? 0);
    if (!newlineMissing) return;
    writeFully(part.fd, newline, index.sizeBytes);
    index.push(newline);
  });
  const { sizeBytes } = index;
  ftruncateSync(part.fd, sizeBytes);
  await part.sync();
  return { sizeBytes, tally, index };
}

function planStarts(members: readonly FinishedMember[]): number[] {
  let at = 0;
  return members.map((member) => {
    const target = at;
    at += member.writtenBytes + (member.newlineMissing ? 1 : 0);
    return target;
  });
}

/**
 * Stretches keep their order: moving right begins with the last and moving left with the first, so that none is
 * overwritten before it was moved.
 */
function moveAll(part: PartFile, members: readonly FinishedMember[], targets: readonly number[]): void {
  part.noteMoving();
  const buffer = Buffer.allocUnsafeSlow(moveBytes);
  for (let i = members.length - 1; i >= 0; i--) {
    const member = members[i];
    const target = targets[i] ?? 0;
    if (member && target > member.start)
      moveRight(part.fd, buffer, member.start, target, member.writtenBytes);
  }
  members.forEach((member, i) => {
    const target = targets[i] ?? 0;
    if (target < member.start) moveLeft(part.fd, buffer, member.start, target, member.writtenBytes);
  });
}

function moveRight(fd: number, buffer: Buffer, from: number, to: number, lengthBytes: number): void {
  for (let left = lengthBytes; left > 0;) {
    const step = Math.min(left, buffer.length);
    left -= step;
    copy(fd, buffer.subarray(0, step), from + left, to + left);
  }
}

function moveLeft(fd: number, buffer: Buffer, from: number, to: number, lengthBytes: number): void {
  for (let done = 0; done < lengthBytes;) {
    const step = Math.min(lengthBytes - done, buffer.length);
    copy(fd, buffer.subarray(0, step), from + done, to + done);
    done += step;
  }
}

function copy(fd: number, through: Buffer, from: number, to: number): void {
  for (let at = 0; at < through.length;) {
    const got = readSync(fd, through, at, through.length - at, from + at);
    if (got === 0) throw new UserError(l10n.t('The export’s file was changed while it was being written.'));
    at += got;
  }
  writeFully(fd, through, to);
}

/** Adds a stretch's tally to that of the lines before it. */
function addTally(total: LineTally, part: LineTally, linesBefore: number): void {
  total.users += part.users;
  total.blankLines += part.blankLines;
  total.badLines += part.badLines;
  const room = Math.max(0, namedBadLines - total.badLineNumbers.length);
  total.badLineNumbers.push(...part.badLineNumbers.slice(0, room).map((number) => number + linesBefore));
}
