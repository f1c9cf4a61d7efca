import * as l10n from '@vscode/l10n';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import { partOf, writePart } from '../disk/privateFile.ts';

/** The external ids of a job, in the order in which they are asked for. */
export interface IdList {
  readonly count: number;
  /** The ids from number `from` on, at most up to `to`. */
  slice(from: number, to: number): string[];
}

/** Nobody knows any more what the job is to ask for. */
export class IdListError extends UserError {
  constructor() {
    super(l10n.t('The list of external IDs in the export’s folder is missing or not whole.'));
  }
}

const newlineByte = 0x0a;

/**
 * Writes the ids of a new job, one JSON text a line. They have a file of their own because `job.json` is written again at
 * every change of stage, and there may be a million of them.
 */
export async function writeIdList(directory: string, ids: readonly string[]): Promise<void> {
  const lines = ids.map((id) => `${JSON.stringify(id)}\n`).join('');
  await writePart(path.join(directory, folderFiles.ids), lines);
}

/**
 * Reads the ids of a job that has `count` of them. They stay bytes until they are asked for: a million strings would take
 * the memory of the extension host for hours. Throws a sentence where the file is missing or not whole.
 */
export async function readIdList(directory: string, count: number): Promise<IdList> {
  const bytes = await readFile(fileOf(directory)).catch(() => Buffer.alloc(0));
  const ends = new Uint32Array(count);
  let found = 0;
  for (let at = bytes.indexOf(newlineByte); at >= 0; at = bytes.indexOf(newlineByte, at + 1)) {
    ends[found] = at;
    found++;
  }
  if (found !== count || (ends[count - 1] ?? -1) !== bytes.length - 1) throw new IdListError();
  return {
    count,
    slice(from, to) {
      const start = from === 0 ? 0 : (ends[from - 1] ?? bytes.length) + 1;
      const end = ends[Math.min(to, count) - 1] ?? start;
      const text = bytes.toString('utf8', start, end);
      return text === '' ? [] : (JSON.parse(`[${text.replaceAll('\n', ',')}]`) as string[]);
    },
  };
}

/** Nobody goes on with the job: its ids are in the manifest. */
export async function removeIdList(directory: string): Promise<void> {
  await rm(fileOf(directory), { force: true });
}

/** Never a result, and so a part file for as long as it is there. */
function fileOf(directory: string): string {
  return path.join(directory, partOf(folderFiles.ids));
}
