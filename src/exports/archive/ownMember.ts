/** A file of an export's folder of this extension that somebody packed: a manifest or a job, of any version. */
export interface OwnMember {
  readonly title: string;
  /** Manifests only. */
  readonly result?: { readonly file?: string | undefined };
  readonly invalidUserIds?: readonly string[] | undefined;
  readonly warnings?: readonly string[] | undefined;
}

const kinds = ['users', 'segment', 'events', 'import'] as const;
type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const listTexts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every(isText) ? value : undefined;

/** By hand: this runs in the thread that unpacks, which is not to load a library of schemas for it. */
function readFields(own: unknown): OwnMember | undefined {
  if (!isFields(own) || typeof own['version'] !== 'number') return undefined;
  const { id, title, kind, result, stage } = own;
  if (!isText(id) || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]*$/.test(id)) return undefined;
  if (!isText(title) || !kinds.some((it) => it === kind)) return undefined;
  const shared = {
    title,
    invalidUserIds: listTexts(own['invalidUserIds']),
    warnings: listTexts(own['warnings']),
  };
  if (isFields(result) && isText(result['outcome'])) {
    const file = isText(result['file']) ? result['file'] : undefined;
    return { ...shared, result: { file } };
  }
  return isFields(stage) && isText(stage['stage']) ? shared : undefined;
}

/** Reads a manifest or a job of ours by its content; undefined for any other JSON, and for what is none. */
export function readOwnMember(text: string): OwnMember | undefined {
  try {
    return readFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the beginning of a JSON text may be that of a manifest or a job: worth reading whole. */
export function mayBeOwn(keys: ReadonlySet<string>): boolean {
  return ['version', 'id', 'title'].every((it) => keys.has(it));
}

/** Whether a folder of ours has files of this name besides its lines, its manifest and its job. */
export function isOwnCompanionName(base: string): boolean {
  return /^lock-\d+$|^export\.zip$|\.part$|\.index$|\.keys$|\.journal$/.test(base);
}
