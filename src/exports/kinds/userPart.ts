import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { createLineIndexBuilder, saveLineIndex } from '../../ndjson/unpackedLines.ts';
import { partFilesOf } from '../archive/partFile.ts';
import { fileMode, syncFolder } from '../disk/privateFile.ts';

/** One request's answer. `users` are JSON texts of one line each; `warnings` are the service's words about what it accepted only in part. */
export interface UserBatch {
  users: readonly string[];
  invalidUserIds: readonly string[];
  warnings?: readonly string[];
}

/** What the answers on the disk come to. */
export interface UserTally {
  /** How many ids were answered, from the first on. */
  answered: number;
  users: number;
  sizeBytes: number;
  unknownIds: string[];
  warnings: Set<string>;
}

/**
 * The answers so far: the users' lines in `<file>.part`, and a journal that says of each answer where its lines are. An
 * answer counts from the moment when its record is in the journal and both are on the disk, so that an interruption
 * at any moment neither loses a line nor doubles one.
 */
export interface UserPart {
  /** Grows with every answer. */
  readonly tally: Readonly<UserTally>;
  /** Adds the answer to the next `ids` ids, and resolves when it would survive a power cut. */
  keep(ids: number, batch: UserBatch): Promise<void>;
  /**
   * Reads all lines again and writes their index to `<file>.part.index`; false where an answer is no longer what it was,
   * which then counts as not answered, with all after it.
   */
  seal(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** An answer in the journal. `from` and `start` repeat what the records before add up to, so that a foreign one is seen. */
const answerRecord = z.object({
  from: z.number(),
  ids: z.number(),
  start: z.number(),
  sizeBytes: z.number(),
  crc: z.number(),
  users: z.number(),
  unknown: z.array(z.string()),
  warnings: z.array(z.string()),
});

type AnswerRecord = z.infer<typeof answerRecord>;

/** Reading and writing at any place, made if missing, never emptied. */
const openFlags = constants.O_RDWR | constants.O_CREAT;
const readBytes = 1024 * 1024;

/**
 * Opens what an earlier run left, however it ended: the answers of the journal whose lines are still what they were.
 * What is behind them was never recorded, and is cut off.
 */
export async function openUserPart(file: string, signal: AbortSignal): Promise<UserPart> {
  const opened = await openUnchecked(file);
  try {
    await opened.check(signal);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Checks what an earlier run left and writes its line index, in one reading: for answers to which none is added. Resolves
 * with what counts of them.
 */
export async function sealUserPart(file: string, signal: AbortSignal): Promise<Readonly<UserTally>> {
  const opened = await openUnchecked(file);
  try {
    while (!(await opened.seal(signal)));
    return opened.tally;
  } finally {
    await opened.close();
  }
}

/** A part whose tally is what the journal says, whatever the lines are by now. */
interface UncheckedPart extends UserPart {
  /** Cuts the part behind the last answer whose lines are still what they were. */
  check(signal: AbortSignal): Promise<void>;
}

async function openUnchecked(file: string): Promise<UncheckedPart> {
  const paths = partFilesOf(file);
  const part = await open(paths.part, openFlags, fileMode);
  try {
    const journal = await open(paths.journal, openFlags, fileMode);
    try {
      const records = parseJournal(await journal.readFile('utf8'));
      await syncFolder(path.dirname(file));
      return createUserPart({ part, journal, partPath: paths.part }, records);
    } catch (error) {
      await journal.close();
      throw error;
    }
  } catch (error) {
    await part.close();
    throw error;
  }
}

interface OpenFiles {
  readonly part: FileHandle;
  readonly journal: FileHandle;
  readonly partPath: string;
}

function createUserPart({ part, journal, partPath }: OpenFiles, records: AnswerRecord[]): UncheckedPart {
  let tally = sumUp(records);
  let journalBytes = Buffer.byteLength(serialize(records));

  async function cut(count: number): Promise<void> {
    records.length = count;
    tally = sumUp(records);
    journalBytes = Buffer.byteLength(serialize(records));
    await journal.truncate(journalBytes);
    await part.truncate(tally.sizeBytes);
    await part.sync();
    await journal.sync();
  }

  return {
    get tally() {
      return tally;
    },
    check: async (signal) => cut(await countSound(part, records, () => undefined, signal)),
    async keep(ids, { users, invalidUserIds, warnings = [] }) {
      const lines = Buffer.from(users.map((user) => `${user}\n`).join(''));
      const record: AnswerRecord = {
        from: tally.answered,
        ids,
        start: tally.sizeBytes,
        sizeBytes: lines.length,
        crc: crc32(lines),
        users: users.length,
        unknown: [...invalidUserIds],
        warnings: [...warnings],
      };
      // The lines first: a record promises that they are there.
      await writeFully(part, lines, tally.sizeBytes);
      await part.datasync();
      const line = Buffer.from(serialize([record]));
      await writeFully(journal, line, journalBytes);
      await journal.datasync();
      records.push(record);
      journalBytes += line.length;
      add(tally, record);
    },
    seal: (signal) => sealPart({ part, partPath }, records, cut, signal),
    async close() {
      await part.close();
      await journal.close();
    },
  };
}

function sumUp(records: readonly AnswerRecord[]): UserTally {
  const tally: UserTally = { answered: 0, users: 0, sizeBytes: 0, unknownIds: [], warnings: new Set() };
  for (const record of records) add(tally, record);
  return tally;
}

function add(tally: UserTally, { ids, users, sizeBytes, unknown, warnings }: AnswerRecord): void {
  tally.answered += ids;
  tally.users += users;
  tally.sizeBytes += sizeBytes;
  tally.unknownIds.push(...unknown);
  for (const warning of warnings) tally.warnings.add(warning);
}

function serialize(records: readonly AnswerRecord[]): string {
  return records.map((it) => `${JSON.stringify(it)}\n`).join('');
}

/** The journal's records; a last line torn by the end of the process is dropped, and so is all that does not follow on. */
function parseJournal(text: string): AnswerRecord[] {
  const records: AnswerRecord[] = [];
  let answered = 0;
  let sizeBytes = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const record = parseRecord(line);
    if (record?.from !== answered || record.start !== sizeBytes) break;
    records.push(record);
    answered += record.ids;
    sizeBytes += record.sizeBytes;
  }
  return records;
}

function parseRecord(line: string): AnswerRecord | undefined {
  try {
    return answerRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function sealPart(
  { part, partPath }: Omit<OpenFiles, 'journal'>,
  records: readonly AnswerRecord[],
  cut: (count: number) => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const index = createLineIndexBuilder();
  try {
    const sound = await countSound(part, records, (bytes) => index.push(bytes), signal);
    const isWhole = sound === records.length;
    await cut(sound);
    if (isWhole) await saveLineIndex(partPath, index);
    return isWhole;
  } finally {
    index.free();
  }
}

/** How many answers, from the first on, have their lines in the part file as they came. `onBytes` gets what was read. */
async function countSound(
  part: FileHandle,
  records: readonly AnswerRecord[],
  onBytes: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<number> {
  const through = Buffer.allocUnsafe(readBytes);
  let sound = 0;
  for (const { start, sizeBytes, crc } of records) {
    signal.throwIfAborted();
    if ((await readCrc(part, { start, sizeBytes }, through, onBytes)) !== crc) break;
    sound++;
  }
  return sound;
}

/** The CRC of a stretch; undefined where the file ends before it does. */
async function readCrc(
  part: FileHandle,
  { start, sizeBytes }: { start: number; sizeBytes: number },
  through: Buffer,
  onBytes: (bytes: Buffer) => void,
): Promise<number | undefined> {
  let crc = 0;
  for (let done = 0; done < sizeBytes;) {
    const wanted = Math.min(through.length, sizeBytes - done);
    const { bytesRead } = await part.read(through, 0, wanted, start + done);
    if (bytesRead === 0) return undefined;
    const bytes = through.subarray(0, bytesRead);
    crc = crc32(bytes, crc);
    onBytes(bytes);
    done += bytesRead;
  }
  return crc;
}

/** `write` may take less than it was given, for example on a disk about to be full. */
async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}
