import * as l10n from '@vscode/l10n';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { saveLineIndex } from '../../ndjson/unpackedLines.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import type { Availability } from './followArchive.ts';
import { followArchive } from './followArchive.ts';
import { findGzipEnd } from './gzipEnd.ts';
import type { PartFile } from './partFile.ts';
import { openPartFile, partFilesOf } from './partFile.ts';
import { createReadAt } from './readFile.ts';
import type { MergedLines } from './mergeMembers.ts';
import type { ReadingWishes } from '../lines/readingSink.ts';
import { noteStretch } from './strayBytes.ts';
import type { ZipSurvey } from './surveyZip.ts';
import { surveyZip } from './surveyZip.ts';
import type { TextReading } from '../lines/textReading.ts';
import type { TextShape } from '../lines/textShape.ts';
import { partOf } from '../disk/privateFile.ts';
import { nameArchiveFormat } from '../lines/archiveFormat.ts';
import { unpackRows } from './unpackRows.ts';
import type { UnpackedLines, TextSource } from './unpackText.ts';
import { unpackText } from './unpackText.ts';
import { createRevocableCount, type Count } from './passMember.ts';
import { unpackZip } from './unpackZip.ts';
import type { ReadAt } from './readFile.ts';
import type { ArchiveLimits } from './zipDirectory.ts';
import { defaultLimits } from './zipDirectory.ts';
import { endsAsZip } from './zipEnd.ts';
import { errorCode } from '../../util/errorCode.ts';

/** Plain values only: it crosses to another thread. */
export interface UnpackRequest {
  /** What to unpack: a zip, a gzip file, or lines; recognised by its first bytes, not by its name. */
  archive: string;
  /** Where the lines should end up. Only `<file>.part` and its companions are written; renaming is the caller's. */
  file: string;
  shapes?: readonly TextShape[];
  limits?: ArchiveLimits;
  /** Members inflated at a time. */
  streams?: number;
  /** A file of others, and how it is to be read; undefined for what the service sent, which stays byte for byte. */
  reading?: ReadingWishes | undefined;
}

export interface Unpacked {
  sizeBytes: number;
  users: number;
  blankLines: number;
  badLines: { count: number; numbers: number[] };
  /** How the archive was packed. */
  source: 'zip' | 'gzip' | 'plain';
  /** The lines were rows of CSV: raw events then, and no users. */
  hasRows: boolean;
  /** Names of members of the archive that are no data; other people's text. */
  leftOut: readonly string[];
  /** What else is worth knowing of how the file was read: sentences fit to show. */
  notes: readonly string[];
  /** Where an export of ours was packed, what its manifest says of unknown external IDs. */
  invalidUserIds: readonly string[];
  /** How a file of others was read. */
  reading?: TextReading | undefined;
}

/**
 * Unpacks an export: leaves its lines in `<file>.part`, flushed to the disk, and their line index in
 * `<file>.part.index`. Synchronous reads and writes in short steps: meant for a thread of its own (`unpackWorker`).
 *
 * With `availability` the archive is still arriving as `<archive>.part`: members are unpacked as they come, and the
 * result is kept only where the directory at the archive's end agrees. Throws ArchiveError, DiskFullError, errors of
 * the file system, and the signal's reason; the part file then holds what was finished, for the next try to go on
 * from.
 */
export async function unpack(
  request: UnpackRequest,
  count: Count,
  signal: AbortSignal,
  availability?: Availability,
): Promise<Unpacked> {
  const fd = openArchive(request.archive, availability !== undefined);
  try {
    const part = await openPartFile(request.file, signal);
    try {
      if (availability) {
        const followed = createRevocableCount(count);
        await followArchive(fd, part, availability, request.limits ?? defaultLimits, followed.count, signal);
        // From here on the archive is read by its directory, which counts anew what is kept of this.
        await availability.waitFor(Number.POSITIVE_INFINITY);
        followed.revoke();
      }
      return await unpackWhole(fd, request, part, count, signal);
    } finally {
      await part.close();
    }
  } finally {
    closeSync(fd);
  }
}

/** An archive that arrives is a part file, until the moment when it is whole: that may have passed already. */
function openArchive(archive: string, arriving: boolean): number {
  if (arriving) {
    try {
      return openSync(partOf(archive), 'r');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  return openSync(archive, 'r');
}

async function unpackWhole(
  fd: number,
  request: UnpackRequest,
  part: PartFile,
  count: Count,
  signal: AbortSignal,
): Promise<Unpacked> {
  const archiveBytes = fstatSync(fd).size;
  if (archiveBytes === 0) throw new ArchiveError('empty', l10n.t('The file is empty.'));
  const { limits = defaultLimits, streams = 2, shapes = ['lines', 'json'] } = request;
  const readAt = createReadAt(fd);
  const source = recogniseFile(readAt, archiveBytes);
  let merged: MergedLines & Partial<UnpackedLines>;
  let findings = noFindings;
  if (source === 'zip') {
    const zip = { fd, archiveBytes, limits, streams };
    const survey = surveyZip(zip);
    checkShapes(survey, shapes);
    findings = survey;
    const areLines = survey.data.every((it) => it.shape === 'lines');
    merged =
      areLines && request.reading === undefined
        ? await unpackZip(zip, survey, part, request.file, count, signal)
        : await unpackRows(zip, survey, shapes, part, count, signal, request.reading);
  } else {
    const packing = source === 'gzip' ? 'gzip' : 'stored';
    const { reading } = request;
    const text = { fd, sizeBytes: archiveBytes, packing, limits, shapes, reading } as const;
    const one = await unpackOneText(text, part, count, signal);
    merged = one.merged;
    findings = { ...noFindings, notes: one.notes };
  }
  await saveLineIndex(partFilesOf(request.file).part, merged.index);
  const { users, blankLines, badLines, badLineNumbers } = merged.tally;
  return {
    sizeBytes: merged.sizeBytes,
    users,
    blankLines,
    badLines: { count: badLines, numbers: badLineNumbers },
    source,
    hasRows: (merged.hasRows ?? false) || findings.isEvents,
    leftOut: findings.leftOut.slice(0, mostNamed),
    notes: findings.notes,
    invalidUserIds: findings.invalidUserIds,
    reading: merged.reading,
  };
}

/** A text, plain or in gzip; with something behind the gzip stream, what is before that. */
async function unpackOneText(
  text: TextSource,
  part: PartFile,
  count: Count,
  signal: AbortSignal,
): Promise<{ merged: UnpackedLines; notes: string[] }> {
  const passed = createRevocableCount(count);
  try {
    return { merged: await unpackText(text, part, passed.count, signal), notes: [] };
  } catch (error) {
    const isStreamBroken = error instanceof ArchiveError && ['dataDamaged', 'truncated'].includes(error.code);
    const end =
      isStreamBroken && text.packing === 'gzip'
        ? await findGzipEnd(text.fd, text.sizeBytes, signal)
        : undefined;
    if (end === undefined || end >= text.sizeBytes) throw error;
    const notes = noteStretch(createReadAt(text.fd), end, text.sizeBytes, 'behind');
    passed.revoke();
    return { merged: await unpackText({ ...text, sizeBytes: end }, part, count, signal), notes };
  }
}

const mostNamed = 1000;
const noFindings: Pick<ZipSurvey, 'leftOut' | 'notes' | 'isEvents' | 'invalidUserIds'> = {
  leftOut: [],
  notes: [],
  isEvents: false,
  invalidUserIds: [],
};

/** A zip may have bytes before it, and is then recognised by its end. */
function recogniseFile(readAt: ReadAt, fileBytes: number): Unpacked['source'] {
  const format = nameArchiveFormat(readAt(0, Math.min(4, fileBytes)));
  if (format === 'zip' || format === 'gzip') return format;
  return endsAsZip(readAt, fileBytes) ? 'zip' : 'plain';
}

function checkShapes({ data }: ZipSurvey, shapes: readonly TextShape[]): void {
  if (data.every((it) => shapes.includes(it.shape))) return;
  throw new ArchiveError('notAnExport', l10n.t('The archive holds rows of CSV, where users were expected.'));
}
