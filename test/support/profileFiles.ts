import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file below a folder, as text in which every byte is a character. */
export interface FoundFile {
  /** Below the folder. */
  name: string;
  text: string;
}

/** Every file below the folder. One that is gone by the time it is read is left out. */
export async function readFiles(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((it) => it.isFile()).map((it) => path.join(it.parentPath, it.name));
  const read = files.map(async (file): Promise<FoundFile[]> => {
    const text = await readFile(file, 'latin1').catch(() => undefined);
    return text === undefined ? [] : [{ name: path.relative(folder, file), text }];
  });
  return (await Promise.all(read)).flat();
}

/** The key in every encoding in which it may be stored. */
export function listKeyEncodings(key: string): string[] {
  return [
    key,
    encodeURIComponent(key),
    encodeURIComponent(key).toLowerCase(),
    new URLSearchParams([['k', key]]).toString().slice(2),
  ];
}
