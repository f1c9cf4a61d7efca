import type { ExportRow } from './exportRow.ts';
import { readManifest } from './jobs/manifest.ts';
import { listFolder, type FolderContent } from './jobs/ownFiles.ts';

/** What lies in an export's folder, told apart by who wrote it. Rejects where the folder cannot be read. */
export function listContents({ directory }: ExportRow): Promise<FolderContent> {
  return listFolder(directory);
}

/** The external ids that the service does not know, of a whole or partial result; none where there is no manifest. */
export async function readUnknownIds({ directory }: ExportRow): Promise<readonly string[]> {
  return (await readManifest(directory))?.invalidUserIds ?? [];
}
