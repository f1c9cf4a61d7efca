import * as l10n from '@vscode/l10n';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError.ts';
import { errorCode } from '../../util/errorCode.ts';
import { folderFiles, isExportId } from '../disk/exportFolder.ts';
import type { KnownManifests } from './folderMarkers.ts';
import {
  readJobMarker,
  readManifestMarker,
  readWithdrawnMarker,
  withdrawnManifest,
} from './folderMarkers.ts';
import type { JobRecord } from './jobRecord.ts';
import type { Manifest } from './manifest.ts';
import { isPartial } from './manifest.ts';
import { isTellingName, listFolder, removeOwnFiles } from './ownFiles.ts';
import { makePrivateFolder, writeFileAtomically } from '../disk/privateFile.ts';

/**
 * A folder of exports: what each of its folders holds is said by its manifest, or before there is one by its job. Folders
 * of others may lie among them, even under names like ours: those have no entry.
 */
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
  /** What an export left that was interrupted before it had a job, or while it was removed: nothing can go on with it. */
  | { kind: 'leftover'; id: string; directory: string }
  /** A folder with a name like ours that does not let us know whose it is: shown, and never deleted. */
  | { kind: 'unreadable'; id: string; directory: string };

/** Jobs on disk. Every change is flushed before the call resolves, so what was shown is never newer than what is kept. */
export interface Ledger {
  readonly root: string;
  directoryOf(id: string): string;
  /** Writes the record, and makes its folder if it is new. */
  save(record: JobRecord): Promise<void>;
  /** Undefined for a folder that is not there, or not ours. */
  read(id: string): Promise<LedgerEntry | undefined>;
  /** All entries, newest name first. */
  list(): Promise<LedgerEntry[]>;
  /** Forgets a job that is finished: from here on its folder is described by its manifest alone. */
  close(id: string): Promise<void>;
  /**
   * Removes the files of an export and then its folder, unless there is something else in it: resolves with the names of
   * what stays. Throws a sentence, and removes nothing, where the folder is not plainly ours.
   */
  remove(id: string): Promise<readonly string[]>;
  /** Removes what is there of an export that could not be started: its folder was made by who asks. */
  discard(id: string): Promise<void>;
}

/** `root` may not exist yet: it is made when the first job is. */
export function createLedger(root: string): Ledger {
  function directoryOf(id: string): string {
    // Ids come back from commands' arguments: never let one lead elsewhere.
    if (!isExportId(id)) throw new UserError(l10n.t('There is no export of this name.'));
    return path.join(root, id);
  }

  const known: KnownManifests = new Map();
  const read = async (id: string): Promise<LedgerEntry | undefined> => readEntry(id, directoryOf(id), known);

  return {
    root,
    directoryOf,
    read,
    async save(record) {
      const directory = directoryOf(record.id);
      await makePrivateFolder(directory);
      const text = `${JSON.stringify(record, undefined, 2)}\n`;
      await writeFileAtomically(path.join(directory, folderFiles.job), text);
    },
    async list() {
      const folders = await readdir(root, { withFileTypes: true }).catch(() => []);
      const ids = folders.filter((it) => it.isDirectory() && isExportId(it.name)).map((it) => it.name);
      const directories = new Set(ids.map(directoryOf));
      for (const file of known.keys()) if (!directories.has(path.dirname(file))) known.delete(file);
      const entries = await Promise.all(ids.sort().reverse().map(read));
      return entries.filter((it) => it !== undefined);
    },
    async close(id) {
      await rm(path.join(directoryOf(id), folderFiles.job), { force: true });
    },
    async remove(id) {
      const entry = await read(id);
      if (!entry) throw new UserError(l10n.t('There is no export of this name.'));
      if (entry.kind === 'unreadable')
        throw new UserError(
          l10n.t(
            'This folder cannot be read, so nothing in it is deleted. Reveal it to see what it holds, and delete it there.',
          ),
        );
      // A job that was not closed yet would be taken up again.
      if (entry.kind === 'finished') await rm(path.join(entry.directory, folderFiles.job), { force: true });
      await withdrawManifest(entry.directory);
      return removeOwnFiles(entry.directory);
    },
    async discard(id) {
      await removeOwnFiles(directoryOf(id));
    },
  };
}

async function readEntry(
  id: string,
  directory: string,
  known: KnownManifests,
): Promise<LedgerEntry | undefined> {
  try {
    // A link is somebody else's, wherever it leads.
    if (!(await lstat(directory)).isDirectory()) return undefined;
    const [manifest, job] = await Promise.all([
      readManifestMarker(directory, id, known),
      readJobMarker(directory, id),
    ]);
    const record = job.is === 'ours' ? job.value : undefined;
    // A partial result beside its job: the job goes on when somebody asks.
    if (manifest.is === 'ours' && !(record && isPartial(manifest.value)))
      return { kind: 'finished', id, directory, manifest: manifest.value, unclosed: record };
    if (record) return { kind: 'job', id, directory, record };
    if (manifest.is === 'unclear' || job.is === 'unclear') return { kind: 'unreadable', id, directory };
    if (manifest.is === 'foreign' || job.is === 'foreign') return undefined;
    return (await isLeftover(id, directory)) ? { kind: 'leftover', id, directory } : undefined;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? undefined : { kind: 'unreadable', id, directory };
  }
}

/**
 * Whether it holds what only we write: nothing but files of ours, of which one has a name that nobody else gives (the
 * lock, which is made first, or a part), or the manifest that was withdrawn when its removal began.
 */
async function isLeftover(id: string, directory: string): Promise<boolean> {
  const { own, others } = await listFolder(directory);
  if (others.length === 0 && own.some((it) => isTellingName(it.name))) return true;
  return (await readWithdrawnMarker(directory, id)).is === 'ours';
}

/** First of all: a removal that is interrupted must not leave something that looks finished, nor something unknown. */
async function withdrawManifest(directory: string): Promise<void> {
  const { own } = await listFolder(directory);
  if (!own.some((it) => it.name === folderFiles.manifest)) return;
  await rename(path.join(directory, folderFiles.manifest), path.join(directory, withdrawnManifest));
}
