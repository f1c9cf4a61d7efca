import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { folderFiles } from './disk/exportFolder.ts';
import type { JobStage, JobStageOf, PartialResult } from './jobs/jobRecord.ts';
import type { LedgerEntry } from './jobs/ledger.ts';
import type { Manifest } from './jobs/manifest.ts';
import { explainReading, nameReading } from './lines/textReading.ts';

/** Folders that no export can be told of. */
type UnclearKind = 'unreadable' | 'leftover';

/** An export as a list shows it, whatever it is: running, resting, finished, or not to be understood. */
export interface ExportRow {
  readonly id: string;
  readonly directory: string;
  readonly kind: Manifest['kind'] | UnclearKind;
  readonly title: string;
  readonly connectionName: string | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly stage: JobStage;
  /** Who works on it, if its stage is one that somebody works on: this process, another window, or nobody yet. */
  readonly worker: 'here' | 'elsewhere' | 'nobody';
  /** What was asked, as in the ledger or the manifest. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  /** How its archive or file was read, in sentences; of finished exports only. */
  readonly notes?: readonly string[] | undefined;
  /** Names of what its archive holds besides data. */
  readonly leftOut?: readonly string[] | undefined;
  /** How many weeks of a raw event export were started, whatever became of the next one. */
  readonly startedParts?: number | undefined;
  /** The external ids that the service does not know, of a finished export. */
  readonly unknownIds?: readonly string[] | undefined;
}

/** The file that an export has to show: whole, or as far as it came. */
export function resultFileOf({ stage, directory }: ExportRow): string | undefined {
  if (stage.stage === 'done') return stage.ndjsonPath;
  return partialOf(stage) && path.join(directory, folderFiles.users);
}

/** Whether the lines of a result were rows of CSV. */
export function holdsRows({ ndjsonPath }: JobStageOf<'done'>): boolean {
  return ndjsonPath.endsWith(folderFiles.events);
}

/** External ids that the service does not know, as far as they were asked for. */
export function countUnknown({ stage, unknownIds }: ExportRow): number {
  return partialOf(stage)?.unknownIds ?? unknownIds?.length ?? 0;
}

/** What has come of an export that is not whole. */
export function partialOf(stage: JobStage): PartialResult | undefined {
  return 'partial' in stage ? stage.partial : undefined;
}

/** What the ledger knows, as a row. */
export function describeEntry(entry: LedgerEntry, worker: ExportRow['worker'] = 'nobody'): ExportRow {
  const { id, directory } = entry;
  switch (entry.kind) {
    case 'finished':
      return describeFinished(entry.manifest, id, directory);
    case 'job': {
      const { kind, title, connection, createdAt, stage, request, warnings } = entry.record;
      const connectionName = connection?.name;
      const startedParts = entry.record.kind === 'events' ? entry.record.nextPart : undefined;
      const known = {
        id,
        directory,
        kind,
        title,
        connectionName,
        createdAt,
        stage,
        worker,
        request,
        warnings,
      };
      return { ...known, startedParts };
    }
    case 'leftover':
    case 'unreadable':
      return describeUnclear(entry.kind, id, directory);
  }
}

const unclearTexts: Record<UnclearKind, { message: string; remedy: string }> = {
  unreadable: {
    message: l10n.t('This folder cannot be read.'),
    remedy: l10n.t('It is damaged, locked, or of another version. Reveal it to see what it holds.'),
  },
  leftover: {
    message: l10n.t(
      'Only remains of this export are left: it was interrupted while it began or was deleted.',
    ),
    remedy: l10n.t('Delete it.'),
  },
};

function describeUnclear(kind: UnclearKind, id: string, directory: string): ExportRow {
  return {
    id,
    directory,
    kind,
    title: id,
    connectionName: undefined,
    createdAt: 0,
    stage: { stage: 'failed', at: 0, during: 'requested', code: kind, ...unclearTexts[kind] },
    worker: 'nobody',
    request: {},
    warnings: [],
  };
}

function describeFinished(manifest: Manifest, id: string, directory: string): ExportRow {
  const { kind, title, connection, requestedAt, request, warnings, notes, leftOut } = manifest;
  const createdAt = Date.parse(requestedAt);
  const stage = describeResult(manifest, directory);
  return {
    id,
    directory,
    kind,
    title,
    connectionName: connection,
    createdAt,
    stage,
    worker: 'nobody',
    request,
    warnings,
    notes,
    leftOut,
    unknownIds: manifest.invalidUserIds,
  };
}

type FileResult = Extract<Manifest['result'], { outcome: 'file' }>;

/** What the stage of a finished export says of its lines. */
function describeLines({ users, badLines, reading }: FileResult) {
  const [firstBadLine] = badLines.numbers;
  return {
    ...(firstBadLine === undefined ? {} : { firstBadLine }),
    ...(reading
      ? { reading: nameReading(reading, users + badLines.count), readingNotes: explainReading(reading) }
      : {}),
  };
}

/** The stage of an export that came to its end. */
export function describeResult(manifest: Manifest, directory: string): JobStage {
  const { result, finishedAt } = manifest;
  const at = Date.parse(finishedAt);
  if (result.outcome === 'delivered') return { stage: 'delivered', at, keyPatterns: result.keyPatterns };
  // A name and never a path: manifests lie in a folder that others may write to.
  const ndjsonPath = path.join(directory, path.basename(result.file));
  const { users, sizeBytes, badLines } = result;
  const unknownIds = manifest.invalidUserIds?.length ?? 0;
  const partial = result.partial && { ...result.partial, users, sizeBytes, unknownIds };
  const lines = { users, sizeBytes, ...describeLines(result), badLines: badLines.count };
  return { stage: 'done', at, ndjsonPath, ...lines, ...(partial ? { partial } : {}) };
}
