import { slotCountFor, openKeyIndex, type KeyIndex } from './keyIndex.ts';
import { indexFilePath } from '../file/indexFile.ts';
import type { FileStamp } from '../file/fileStamp.ts';
import { hashText } from '../json/keyHash.ts';
import { readSidecar, writeSidecar } from '../file/sidecar.ts';

/** Another name for each way that keys were hashed. */
const kind = 'exact keys';

/** Where the index of a field's values is kept: as the line index, `<file>.external_id.keys`. */
export function keyIndexFilePath(filePath: string, field: string, cacheDirectory?: string): string {
  const name = /^[\w-]{1,64}$/.test(field) ? field : hashText(field).low.toString(16);
  return indexFilePath(filePath, cacheDirectory).replace(/\.index$/, `.${name}.keys`);
}

/** Saves a key index of a file in the state `stamp`. */
export async function writeKeyIndexFile(path: string, index: KeyIndex, stamp: FileStamp): Promise<void> {
  const { field, keyCount, slots } = index.pack();
  await writeSidecar(path, { kind, facts: { field, keyCount }, sections: { slots: [slots] } }, stamp);
}

/**
 * Reads a key index back if it is whole and of the file's present state; undefined otherwise. Its lines need no check
 * but their bounds: each is read before it is believed.
 */
export async function readKeyIndexFile(
  path: string,
  field: string,
  stamp: FileStamp,
  lineCount: number,
): Promise<KeyIndex | undefined> {
  const reading = await readSidecar(path, kind, stamp);
  if (reading.outcome !== 'ready' || reading.content.facts.field !== field) return undefined;
  const { keyCount } = reading.content.facts;
  const bytes = reading.content.sections.slots;
  if (typeof keyCount !== 'number' || !bytes || bytes.length !== slotCountFor(keyCount) * 8) return undefined;
  const slots = new Uint32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / 4);
  for (let i = 1; i < slots.length; i += 2) if ((slots[i] ?? 0) > lineCount) return undefined;
  return openKeyIndex({ field, keyCount, slots });
}
