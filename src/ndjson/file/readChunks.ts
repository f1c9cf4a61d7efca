import { setImmediate } from 'node:timers/promises';
import type { FileReader, SyncFileReader } from './fileReader.ts';

type ChunkReader = FileReader & SyncFileReader;

/** Read at once: it stays in the processor's second-level cache, where its lines are looked for. */
const cachedChunkBytes = 128 * 1024;
/** After so long the event loop gets to run other work. */
const sliceMs = 3;
/** A chunk of the file cache takes 0.02 ms. After two slow reads in a row, or a very slow one, the cache is taken to have ended. */
const slowReadMs = 1;
const verySlowReadMs = 8;
/** Read by waiting: larger, because every wait costs the same. */
const awaitedChunkBytes = 512 * 1024;
const aheadCount = 3;
/** After a slow read so much is read by waiting, and twice as much after each further one. */
const firstAwaitedBytes = 8 * 1024 * 1024;

/**
 * The bytes [0, `sizeBytes`) of a file, chunk by chunk, on the calling thread; a chunk is good until the next is asked
 * for, and the last may be short if the file is. What is in the file cache is read at once, 3 ms at a time: waiting for
 * each read takes twice the time in all. Where the cache ends (a read takes long) the file is read by waiting for a while,
 * three reads ahead, so that a slow disk blocks the thread for a read or two at most.
 */
export async function* readChunks(file: ChunkReader, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  let awaitedBytes = firstAwaitedBytes;
  while (position < sizeBytes) {
    for await (const chunk of readCached(file, position, sizeBytes)) {
      position += chunk.length;
      yield chunk;
      if (chunk.length === 0) return;
    }
    const until = Math.min(sizeBytes, position + awaitedBytes);
    awaitedBytes *= 2;
    for await (const chunk of readAhead(file, position, until)) {
      position += chunk.length;
      yield chunk;
      if (chunk.length === 0) return;
    }
  }
}

/** Ends when reads are slow. */
async function* readCached(file: ChunkReader, from: number, until: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(cachedChunkBytes, until - from));
  let sliceEndsAt = 0;
  let lastMs = 0;
  for (let position = from; position < until;) {
    if (performance.now() > sliceEndsAt) {
      await yieldToEventLoop(file);
      sliceEndsAt = performance.now() + sliceMs;
    }
    const startedAt = performance.now();
    const count = file.readSync(buffer.subarray(0, Math.min(buffer.length, until - position)), position);
    const tookMs = performance.now() - startedAt;
    position += count;
    yield buffer.subarray(0, count);
    if (count === 0 || tookMs > verySlowReadMs || Math.min(tookMs, lastMs) > slowReadMs) return;
    lastMs = tookMs;
  }
}

/** Lets reads of the same file (the rows on screen) finish first, however many those are. */
async function yieldToEventLoop(file: ChunkReader): Promise<void> {
  do await setImmediate();
  while (file.waitingCount > 0);
}

async function* readAhead(file: ChunkReader, from: number, until: number): AsyncGenerator<Uint8Array> {
  const reading: Promise<Uint8Array>[] = [];
  let position = from;
  function readNext(buffer: Uint8Array): void {
    if (position >= until) return;
    const part = buffer.subarray(0, Math.min(buffer.length, until - position));
    const read = file.read(part, position).then((count) => part.subarray(0, count));
    // If the loop ends early, a read that fails later must not end the process.
    read.catch(() => undefined);
    position += part.length;
    reading.push(read);
  }
  const buffers = Array.from({ length: aheadCount }, () => Buffer.allocUnsafeSlow(awaitedChunkBytes));
  for (const buffer of buffers) readNext(buffer);
  for (let i = 0; reading.length > 0; i++) {
    const chunk = await reading.shift();
    if (!chunk) return;
    yield chunk;
    // A short chunk is where the file ends by now.
    if (chunk.length === 0) return;
    const buffer = buffers[i % aheadCount];
    if (buffer) readNext(buffer);
  }
}
