import { randomBytes } from 'node:crypto';

/** Names of the files of an export's folder. Those that end in `.part` are never a result. */
export const folderFiles = {
  users: 'users.ndjson',
  events: 'events.ndjson',
  archive: 'export.zip',
  manifest: 'manifest.json',
  job: 'job.json',
  ids: 'external-ids',
} as const;

/**
 * A new export's id, which is also its folder's name: the day, a readable part of the title, and random letters.
 * Titles are other people's text, so only letters, digits and dashes of it are used.
 */
export function createExportId(title: string, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  return [day, words, randomBytes(4).toString('hex')].filter((part) => part !== '').join('-');
}

/**
 * Whether a name is one that `createExportId` makes: a day, words, 8 hexadecimal digits. Never a path. Folders of others
 * may have such a name too, so a folder is ours only with a file of ours inside (see `ledger`).
 */
export function isExportId(id: string): boolean {
  const form = /^(\d{4}-\d{2}-\d{2})((?:-[a-z0-9]+)*)-[0-9a-f]{8}$/.exec(id);
  if (!form) return false;
  const [, day = '', words = ''] = form;
  return words.length <= 41 && isDay(day);
}

function isDay(day: string): boolean {
  const atMs = Date.parse(day);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(day);
}
