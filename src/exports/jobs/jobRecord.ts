import * as z from 'zod';
import type { ExportKind } from '../kinds/kindStages.ts';
import type { RunningStageName, StageName } from '../jobStages.ts';

/** Epoch milliseconds of when the stage began. */
const at = z.number();

/** What has come of an export that is not whole. It lies under its final name, and Retry goes on behind it. */
const partialResult = z.object({
  /** External ids that were answered, of how many. */
  answered: z.number(),
  total: z.number(),
  users: z.number(),
  sizeBytes: z.number(),
  unknownIds: z.number(),
});

export type PartialResult = z.infer<typeof partialResult>;

/** The schema of a stage: its name, when it began, and what else is known in it. */
function defineStage<S extends StageName, Facts extends z.ZodRawShape>(stage: S, facts: Facts) {
  return z.object({ stage: z.literal(stage), at, ...facts });
}

/** What is known of a job in each stage. On disk the figures are those of the stage's beginning. */
const stageSchemas = {
  /** `sending` is written before the request is sent: from then on nobody may send it again unasked. */
  requested: defineStage('requested', {
    sending: z.boolean(),
    part: z.number().optional(),
    trouble: z.string().optional(),
  }),
  preparing: defineStage('preparing', {
    polls: z.number(),
    /** Asked for again after its link had expired: a last look at it, and where it still refuses a new export. */
    renews: z.boolean().optional(),
    trouble: z.string().optional(),
    nextPollAt: z.number().optional(),
  }),
  downloading: defineStage('downloading', {
    receivedBytes: z.number(),
    totalBytes: z.number().optional(),
    bytesPerSecond: z.number().optional(),
    trouble: z.string().optional(),
    retryAt: z.number().optional(),
  }),
  unpacking: defineStage('unpacking', {
    readBytes: z.number(),
    totalBytes: z.number().optional(),
    writtenBytes: z.number(),
    users: z.number(),
  }),
  /** Users by external ID: asked for 50 at a time, every answer kept as it comes. */
  fetching: defineStage('fetching', {
    total: z.number(),
    answered: z.number(),
    users: z.number(),
    unknownIds: z.number(),
    trouble: z.string().optional(),
    retryAt: z.number().optional(),
  }),
  failed: defineStage('failed', {
    /** The stage it failed in. */
    during: z.string(),
    code: z.string(),
    /** What happened, and what can be done: sentences fit to show. */
    message: z.string(),
    remedy: z.string(),
    /** Another job of ours that may be what stands in the way: worth following instead. */
    follow: z.string().optional(),
    /** A file that may be in one of several encodings: which, and what some of its words read as in each. */
    encodings: z.array(z.object({ label: z.string(), example: z.string() })).optional(),
    partial: partialResult.optional(),
  }),
  expired: defineStage('expired', { message: z.string() }),
  cancelled: defineStage('cancelled', { during: z.string(), partial: partialResult.optional() }),
  /** Raw events: the service runs one export at a time, and another one is running. `part` counts weeks from 0. */
  busy: defineStage('busy', { part: z.number(), message: z.string() }),
  /** Raw events: the weeks before `part` were started; the next one is, when the user says they have arrived. */
  started: defineStage('started', { part: z.number(), parts: z.number(), keyPatterns: z.array(z.string()) }),
  done: defineStage('done', {
    ndjsonPath: z.string(),
    users: z.number(),
    sizeBytes: z.number(),
    badLines: z.number(),
    /** The first bad line, from 1. */
    firstBadLine: z.number().optional(),
    /** How a file that was opened was read: `CSV, semicolon, 3 columns, 2 rows`; and what else is worth knowing of it. */
    reading: z.string().optional(),
    readingNotes: z.array(z.string()).optional(),
    partial: partialResult.optional(),
  }),
  /** It arrives in the company's own bucket, under these keys. */
  delivered: defineStage('delivered', { keyPatterns: z.array(z.string()) }),
} as const satisfies { [S in StageName]: z.ZodType<{ stage: S }> };

type StageSchema = (typeof stageSchemas)[StageName];

const jobStage = z.discriminatedUnion(
  'stage',
  Object.values(stageSchemas) as [StageSchema, ...StageSchema[]],
);

/** Where a job is, with what is known of it. */
export type JobStage = z.infer<typeof jobStage>;
export type JobStageOf<S extends StageName> = Extract<JobStage, { stage: S }>;
export type RunningStage = JobStageOf<RunningStageName>;

const segmentRequest = z.object({
  segmentId: z.string(),
  segmentName: z.string().optional(),
  fields: z.array(z.string()).optional(),
  callbackEndpoint: z.string().optional(),
});

const eventsRequest = z.object({
  /** Consecutive spans of at most a week, ISO 8601 with offset; each is one request. */
  parts: z.array(z.object({ startingAt: z.string(), endingAt: z.string() })).min(1),
  appIds: z.array(z.string()).optional(),
  eventNames: z.array(z.string()).optional(),
  callbackEndpoint: z.string().optional(),
});

/** The ids themselves are in a file of their own, see `idList`. */
const usersRequest = z.object({ idCount: z.number(), fields: z.array(z.string()).optional() });

const importRequest = z.object({
  path: z.string(),
  /** `path` is the address of what is no file of this machine: a copy of it is the archive in the export's own folder. */
  isCopy: z.literal(true).optional(),
  /** How to read it; what is left out is recognised. */
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  hasHeading: z.boolean().optional(),
});

export type SegmentRequest = z.infer<typeof segmentRequest>;
export type EventExportRequest = z.infer<typeof eventsRequest>;
export type UserExportRequest = z.infer<typeof usersRequest>;
export type ImportRequest = z.infer<typeof importRequest>;

const common = {
  version: z.literal(1),
  /** The job's id and its folder's name. */
  id: z.string(),
  title: z.string(),
  /** Which connection it was asked of; none for a file at hand. Its key is nowhere in here. */
  connection: z.object({ id: z.string(), name: z.string() }).optional(),
  createdAt: z.number(),
  keepArchive: z.boolean(),
  warnings: z.array(z.string()),
  stage: jobStage,
};

/** What the service answered to the request for a segment export. */
const segmentLink = z.object({
  url: z.string().optional(),
  objectPrefix: z.string().optional(),
  answeredAt: z.number(),
  /** When it first led to the export: from then on a refusal no longer means "not yet". */
  readyAt: z.number().optional(),
});

function defineKind<K extends ExportKind, Facts extends z.ZodRawShape>(kind: K, facts: Facts) {
  return z.object({ ...common, kind: z.literal(kind), ...facts });
}

/** What is kept of a job of each kind. */
const recordSchemas = {
  segment: defineKind('segment', { request: segmentRequest, link: segmentLink.optional() }),
  events: defineKind('events', {
    request: eventsRequest,
    /** The part to ask for next, counted from 0. */
    nextPart: z.number().optional(),
  }),
  users: defineKind('users', { request: usersRequest }),
  import: defineKind('import', { request: importRequest }),
} as const satisfies { [K in ExportKind]: z.ZodType<{ kind: K }> };

type RecordSchema = (typeof recordSchemas)[ExportKind];

const jobRecord = z.discriminatedUnion(
  'kind',
  Object.values(recordSchemas) as [RecordSchema, ...RecordSchema[]],
);

/** A job as it stands in its folder's `job.json`. */
export type JobRecord = z.infer<typeof jobRecord>;
export type JobOf<K extends ExportKind> = Extract<JobRecord, { kind: K }>;
export type SegmentJob = JobOf<'segment'>;
export type EventJob = JobOf<'events'>;
export type UserJob = JobOf<'users'>;
export type ImportJob = JobOf<'import'>;

/** A record as it was read; undefined for what is none. */
export function parseJobRecord(text: string): JobRecord | undefined {
  try {
    return jobRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
