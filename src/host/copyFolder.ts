import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isProcessAlive } from '../util/isProcessAlive.ts';

/** A folder of our own for copies of files that lie elsewhere. They are personal data: each is removed after its use. */
export interface CopyFolder {
  /** A place for a copy of a file of this name. Nothing is there yet. */
  createPlace(name: string): CopyPlace;
  /** Removes the copies that processes left that have ended. Never rejects. */
  removeLeft(): Promise<void>;
}

export interface CopyPlace {
  /** Ends in the file's name, as far as every system allows it. */
  readonly path: string;
  /** Writes the copy, whole, in place of an earlier one. Only its owner may read it. */
  write(bytes: Uint8Array): Promise<void>;
  /** Removes the copy; there may be another one later. */
  clear(): void;
  /** Removes the copy and its place, at once: the editor may be about to end. Nothing is written from then on. */
  remove(): void;
}

/** The process that copies are of, and a name of its own for each. */
const placeName = /^(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A copy while it is written. */
const partName = /^\.[0-9a-f-]{36}\.part$/;

export function createCopyFolder(root: string, ownPid = process.pid): CopyFolder {
  const live = new Set<string>();

  function isLeft(name: string): boolean {
    const pid = Number(placeName.exec(name)?.[1]);
    // One of our own number that we did not make is of a process that ended before it was given to us.
    return !Number.isNaN(pid) && !live.has(name) && (pid === ownPid || !isProcessAlive(pid));
  }

  function createPlace(name: string): CopyPlace {
    const place = `${ownPid}-${randomUUID()}`;
    const directory = path.join(root, place);
    const file = path.join(directory, asFileName(name));
    live.add(place);
    return {
      path: file,
      async write(bytes) {
        if (!live.has(place)) return;
        // Each write has a part of its own: changes that follow quickly are copied side by side.
        const part = path.join(directory, `.${randomUUID()}.part`);
        await mkdir(directory, { recursive: true, mode: 0o700 });
        try {
          await writeFile(part, bytes, { mode: 0o600 });
          // Who has the earlier copy open goes on reading that one.
          await rename(part, file);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
        if (!live.has(place)) rmSync(directory, { recursive: true, force: true });
      },
      clear: () => rmSync(file, { force: true }),
      remove() {
        live.delete(place);
        rmSync(directory, { recursive: true, force: true });
      },
    };
  }

  return {
    createPlace,
    async removeLeft() {
      const found = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = found.filter((it) => it.isDirectory() && isLeft(it.name)).map((it) => it.name);
      for (const name of names) await removeFiles(path.join(root, name)).catch(() => undefined);
    },
  };
}

async function removeFiles(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await rm(path.join(directory, name), { force: true });
  await rmdir(directory);
}

/** Without what some system gives a meaning to, and short enough for every file system. */
function asFileName(name: string): string {
  const plain = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/(?<![. ])[. ]+$/, '');
  const short = Array.from(plain.toWellFormed()).slice(-60).join('');
  return short === '' || partName.test(short) ? 'copy' : short;
}
