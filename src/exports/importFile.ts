import { stat } from 'node:fs/promises';
import path from 'node:path';
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
    const original = await stat(job.request.path);
    if (!original.isFile()) throw new Error('This is no file.');
    const request = { archive: job.request.path, file, shapes: ['lines', 'json', 'csv'] as const };
    const unpacked = yield* unpackInStages(request, undefined, job.stage.at, ports, signal);
    const at = ports.clock.now();
    const result = describeFile(unpacked);
    await finishExport(directory, describeImport(job, result, at), true);
    const ndjsonPath = finalFileOf(directory, result);
    const { users, sizeBytes, badLines } = unpacked;
    return {
      ...job,
      stage: { stage: 'done', at, ndjsonPath, users, sizeBytes, badLines: badLines.count },
    };
  }
  return { requested: unpackStep, preparing: unpackStep, downloading: unpackStep, unpacking: unpackStep };
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
