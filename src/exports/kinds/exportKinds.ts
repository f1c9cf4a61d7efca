import type { JobKind } from '../jobs/jobKind.ts';
import type { JobOf } from '../jobs/jobRecord.ts';
import { eventExport, type EventExportDependencies } from './eventExport.ts';
import { importFile } from './importFile.ts';
import type { ExportKind } from './kindStages.ts';
import { segmentExport, type SegmentExportDependencies } from './segmentExport.ts';
import type { UnpackDependencies } from './unpackStages.ts';
import { userExport, type UserExportDependencies } from './userExport.ts';

/** TABLE of how exports of each kind begin, run, and go on. */
const exportKinds = {
  segment: segmentExport,
  events: eventExport,
  users: userExport,
  import: importFile,
} as const satisfies { [K in ExportKind]: JobKind<never, JobOf<K>, never> };

/** What a new export of a kind is made of. */
export type NewJobOf<K extends ExportKind> = Parameters<(typeof exportKinds)[K]['create']>[0];

export type NewJob = { [K in ExportKind]: NewJobOf<K> }[ExportKind];

/** What the runs of all kinds need of the world. */
export interface RunDependencies
  extends SegmentExportDependencies, EventExportDependencies, UserExportDependencies, UnpackDependencies {}

/** How exports of this kind begin, run, and go on. */
export function kindOf<K extends ExportKind>(kind: K): JobKind<NewJobOf<K>, JobOf<K>, RunDependencies> {
  const kinds: { [It in ExportKind]: JobKind<NewJobOf<It>, JobOf<It>, RunDependencies> } = exportKinds;
  return kinds[kind];
}
