import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isExportId } from './exportFolder.ts';
import type { JobRecord } from './jobRecord.ts';
import { parseJobRecord } from './jobRecord.ts';
import type { Manifest } from './manifest.ts';
import { manifestFile, readManifest } from './manifest.ts';
import { makePrivateFolder, writeFileAtomically } from './privateFile.ts';

const jobFile = 'job.json';

/** A folder of exports: what each of its folders holds is said by its manifest, or before there is one by its job. */
export type LedgerEntry =
  | {
      kind: 'finished';
      id: string;
      directory: string;
      manifest: Manifest;
      /** Its job is still there: what finished it has not cleaned up yet, or died before it could. */
      unclosed: JobRecord | undefined;
    }
  | { kind: 'job'; id: string; directory: string; record: JobRecord }
  /** A folder of ours by its name whose files say nothing we understand; good for deleting. */
  | { kind: 'unreadable'; id: string; directory: string };

/** Jobs on disk. Every change is flushed before the call resolves, so what was shown is never newer than what is kept. */
export interface Ledger {
  readonly root: string;
  directoryOf(id: string): string;
  /** Writes the record, and makes its folder if it is new. */
  save(record: JobRecord): Promise<void>;
  read(id: string): Promise<LedgerEntry | undefined>;
  /** All entries, newest name first. */
  list(): Promise<LedgerEntry[]>;
  /** Forgets a job that is finished: from here on its folder is described by its manifest alone. */
  close(id: string): Promise<void>;
  /** Removes the folder with all that is in it. */
  remove(id: string): Promise<void>;
}

/** `root` may not exist yet: it is made when the first job is. */
export function createLedger(root: string): Ledger {
  function directoryOf(id: string): string {
    // Ids come back from commands' arguments: never let one lead elsewhere.
    if (!isExportId(id)) throw new Error('There is no export of this name.');
    return path.join(root, id);
  }

  async function read(id: string): Promise<LedgerEntry | undefined> {
    const directory = directoryOf(id);
    const manifest = await readManifest(directory);
    const text = await readFile(path.join(directory, jobFile), 'utf8').catch(() => undefined);
    const record = text === undefined ? undefined : parseJobRecord(text);
    if (manifest) return { kind: 'finished', id, directory, manifest, unclosed: record };
    if (record?.id === id) return { kind: 'job', id, directory, record };
    const files = await readdir(directory).catch(() => undefined);
    return files && { kind: 'unreadable', id, directory };
  }

  return {
    root,
    directoryOf,
    read,
    async save(record) {
      const directory = directoryOf(record.id);
      await makePrivateFolder(directory);
      await writeFileAtomically(path.join(directory, jobFile), `${JSON.stringify(record, undefined, 2)}\n`);
    },
    async list() {
      const folders = await readdir(root, { withFileTypes: true }).catch(() => []);
      const ids = folders.filter((it) => it.isDirectory() && isExportId(it.name)).map((it) => it.name);
      const entries = await Promise.all(ids.sort().reverse().map(read));
      return entries.filter((it) => it !== undefined);
    },
    async close(id) {
      await rm(path.join(directoryOf(id), jobFile), { force: true });
    },
    async remove(id) {
      const directory = directoryOf(id);
      // The manifest first: a removal that is interrupted must not leave something that looks finished.
      await rm(path.join(directory, manifestFile), { force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
