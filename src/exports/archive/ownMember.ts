import * as z from 'zod';

/** A file of an export's folder of this extension that somebody packed. */
export type OwnMember = z.infer<typeof ownSchema>;

/** Of a manifest or a job, what tells it from other JSON, and what is worth keeping; older and newer versions too. */
const ownSchema = z.looseObject({
  version: z.number(),
  id: z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]*$/),
  kind: z.enum(['users', 'segment', 'events', 'import']),
  title: z.string(),
  /** Manifests only. */
  result: z.looseObject({ outcome: z.string(), file: z.string().optional() }).optional(),
  /** Jobs only. */
  stage: z.looseObject({ stage: z.string() }).optional(),
  invalidUserIds: z.array(z.string()).optional(),
  warnings: z.array(z.string()).optional(),
});

/** Reads a manifest or a job of ours by its content; undefined for any other JSON, and for what is none. */
export function readOwnMember(text: string): OwnMember | undefined {
  try {
    const own = ownSchema.safeParse(JSON.parse(text)).data;
    return own?.result || own?.stage ? own : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the beginning of a JSON text may be that of a manifest or a job: worth reading whole. */
export function mayBeOwn(keys: ReadonlySet<string>): boolean {
  return ['version', 'id', 'title'].every((it) => keys.has(it));
}

const sidecarMagic = 'NDJSIDE1';

/** Whether bytes begin as the indexes do that we keep beside files of lines. */
export function isOwnIndex(first: Buffer): boolean {
  return first.toString('latin1', 0, sidecarMagic.length) === sidecarMagic;
}

/** Whether a folder of ours has files of this name besides its lines, its manifest and its job. */
export function isOwnCompanionName(base: string): boolean {
  return /^lock-\d+$|^export\.zip$|\.part$|\.index$|\.keys$|\.journal$/.test(base);
}
