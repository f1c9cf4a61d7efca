import { UserError } from '../../protocol/userError.ts';
import { createExportId } from '../disk/exportFolder.ts';
import type {
  EventExportRequest,
  ImportRequest,
  JobRecord,
  SegmentExportRequest,
  UserExportRequest,
} from './jobRecord.ts';
import { beginUnpacking } from '../kinds/unpackStages.ts';
import { beginFetching } from '../kinds/userExport.ts';

/** What a new job is made of. */
export type NewJob =
  | {
      kind: 'segment';
      title: string;
      connection: Connection;
      keepArchive: boolean;
      request: SegmentExportRequest;
    }
  | { kind: 'events'; title: string; connection: Connection; request: EventExportRequest }
  | {
      kind: 'users';
      connection: Connection;
      /** Any number of external ids; repeated ones are asked for once. */
      externalIds: readonly string[];
      request: Pick<UserExportRequest, 'fields'>;
    }
  | {
      kind: 'import';
      title: string;
      request: ImportRequest;
      /** For a request that is a copy: the copy, which is moved into the export's folder. */
      copyPath?: string;
    };

interface Connection {
  id: string;
  name: string;
}

/** The record of a new job, in its first stage; of an export by external ID with what `idsOf` says. */
export function createRecord(job: NewJob, ids: readonly string[], now: number): JobRecord {
  const common = { version: 1 as const, createdAt: now, warnings: [], keepArchive: false };
  if (job.kind === 'users') return createUserRecord(job, ids, now);
  // A file that people have may be called after one of them: names of folders get around.
  const id = createExportId(job.kind === 'import' ? 'opened file' : job.title, now);
  const stage = { stage: 'requested', at: now, sending: false } as const;
  switch (job.kind) {
    case 'segment':
      return { ...common, ...job, id, stage };
    case 'events':
      return { ...common, ...job, id, stage };
    case 'import': {
      const { kind, title, request } = job;
      return { ...common, kind, title, request, id, stage: beginUnpacking(now) };
    }
  }
}

function createUserRecord(
  job: Extract<NewJob, { kind: 'users' }>,
  ids: readonly string[],
  now: number,
): JobRecord {
  const [first] = ids;
  if (first === undefined) throw new UserError('There is no external ID to export.');
  const idCount = ids.length;
  return {
    version: 1,
    // Not of the title, which may name a person: names of folders get around, and into the log.
    id: createExportId(idCount === 1 ? 'user' : `${idCount} users`, now),
    kind: 'users',
    title: idCount === 1 ? `User ${first}` : `${idCount.toLocaleString('en')} users by external ID`,
    connection: job.connection,
    createdAt: now,
    keepArchive: false,
    warnings: [],
    request: { idCount, ...job.request },
    stage: beginFetching(now, idCount),
  };
}

/** The external ids that a new job asks for, each once. */
export function idsOf(job: NewJob): string[] {
  return job.kind === 'users' ? [...new Set(job.externalIds)] : [];
}
