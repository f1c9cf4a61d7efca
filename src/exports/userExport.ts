import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { folderFiles, removeIfEmpty } from './exportFolder.ts';
import type { Manifest } from './manifest.ts';
import { writeManifest } from './manifest.ts';
import { fileMode, makePrivateFolder } from './privateFile.ts';

/** The service takes at most this many external ids in one request. */
const idsPerRequest = 50;

/** One request's answer. `users` are JSON texts of one line each; `warnings` are the service's words about what it accepted only in part. */
export interface UserBatch {
  users: readonly string[];
  invalidUserIds: readonly string[];
  warnings?: readonly string[];
}

export interface UserExportRequest {
  /** Any number of external ids; repeated ones are asked for once. */
  ids: readonly string[];
  /** `fields_to_export`; left out, the service sends all. Only noted here: `fetchBatch` sends them. */
  fields?: readonly string[];
  /** Asks for at most 50 ids. Errors of the API client pass through unchanged. */
  fetchBatch: (ids: readonly string[], signal: AbortSignal) => Promise<UserBatch>;
  /** The export's own folder, made when missing; its last name becomes the export's id. */
  directory: string;
  connectionName?: string;
  clock: { now(): number };
}

export type UserExportStage =
  | { stage: 'requesting'; batchesDone: number; batches: number; users: number; invalidUserIds: number }
  | {
      stage: 'done';
      directory: string;
      ndjsonPath: string;
      users: number;
      sizeBytes: number;
      invalidUserIds: readonly string[];
    };

/**
 * Exports users by external id into a folder: `users.ndjson`, one object per line, then `manifest.json`.
 *
 * A line is the user as the service spelt it, digit for digit. Ids the service does not know are listed in the last
 * stage and in the manifest. Throws what `fetchBatch` throws, and the signal's reason when cancelled; then nothing
 * of the export stays on disk.
 *
 * Implements "Users by UserID Endpoint" of the Export API.
 */
export async function* exportUsers(
  request: UserExportRequest,
  signal: AbortSignal,
): AsyncGenerator<UserExportStage> {
  const { directory, clock } = request;
  const requestedAt = new Date(clock.now()).toISOString();
  const ids = [...new Set(request.ids)];
  const ndjsonPath = path.join(directory, folderFiles.users);
  const part = `${ndjsonPath}.part`;
  await makePrivateFolder(directory);
  let finished = false;
  try {
    const written: Written = { users: 0, sizeBytes: 0, invalidUserIds: [], warnings: [] };
    const handle = await open(part, 'w', fileMode);
    try {
      yield* writeBatches(ids, request, handle, written, signal);
      await handle.sync();
    } finally {
      await handle.close();
    }
    signal.throwIfAborted();
    await rename(part, ndjsonPath);
    await writeManifest(directory, describe(request, ids, written, requestedAt));
    finished = true;
    const { users, sizeBytes, invalidUserIds } = written;
    yield { stage: 'done', directory, ndjsonPath, users, sizeBytes, invalidUserIds };
  } finally {
    if (!finished) {
      await Promise.all([part, ndjsonPath].map((file) => rm(file, { force: true })));
      await removeIfEmpty(directory);
    }
  }
}

interface Written {
  users: number;
  sizeBytes: number;
  invalidUserIds: string[];
  warnings: string[];
}

async function* writeBatches(
  ids: readonly string[],
  { fetchBatch }: UserExportRequest,
  handle: FileHandle,
  written: Written,
  signal: AbortSignal,
): AsyncGenerator<UserExportStage> {
  const batches = Math.ceil(ids.length / idsPerRequest);
  for (let batch = 0; batch < batches; batch++) {
    yield progress(batch, batches, written);
    signal.throwIfAborted();
    const answer = await fetchBatch(ids.slice(batch * idsPerRequest, (batch + 1) * idsPerRequest), signal);
    const lines = Buffer.from(answer.users.map((user) => `${user}\n`).join(''));
    await handle.writeFile(lines);
    written.users += answer.users.length;
    written.sizeBytes += lines.length;
    written.invalidUserIds.push(...answer.invalidUserIds);
    written.warnings.push(...(answer.warnings ?? []));
  }
  yield progress(batches, batches, written);
}

function progress(batchesDone: number, batches: number, written: Written): UserExportStage {
  const { users, invalidUserIds } = written;
  return { stage: 'requesting', batchesDone, batches, users, invalidUserIds: invalidUserIds.length };
}

function describe(
  request: UserExportRequest,
  ids: string[],
  written: Written,
  requestedAt: string,
): Manifest {
  const { directory, fields, connectionName, clock } = request;
  return {
    version: 1,
    id: path.basename(directory),
    kind: 'users',
    title: ids.length === 1 ? `User ${ids[0]}` : `${ids.length} users by external ID`,
    ...(connectionName === undefined ? {} : { connection: connectionName }),
    request: { externalIds: ids, ...(fields === undefined ? {} : { fields: [...fields] }) },
    requestedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    result: {
      outcome: 'file',
      file: folderFiles.users,
      sizeBytes: written.sizeBytes,
      users: written.users,
      blankLines: 0,
      badLines: { count: 0, numbers: [] },
    },
    invalidUserIds: written.invalidUserIds,
    warnings: [...new Set(written.warnings)],
  };
}
