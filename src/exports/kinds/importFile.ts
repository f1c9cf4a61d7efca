import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../util/errorCode.ts';
import { quoteName } from '../../util/listNames.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import { describeFile, describeReading, finishExport, restorePart } from '../jobs/finishExport.ts';
import { describeResult } from '../jobs/exportRow.ts';
import type { ImportJob, JobStage } from '../jobs/jobRecord.ts';
import { describeOutcome } from '../jobs/manifest.ts';
import type { JobSteps } from '../jobs/jobSteps.ts';
import type { UnpackPorts } from './unpackStages.ts';
import { unpackInStages } from './unpackStages.ts';

/**
 * The step of bringing a downloaded export into an export folder: a zip, a gzip file, lines, a JSON list of users, or
 * CSV, told apart by content. The original is only read. The service gives CSV of raw events alone, so its rows come to
 * `events.ndjson`, everything else to `users.ndjson`.
 */
export function createImportSteps(directory: string, ports: UnpackPorts): JobSteps<ImportJob> {
  async function* unpackStep(job: ImportJob, signal: AbortSignal): AsyncGenerator<JobStage, ImportJob> {
    const file = path.join(directory, folderFiles.users);
    await restorePart(directory);
    const archive = await findOriginal(job, directory);
    const { encoding, delimiter, hasHeading } = job.request;
    const reading = { encoding, delimiter, hasHeading };
    const request = { archive, file, shapes: ['lines', 'json', 'csv'] as const, reading };
    const unpacked = yield* unpackInStages(request, undefined, job.stage.at, ports, signal);
    const at = ports.clock.now();
    const manifest = { ...describeOutcome(job, describeFile(unpacked), at), ...describeReading(unpacked) };
    await finishExport(directory, manifest, !job.request.isCopy);
    return { ...job, stage: describeResult(manifest, directory) };
  }
  return { unpacking: unpackStep };
}

/** The file to read. Throws ArchiveError where there is none that may be read. */
async function findOriginal({ request, title }: ImportJob, directory: string): Promise<string> {
  const archive = request.isCopy ? path.join(directory, folderFiles.archive) : request.path;
  const name = quoteName(request.isCopy ? title : path.basename(archive));
  try {
    // Not opened before it is known to be a file: a pipe would be waited for.
    if (!(await stat(archive)).isFile()) throw new ArchiveError('notAFile', `${name} is no file.`);
    await access(archive, constants.R_OK);
    return archive;
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    if (errorCode(error) !== 'ENOENT') throw new ArchiveError('unreadableFile', `${name} cannot be read.`);
    const message = request.isCopy
      ? `The copy of ${name} was removed when this was cancelled. Open the original again.`
      : `${name} is not there any more.`;
    throw new ArchiveError('missingFile', message);
  }
}
