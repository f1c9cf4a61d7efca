import * as l10n from '@vscode/l10n';
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../util/errorCode.ts';
import { quoteName } from '../../util/listNames.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import { createExportId, folderFiles } from '../disk/exportFolder.ts';
import {
  adoptArchive,
  describeFile,
  describeReading,
  discardWork,
  finishExport,
  restorePart,
} from '../jobs/finishExport.ts';
import { describeResult } from '../exportRow.ts';
import type { JobKind, JobStep } from '../jobs/jobKind.ts';
import type { ImportJob, ImportRequest } from '../jobs/jobRecord.ts';
import { describeOutcome } from '../jobs/manifest.ts';
import type { UnpackDependencies } from './unpackStages.ts';
import { beginUnpacking, unpackInStages } from './unpackStages.ts';

export interface NewImport {
  kind: 'import';
  title: string;
  request: ImportRequest;
  /** For a request that is a copy: the copy, which is moved into the export's folder. */
  copyPath?: string;
}

/**
 * Files that are opened: the one step brings a downloaded export into an export folder, be it a zip, a gzip file, lines, a JSON list of users, or
 * CSV, told apart by content. The original is only read. The service gives CSV of raw events alone, so its rows come to
 * `events.ndjson`, everything else to `users.ndjson`.
 */
export const importFile: JobKind<NewImport, ImportJob, UnpackDependencies> = {
  create: ({ kind, title, request }, now) => ({
    version: 1,
    // Not of the title: a file that people have may be called after one of them, and names of folders get around.
    id: createExportId('opened file', now),
    kind,
    title,
    request,
    createdAt: now,
    keepArchive: false,
    warnings: [],
    stage: beginUnpacking(now),
  }),
  async fillFolder({ copyPath }, directory) {
    if (copyPath !== undefined) await adoptArchive(copyPath, directory);
  },
  prepareRetry: (job, _, now) => ({ ...job, stage: beginUnpacking(now) }),
  createRun: (_, directory, dependencies) => ({
    steps: { unpacking: createUnpackStep(directory, dependencies) },
    cleanUp: () => discardWork(directory),
  }),
};

function createUnpackStep(
  directory: string,
  dependencies: UnpackDependencies,
): JobStep<ImportJob, 'unpacking'> {
  return async function* unpackStep(job, signal) {
    const file = path.join(directory, folderFiles.users);
    await restorePart(directory);
    const archive = await findOriginal(job, directory);
    const { encoding, delimiter, hasHeading } = job.request;
    const reading = { encoding, delimiter, hasHeading };
    const request = { archive, file, shapes: ['lines', 'json', 'csv'] as const, reading };
    const unpacked = yield* unpackInStages(request, undefined, job.stage.at, dependencies, signal);
    const at = dependencies.clock.now();
    const manifest = { ...describeOutcome(job, describeFile(unpacked), at), ...describeReading(unpacked) };
    await finishExport(directory, manifest, !job.request.isCopy);
    return { ...job, stage: describeResult(manifest, directory) };
  };
}

/** The file to read. Throws ArchiveError where there is none that may be read. */
async function findOriginal({ request, title }: ImportJob, directory: string): Promise<string> {
  const archive = request.isCopy ? path.join(directory, folderFiles.archive) : request.path;
  const name = quoteName(request.isCopy ? title : path.basename(archive));
  try {
    // Not opened before it is known to be a file: a pipe would be waited for.
    const found = await stat(archive);
    if (found.isDirectory())
      throw new ArchiveError('notAFile', l10n.t('{0} is a folder. Choose a file.', name));
    if (!found.isFile())
      throw new ArchiveError('notAFile', l10n.t('{0} is not a file. Choose a file.', name));
    await access(archive, constants.R_OK);
    return archive;
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    if (errorCode(error) !== 'ENOENT')
      throw new ArchiveError('unreadableFile', l10n.t('{0} cannot be read.', name));
    const message = request.isCopy
      ? l10n.t('The copy of {0} was removed when this was cancelled. Open the original again.', name)
      : l10n.t('{0} is not there any more.', name);
    throw new ArchiveError('missingFile', message);
  }
}
