import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UnpackCounts } from '../../src/exports/archive/passMember.ts';
import type { UnpackRequest, Unpacked } from '../../src/exports/archive/unpack.ts';
import { unpack } from '../../src/exports/archive/unpack.ts';

/** What a file to import may hold. */
export const allShapes: UnpackRequest['shapes'] = ['lines', 'json', 'csv'];

export type UnpackOptions = Omit<UnpackRequest, 'archive' | 'file'>;

export interface UnpackedText extends Unpacked {
  readonly text: string;
}

/** Writes `bytes` as `export.zip` into a folder, unpacks it, and gives the text of `users.ndjson.part` as well. */
export async function unpackBytes(
  folder: string,
  bytes: Buffer | string,
  options: UnpackOptions = {},
  count: (added: UnpackCounts) => void = () => undefined,
): Promise<UnpackedText> {
  const archive = path.join(folder, 'export.zip');
  const file = path.join(folder, 'users.ndjson');
  await writeFile(archive, bytes);
  const unpacked = await unpack({ archive, file, ...options }, count, new AbortController().signal);
  return { ...unpacked, text: await readFile(`${file}.part`, 'utf8') };
}
