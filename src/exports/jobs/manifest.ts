import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { folderFiles } from '../disk/exportFolder.ts';
import { exportKindNames } from '../kinds/kindStages.ts';
import type { JobRecord } from './jobRecord.ts';
import { writeFileAtomically } from '../disk/privateFile.ts';

export const manifestFile = folderFiles.manifest;

const fileResult = z.looseObject({
  outcome: z.literal('file'),
  /** Name of the file inside the folder: `users.ndjson` or `events.ndjson`. */
  file: z.enum([folderFiles.users, folderFiles.events]),
  sizeBytes: z.number(),
  /** Good lines; for a user export that is the number of users. Older manifests count the bad ones too. */
  users: z.number(),
  blankLines: z.number(),
  /** Lines that are not a closed object: kept in the file, their numbers (from 1) listed up to a limit. */
  badLines: z.looseObject({ count: z.number(), numbers: z.array(z.number()) }),
  /** Of a file that was opened: how it was read. */
  reading: z
    .looseObject({
      shape: z.enum(['lines', 'json', 'csv']),
      encoding: z.string(),
      delimiter: z.string().optional(),
      columns: z.number().optional(),
      hasHeading: z.boolean().optional(),
      mendedLines: z.number(),
      undecodedLines: z.number(),
    })
    .optional(),
  /** The export is not whole: so many of so many external ids were asked for, from the first on. */
  partial: z.looseObject({ answered: z.number(), total: z.number() }).optional(),
});

const deliveredResult = z.looseObject({
  outcome: z.literal('delivered'),
  /** Where in the company's own bucket the files arrive: key prefixes or patterns. */
  keyPatterns: z.array(z.string()),
});

const instant = z.string().refine((it) => !Number.isNaN(Date.parse(it)));

const manifestSchema = z.looseObject({
  version: z.literal(1),
  id: z.string(),
  kind: z.enum(exportKindNames),
  /** What was exported, in words fit for a row of a list. */
  title: z.string(),
  /** The connection's name; never its key. */
  connection: z.string().optional(),
  request: z.record(z.string(), z.unknown()),
  /** ISO 8601 instants. */
  requestedAt: instant,
  finishedAt: instant,
  result: z.discriminatedUnion('outcome', [fileResult, deliveredResult]),
  invalidUserIds: z.array(z.string()).optional(),
  warnings: z.array(z.string()),
  /** What we found when the archive or the file was read, in sentences; `warnings` are the service's. */
  notes: z.array(z.string()).optional(),
  /** Names of what the archive holds besides data: other people's text, the first thousand. */
  leftOut: z.array(z.string()).optional(),
});

/**
 * `manifest.json` of an export's folder: what was asked, when, of whom, what came. It is written last, so a folder that
 * has one is finished and a folder without one is not; a partial result is finished only once its job is gone.
 */
export type Manifest = z.infer<typeof manifestSchema>;

/** What a manifest says of a job and of what came of it. */
export function describeOutcome(job: JobRecord, result: Manifest['result'], finishedAt: number): Manifest {
  return {
    version: 1,
    id: job.id,
    kind: job.kind,
    title: job.title,
    ...(job.connection ? { connection: job.connection.name } : {}),
    request: job.request,
    requestedAt: new Date(job.createdAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    result,
    warnings: job.warnings,
  };
}

/** Whether it describes a result that is not whole: a job that is still there can go on then. */
export function isPartial({ result }: Manifest): boolean {
  return result.outcome === 'file' && result.partial !== undefined;
}

/** Writes the manifest, the last file of an export. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  await writeFileAtomically(
    path.join(directory, manifestFile),
    `${JSON.stringify(manifest, undefined, 2)}\n`,
  );
}

/** The manifest of a finished export; undefined when there is none or it is not one of ours. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(directory, manifestFile), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseManifest(text);
}

/** A manifest as it was read, from a folder that others may write to; undefined for what is none of ours. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
