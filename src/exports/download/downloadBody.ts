import type { FileHandle } from 'node:fs/promises';
import { freeBytes } from '../../util/freeBytes.ts';

/** Bytes are written in pieces of this size; `fetch` hands them over in pieces of some 64 KB. */
const writeBytes = 1024 * 1024;
/** Over a slow link what came is written as often as it is shown: a crash then costs no more than that. */
const writeEveryMs = 250;
/**
 * Chunks asked for in advance: with one question at a time the stream stands still until the next one. More than this,
 * or more waiting to be written, was no faster: chunks then leave the processor's cache before they are written.
 */
const readsAhead = 4;

/**
 * Writes an answer's body to a file from `offset` on. `onWritten` gets how far the file goes after each write;
 * `onActivity` is called whenever bytes come. What had come before a connection broke is written too. Throws what
 * reading or writing throws.
 */
export async function receiveBody(
  response: Response,
  handle: FileHandle,
  offset: number,
  onWritten: (at: number) => void,
  onActivity: () => void,
): Promise<void> {
  const body = response.body as ReadableStream<Uint8Array> | null;
  if (!body) return;
  const chunksAreOurs = isByteStream(body);
  const reader = body.getReader();
  let batch: Uint8Array[] = [];
  let batchBytes = 0;
  let at = offset;
  let flushedAt = performance.now();
  let writing = Promise.resolve();

  /** Starts writing the batch; one write is under way while the next batch is gathered. */
  async function flush(): Promise<void> {
    const chunks = batch;
    const length = batchBytes;
    batch = [];
    batchBytes = 0;
    flushedAt = performance.now();
    await writing;
    writing = writeAll(handle, chunks, length, at).then(() => {
      onWritten((at += length));
      if (chunksAreOurs) chunks.forEach(freeBytes);
    });
    // It is awaited before the next write and at the end; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
  }

  try {
    const asked = Array.from({ length: readsAhead }, () => ask(reader));
    for (let next = 0; ; next = (next + 1) % readsAhead) {
      const chunk = await asked[next];
      if (!chunk?.value) break;
      asked[next] = ask(reader);
      onActivity();
      const { value } = chunk;
      batch.push(value);
      batchBytes += value.length;
      if (batchBytes >= writeBytes || performance.now() - flushedAt >= writeEveryMs) await flush();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    if (batchBytes > 0) await flush();
    await writing;
  }
}

/**
 * Asks for the next chunk. After an earlier read failed this one is not awaited, so its failure must not count as
 * unhandled.
 */
function ask(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const chunk = reader.read();
  chunk.catch(() => undefined);
  return chunk;
}

/** As the bodies of `fetch` are: their chunks are the reader's alone, by the standard. Other streams may share theirs. */
function isByteStream(body: ReadableStream<Uint8Array>): boolean {
  try {
    body.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/** `writev` may write less than it was given without an error, as on a disk about to be full. */
async function writeAll(
  handle: FileHandle,
  chunks: Uint8Array[],
  length: number,
  position: number,
): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks, position);
  if (bytesWritten === length) return;
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let at = 0; at < rest.length;) {
    const more = await handle.write(rest, at, rest.length - at, position + bytesWritten + at);
    at += more.bytesWritten;
  }
}
