import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { dropMarks } from '../text/byteOrderMark.ts';
import { openFileReader, type FileReader, type OpenFileReader } from './file/fileReader.ts';
import { isUnchanged, type FileStamp } from './file/fileStamp.ts';
import { formatLine, longLineBytes, type LineDocument } from './json/formatLine.ts';
import { compileKernel } from './kernel/kernel.ts';
import { createWorkerPool } from './scan/workerPool.ts';

/** Lines of a file in a certain state, by their bytes: reading them takes no index of the file. */
export interface DocumentSource {
  readonly path: string;
  readonly stamp: FileStamp;
  /** [from, to) of each line, or of lines that follow one another. */
  readonly bytes: readonly (readonly [number, number])[];
  /** `json`: one line, formatted; `sorted`: the same with sorted keys, for comparing; `lines`: as they stand. */
  readonly layout: 'json' | 'sorted' | 'lines';
}

/**
 * Reads lines as the text of one document. Rejects with an Error, its message fit to show, where the file is another than
 * the one of the stamp: other lines would stand at these bytes.
 */
export async function readDocument(
  source: DocumentSource,
  workerUrl: URL | string,
  signal: AbortSignal,
): Promise<LineDocument> {
  if (!(await isUnchanged(source.path, source.stamp)))
    throw new UserError(
      l10n.t('The file has changed or is gone since this was opened. Open it again from the file.'),
    );
  const reader = await openFileReader(source.path);
  try {
    return await readFrom(reader, source, workerUrl, signal);
  } finally {
    await reader.close();
  }
}

async function readFrom(
  reader: OpenFileReader,
  { stamp, layout, bytes }: DocumentSource,
  workerUrl: URL | string,
  signal: AbortSignal,
): Promise<LineDocument> {
  const [only] = bytes;
  const sortKeys = layout === 'sorted';
  if (layout !== 'lines' && only && only[1] - only[0] > longLineBytes) {
    const { descriptor } = reader;
    const { sizeBytes } = stamp;
    const pool = createWorkerPool({
      descriptor,
      sizeBytes,
      getCode: compileKernel,
      workerUrl,
      threadCount: 1,
    });
    try {
      const ranges = [{ fromByte: only[0], toByte: only[1] }];
      for await (const part of pool.run<'document'>({ kind: 'document', sortKeys }, ranges, signal))
        return part.document;
      throw new Error('The pool was closed before the line was read.');
    } finally {
      await pool.close();
    }
  }
  const texts = await readAll(reader, bytes, signal);
  if (layout !== 'lines') return formatLine(texts[0] ?? Buffer.alloc(0), { sortKeys });
  return { kind: 'json', text: dropMarks(texts.map((it) => it.toString('utf8')).join('\n')) };
}

async function readAll(
  reader: FileReader,
  ranges: DocumentSource['bytes'],
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
