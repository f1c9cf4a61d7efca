/*
 * What `exports` needs of lines while it unpacks them: the index that is saved beside their file, and whether the viewer will
 * call them good. It is a door of its own beside openFile.ts because the thread that unpacks has a bundle of its own, which
 * would be several times as large with all that opens, searches and compares files.
 */
import { takeStamp } from './file/fileStamp.ts';
import { indexFilePath, writeIndexFile } from './file/indexFile.ts';
import type { LineIndex } from './file/lineIndex.ts';

export { indexFilePath } from './file/indexFile.ts';
export { keepLineEnds } from './file/lineEnds.ts';
export { createLineIndexBuilder } from './file/lineIndex.ts';
export { isSidecar } from './file/sidecar.ts';
export { createLineChecker } from './query/lineChecker.ts';

/**
 * Saves the index of a file's lines beside it, so that opening the file need not read all of it. The file must have its
 * last byte already. Rejects as `fs` does, and with a RangeError if the index covers another number of bytes.
 */
export async function saveLineIndex(filePath: string, index: LineIndex): Promise<void> {
  await writeIndexFile(indexFilePath(filePath), index, await takeStamp(filePath));
}
