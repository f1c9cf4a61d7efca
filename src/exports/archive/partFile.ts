import { appendFileSync, closeSync, constants, fdatasync, fstatSync, ftruncateSync } from 'node:fs';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { utf8Mark } from '../../text/byteOrderMark.ts';
import type { WrittenLines } from '../lines/lineWriter.ts';
import { createLineWriter } from '../lines/lineWriter.ts';
import { fileMode, partOf } from '../disk/privateFile.ts';
import { createReadBuffer, createStretchReader } from './readFile.ts';

/** A member whose lines are in the part file, checked against its CRC. */
export interface FinishedMember extends WrittenLines {
  readonly headerOffset: number;
  readonly packedBytes: number;
  /** Where the archive's next record begins: after this member's data and its descriptor. */
  readonly endOffset: number;
}

/** The result while it grows, `<file>.part`, and a journal of the members finished in it, one JSON text a line. */
export interface PartFile {
  readonly fd: number;
  /** By the offset of the member's local header, in the order they were finished. */
  readonly finished: ReadonlyMap<number, FinishedMember>;
  keep(member: FinishedMember): void;
  /** Notes that bytes are about to be moved: after an interruption now, the part file cannot be used. */
  noteMoving(): void;
  /** Empties it. */
  discard(): void;
  /** Flushes the result to the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface JournalRecord {
  headerOffset: number;
  packedBytes: number;
  endOffset: number;
  start: number;
  writtenBytes: number;
  sizeBytes: number;
  crc: number;
  bom: boolean;
}

/** Names of the two files of work in progress that belong to a result. */
export function partFilesOf(file: string): { part: string; journal: string } {
  return { part: partOf(file), journal: partOf(`${file}.journal`) };
}

/**
 * Opens the part file of a result, and keeps what an earlier run had finished: every member that the journal names is
 * read again and counts only if its CRC still holds. That is why the journal need not be flushed after each member.
 */
export async function openPartFile(file: string, signal: AbortSignal): Promise<PartFile> {
  const paths = partFilesOf(file);
  const fd = openSync(paths.part, openFlags, fileMode);
  try {
    const finished = new Map<number, FinishedMember>();
    const readBuffer = createReadBuffer();
    for (const record of readJournal(paths.journal)) {
      const member = await recheck(fd, record, readBuffer, signal);
      if (member) finished.set(member.headerOffset, member);
    }
    return createPartFile(fd, paths.journal, finished);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Reading and writing at any place, made if missing, never emptied. */
const openFlags = constants.O_RDWR | constants.O_CREAT;

function createPartFile(fd: number, journal: string, finished: Map<number, FinishedMember>): PartFile {
  // Flushed while other members are inflated: one flush at the end would take its time after them.
  let flushing: Promise<void> | undefined;
  function flush(): Promise<void> {
    flushing ??= promisify(fdatasync)(fd).finally(() => void (flushing = undefined));
    return flushing;
  }

  return {
    fd,
    finished,
    keep(member) {
      finished.set(member.headerOffset, member);
      appendFileSync(journal, `${JSON.stringify(toRecord(member))}\n`, { mode: fileMode });
      flush().catch(() => undefined);
    },
    noteMoving() {
      appendFileSync(journal, `${JSON.stringify({ moving: true })}\n`, { mode: fileMode });
    },
    discard() {
      finished.clear();
      rmSync(journal, { force: true });
      ftruncateSync(fd, 0);
    },
    async sync() {
      await flushing?.catch(() => undefined);
      await flush();
    },
    async close() {
      await flushing?.catch(() => undefined);
      closeSync(fd);
    },
  };
}

function toRecord(member: FinishedMember): JournalRecord {
  const { headerOffset, packedBytes, endOffset, start, writtenBytes, sizeBytes, crc, bom } = member;
  return { headerOffset, packedBytes, endOffset, start, writtenBytes, sizeBytes, crc, bom };
}

/** The journal's records; a last line torn by the end of the process is dropped. */
function readJournal(journal: string): JournalRecord[] {
  let text = '';
  try {
    text = readFileSync(journal, 'utf8');
  } catch {
    return [];
  }
  const records: JournalRecord[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      const record = JSON.parse(line) as JournalRecord & { moving?: true };
      if (record.moving) return [];
      records.push(record);
    } catch {
      return records;
    }
  }
  return records;
}

async function recheck(
  fd: number,
  record: JournalRecord,
  readBuffer: Buffer,
  signal: AbortSignal,
): Promise<FinishedMember | undefined> {
  const { headerOffset, packedBytes, endOffset, start, writtenBytes } = record;
  if (fstatSync(fd).size < start + writtenBytes) return undefined;
  const writer = createLineWriter(undefined, start);
  if (record.bom) writer.write(Buffer.from(utf8Mark));
  const next = createStretchReader(fd, start, writtenBytes, readBuffer);
  for (let bytes = next(); bytes; bytes = next()) {
    signal.throwIfAborted();
    writer.write(bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const written = writer.finish();
  const same = written.crc === record.crc && written.sizeBytes === record.sizeBytes;
  return same ? { ...written, headerOffset, packedBytes, endOffset } : undefined;
}
