import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileStamp } from './fileStamp.ts';
import { errorCode } from '../../util/errorCode.ts';

/**
 * A sidecar keeps what was learnt of a big file: magic, version, a JSON heading, typed arrays, a CRC of all of it.
 * Numbers are little-endian, as on every machine the editor runs on; arrays start at multiples of 8.
 */
const magic = 'NDJSIDE1';
const version = 1;
/** magic, version, length of the heading, CRC of the heading and the body. */
const preambleBytes = 24;

/** What a sidecar says about itself, before its arrays. `kind` tells line indexes from key indexes. */
interface Heading {
  readonly kind: string;
  readonly stamp: FileStamp;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly sections: Readonly<Record<string, number>>;
}

/** What is read from a sidecar: some numbers and names, and arrays of bytes. */
export interface SidecarContent {
  readonly kind: string;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly sections: Readonly<Record<string, Uint8Array>>;
}

/** What is written: the same, where an array may be given in pieces, which saves copying them together. */
export interface SidecarDraft {
  readonly kind: string;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly sections: Readonly<Record<string, readonly ArrayBufferView[]>>;
}

/**
 * The result of reading a sidecar. `stale`: it is of another state of the file; `unusable`: damaged, of another
 * version, or no sidecar at all. Only `ready` may be used, and its arrays are still the caller's to check.
 */
export type SidecarResult =
  | { readonly outcome: 'ready'; readonly content: SidecarContent }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'unusable'; readonly reason: string };

/** Writes a sidecar of a file in the state `stamp`: to `<path>….part` first, mode 0600, then renamed. */
export async function writeSidecar(
  sidecarPath: string,
  draft: SidecarDraft,
  stamp: FileStamp,
): Promise<void> {
  const parts = assembleParts(draft, stamp);
  await mkdir(path.dirname(sidecarPath), { recursive: true, mode: 0o700 });
  // Two windows may save the index of one file at the same time.
  const part = `${sidecarPath}.${crypto.randomUUID()}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      for (const bytes of parts) await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(part, sidecarPath);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Reads a sidecar of kind `kind` if it is whole and of the file's present state. Throws on nothing but a refused read. */
export async function readSidecar(
  sidecarPath: string,
  kind: string,
  stamp: FileStamp,
): Promise<SidecarResult> {
  let bytes: Buffer;
  try {
    bytes = await readFile(sidecarPath);
  } catch (error) {
    if (isMissing(error)) return { outcome: 'missing' };
    throw error;
  }
  const reason = findDamage(bytes);
  if (reason) return { outcome: 'unusable', reason };
  const headingBytes = bytes.readUInt32LE(12);
  const heading = parseHeading(bytes.toString('utf8', preambleBytes, preambleBytes + headingBytes));
  if (!heading || heading.kind !== kind)
    return { outcome: 'unusable', reason: `not a sidecar of kind ${kind}` };
  const { sizeBytes, mtimeMs, sample } = heading.stamp;
  if (sizeBytes !== stamp.sizeBytes || mtimeMs !== stamp.mtimeMs || sample !== stamp.sample)
    return { outcome: 'stale' };
  const sections = cutSections(bytes, heading, preambleBytes + headingBytes + padding(headingBytes).length);
  if (!sections) return { outcome: 'unusable', reason: 'its parts do not fill it' };
  return { outcome: 'ready', content: { kind, facts: heading.facts, sections } };
}

function assembleParts(draft: SidecarDraft, stamp: FileStamp): Uint8Array[] {
  const lengths: Record<string, number> = {};
  const body: Uint8Array[] = [];
  for (const [name, arrays] of Object.entries(draft.sections)) {
    const length = arrays.reduce((sum, array) => sum + array.byteLength, 0);
    lengths[name] = length;
    body.push(
      ...arrays.map((it) => new Uint8Array(it.buffer, it.byteOffset, it.byteLength)),
      padding(length),
    );
  }
  const heading: Heading = { kind: draft.kind, stamp, facts: draft.facts, sections: lengths };
  const text = Buffer.from(JSON.stringify(heading));
  const parts = [text, padding(text.length), ...body];
  const preamble = Buffer.alloc(preambleBytes);
  preamble.write(magic, 'latin1');
  preamble.writeUInt32LE(version, 8);
  preamble.writeUInt32LE(text.length, 12);
  preamble.writeUInt32LE(
    parts.reduce((crc, part) => crc32(part, crc), 0),
    16,
  );
  return [preamble, ...parts];
}

/** Whether bytes begin as a sidecar does, of whatever version. */
export function isSidecar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, magic.length) === magic;
}

function findDamage(bytes: Buffer): string | undefined {
  if (bytes.length < preambleBytes || !isSidecar(bytes)) return 'not a sidecar';
  if (bytes.readUInt32LE(8) !== version) return `version ${bytes.readUInt32LE(8)}, not ${version}`;
  if (bytes.readUInt32LE(12) > bytes.length - preambleBytes) return 'cut short';
  if (crc32(bytes.subarray(preambleBytes)) !== bytes.readUInt32LE(16)) return 'damaged';
  return undefined;
}

function parseHeading(text: string): Heading | undefined {
  try {
    const heading = JSON.parse(text) as Partial<Heading> | null;
    if (!heading || typeof heading !== 'object') return undefined;
    const { kind, stamp, facts, sections } = heading;
    if (typeof kind !== 'string' || !stamp || !facts || !sections) return undefined;
    return { kind, stamp, facts, sections };
  } catch {
    return undefined;
  }
}

/** Every array is copied out, so that each is aligned for typed views and none keeps the others alive. */
function cutSections(bytes: Buffer, heading: Heading, from: number): Record<string, Uint8Array> | undefined {
  const sections: Record<string, Uint8Array> = {};
  let at = from;
  for (const [name, length] of Object.entries(heading.sections)) {
    if (!Number.isInteger(length) || length < 0 || at + length > bytes.length) return undefined;
    sections[name] = new Uint8Array(bytes.subarray(at, at + length));
    at += length + padding(length).length;
  }
  return at === bytes.length ? sections : undefined;
}

function padding(length: number): Uint8Array {
  return new Uint8Array((8 - (length % 8)) % 8);
}

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
