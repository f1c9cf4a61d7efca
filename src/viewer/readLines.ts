import { openFile, type FileReader, type OpenFile } from '../ndjson/file/fileReader.ts';
import { isUnchanged } from '../ndjson/file/fileStamp.ts';
import { compileKernel } from '../ndjson/kernel/kernel.ts';
import { layOutLine, longLineBytes, type LineDocument } from '../ndjson/json/layOutLine.ts';
import { layOutElsewhere } from '../ndjson/scan/lineDocument.ts';
import { dropMarks } from '../ndjson/show/rowText.ts';
import { createWorkerPool } from '../ndjson/scan/workerPool.ts';
import { UserError } from '../protocol/userError.ts';
import { showSize } from '../protocol/showSize.ts';
import type { LineAddress } from './lineAddress.ts';
import type { ByteRange } from './lineRefs.ts';
import { documentBounds } from './takeRows.ts';

/**
 * Reads the text of a document of lines: no index needed, for the address says where they are. Rejects with a sentence
 * where the file is another now, so that nobody is shown another line for the one they opened.
 */
export async function readLines(
  { path, stamp, layout, bytes }: LineAddress,
  workerUrl: URL | string,
  signal: AbortSignal,
): Promise<LineDocument> {
  const sizeBytes = bytes.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (sizeBytes > documentBounds.maxBytes) throw new UserError(explainSize(sizeBytes));
  if (!(await isUnchanged(path, stamp)))
    throw new UserError(
      'The file has changed or is gone since this was opened. Open it again from the file.',
    );
  const file = await openFile(path);
  try {
    return await layOut(file, { stamp, layout, bytes }, workerUrl, signal);
  } finally {
    await file.close();
  }
}

async function layOut(
  file: OpenFile,
  { stamp, layout, bytes }: Omit<LineAddress, 'path'>,
  workerUrl: URL | string,
  signal: AbortSignal,
): Promise<LineDocument> {
  const [only] = bytes;
  const sortKeys = layout === 'sorted';
  if (layout !== 'lines' && only && only[1] - only[0] > longLineBytes) {
    const { sizeBytes } = stamp;
    const { descriptor } = file;
    const pool = createWorkerPool({
      descriptor,
      sizeBytes,
      getCode: compileKernel,
      workerUrl,
      threadCount: 1,
    });
    try {
      return await layOutElsewhere(pool.run, only, { sortKeys }, signal);
    } finally {
      await pool.close();
    }
  }
  const texts = await readAll(file, bytes, signal);
  if (layout !== 'lines') return layOutLine(texts[0] ?? Buffer.alloc(0), { sortKeys });
  const text = texts.map((it) => it.toString('utf8')).join('\n');
  return { kind: 'json', text: dropMarks(text) };
}

async function readAll(
  reader: FileReader,
  ranges: readonly ByteRange[],
  signal: AbortSignal,
): Promise<Buffer[]> {
  const read: Buffer[] = [];
  for (const [from, to] of ranges) {
    signal.throwIfAborted();
    const bytes = Buffer.allocUnsafe(to - from);
    read.push(bytes.subarray(0, await reader.read(bytes, from)));
  }
  return read;
}

function explainSize(sizeBytes: number): string {
  return `This is ${showSize(sizeBytes)} of text, and the editor opens at most ${showSize(documentBounds.maxBytes)} well. Save it to a file instead.`;
}
