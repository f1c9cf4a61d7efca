import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { State } from '../../connections/connectionStore.ts';
import { textsOf } from '../../util/textsOf.ts';
import { folderFiles, isExportId } from '../disk/exportFolder.ts';

/** The folders that hold exports. A change of the setting must not lose sight of what lies, or still runs, in another. */
export interface ExportPlaces {
  /** Where a new export goes; remembered from then on. Throws a sentence where the setting names no folder. */
  choose(): Promise<string>;
  /** Every folder that may hold exports, each once. */
  all(): string[];
  /** Whether there is a job in one of them that may have to go on. */
  haveJobs(): Promise<boolean>;
}

const entryName = 'exports.directories';

/** `chosenDirectory` reads the setting: empty for `ownDirectory`, the extension's own. */
export function createExportPlaces(
  state: State,
  ownDirectory: string,
  chosenDirectory: () => string,
): ExportPlaces {
  const remembered = (): string[] => textsOf(state.get(entryName));
  const current = (): string => chosenDirectory() || ownDirectory;

  function all(): string[] {
    let chosen: string[] = [];
    try {
      chosen = [current()];
    } catch {
      // The setting names no folder: said when an export is to go there, no reason not to list the others.
    }
    return [...new Set([ownDirectory, ...chosen, ...remembered()].map((it) => path.resolve(it)))];
  }

  return {
    all,
    async choose() {
      const directory = path.resolve(current());
      if (directory !== path.resolve(ownDirectory) && !remembered().includes(directory))
        await state.update(entryName, [...remembered(), directory]);
      return directory;
    },
    haveJobs: async () => (await Promise.all(all().map(hasJobs))).includes(true),
  };
}

const lately = 10 * 60_000;

/**
 * Whether somebody wrote into a folder within the last minutes. An export that is about to begin has no job yet, and one
 * of users by external ID had none in earlier versions, which another window may run: nobody should take it for waste.
 */
export async function wasTouchedLately(directory: string, now: number): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  const looks = [directory, ...names.map((it) => path.join(directory, it))].map((it) => lstat(it));
  const found = await Promise.allSettled(looks);
  return found.some((it) => it.status === 'fulfilled' && now - it.value.mtimeMs < lately);
}

/** A cheap look, for every start of the editor: only a folder whose export is not finished has a `job.json`. */
async function hasJobs(directory: string): Promise<boolean> {
  const found = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const folders = found.filter((it) => it.isDirectory() && isExportId(it.name));
  const looks = folders.map((it) => lstat(path.join(directory, it.name, folderFiles.job)));
  return (await Promise.allSettled(looks)).some((it) => it.status === 'fulfilled' && it.value.isFile());
}
