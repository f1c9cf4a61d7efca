import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isProcessAlive } from '../util/isProcessAlive.ts';

/** A folder of our own for copies of files that lie elsewhere. They are personal data: each is removed after its use. */
export interface CopyFolder {
  /** Where a copy of a file of this name can be written. Nothing is written yet. */
  createTarget(name: string): CopyTarget;
  /** Removes the copies of processes that have ended. Never rejects. */
  removeAbandoned(): Promise<void>;
}

export interface CopyTarget {
  /** Ends in the file's name, as far as every system allows it. */
  readonly path: string;
  /** Writes the copy, whole, in place of an earlier one. Only its owner may read it. */
  write(bytes: Uint8Array): Promise<void>;
  /** Removes the copy; there may be another one later. */
  clear(): void;
  /** Removes the copy and its folder synchronously: the editor may be about to end. Later writes are ignored. */
  remove(): void;
}

/** The folder of a copy: the id of its process and a UUID. */
const targetName = /^(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A copy while it is written. */
const partName = /^\.[0-9a-f-]{36}\.part$/;

export function createCopyFolder(root: string, ownPid = process.pid): CopyFolder {
  const live = new Set<string>();

  function isAbandoned(name: string): boolean {
    const pid = Number(targetName.exec(name)?.[1]);
    // A folder with our process id that we did not make is of an earlier process with the same id.
    return !Number.isNaN(pid) && !live.has(name) && (pid === ownPid || !isProcessAlive(pid));
  }

  function createTarget(name: string): CopyTarget {
    const target = `${ownPid}-${randomUUID()}`;
    const directory = path.join(root, target);
    const file = path.join(directory, asFileName(name));
    live.add(target);
    return {
      path: file,
      async write(bytes) {
        if (!live.has(target)) return;
        // Each write has its own temporary file: changes in quick succession are copied at the same time.
        const part = path.join(directory, `.${randomUUID()}.part`);
        await mkdir(directory, { recursive: true, mode: 0o700 });
        try {
          await writeFile(part, bytes, { mode: 0o600 });
          // Readers that have the earlier copy open go on reading it.
          await rename(part, file);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
        if (!live.has(target)) rmSync(directory, { recursive: true, force: true });
      },
      clear: () => rmSync(file, { force: true }),
      remove() {
        live.delete(target);
        rmSync(directory, { recursive: true, force: true });
      },
    };
  }

  return {
    createTarget,
    async removeAbandoned() {
      const found = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = found.filter((it) => it.isDirectory() && isAbandoned(it.name)).map((it) => it.name);
      for (const name of names) await removeFiles(path.join(root, name)).catch(() => undefined);
    },
  };
}

async function removeFiles(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await rm(path.join(directory, name), { force: true });
  await rmdir(directory);
}

/** Without characters that are special on some system, and short enough for every file system. */
function asFileName(name: string): string {
  const plain = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/(?<![. ])[. ]+$/, '');
  const short = Array.from(plain.toWellFormed()).slice(-60).join('');
  return short === '' || partName.test(short) ? 'copy' : short;
}
