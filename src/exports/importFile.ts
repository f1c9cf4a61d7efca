import { stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../util/errorCode.ts';
import { folderFiles } from './exportFolder.ts';
import { describeFile, finalFileOf, finishExport, restorePart } from './finishExport.ts';
import type { ImportJob, JobStage } from './jobRecord.ts';
import type { JobSteps } from './jobSteps.ts';
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
    const request = { archive, file, shapes: ['lines', 'json', 'csv'] as const };
    const unpacked = yield* unpackInStages(request, undefined, job.stage.at, ports, signal);
    const at = ports.clock.now();
    const result = describeFile(unpacked);
    await finishExport(directory, describeImport(job, result, at), !job.request.isCopy);
    const ndjsonPath = finalFileOf(directory, result);
    const { users, sizeBytes, badLines } = unpacked;
    return {
      ...job,
      stage: { stage: 'done', at, ndjsonPath, users, sizeBytes, badLines: badLines.count },
    };
  }
  return { requested: unpackStep, preparing: unpackStep, downloading: unpackStep, unpacking: unpackStep };
}

async function findOriginal({ request, title }: ImportJob, directory: string): Promise<string> {
  const archive = request.isCopy ? path.join(directory, folderFiles.archive) : request.path;
  const original = await stat(archive).catch((error: unknown) => {
    if (!request.isCopy || errorCode(error) !== 'ENOENT') throw error;
    throw new Error(`The copy of “${title}” was removed when this was cancelled. Open the original again.`);
  });
  if (!original.isFile()) throw new Error('This is no file.');
  return archive;
}

function describeImport(job: ImportJob, result: ReturnType<typeof describeFile>, at: number) {
  return {
    version: 1 as const,
    id: job.id,
    kind: 'import' as const,
    title: job.title,
    request: job.request,
    requestedAt: new Date(job.createdAt).toISOString(),
    finishedAt: new Date(at).toISOString(),
    result,
    warnings: job.warnings,
  };
}
