import { setImmediate } from 'node:timers/promises';
import type { FileReader, SyncFileReader } from './fileReader.ts';

type ChunkReader = FileReader & SyncFileReader;

/** Read at once: it stays in the processor's second-level cache, where its lines are looked for. */
const cachedChunkBytes = 128 * 1024;
/** JudgedText at once goes on for so long before others get their turn. */
const turnMs = 3;
/** A chunk of the file cache takes a fiftieth of a millisecond. Two slow ones in succession, or one very slow, are none. */
const slowReadMs = 1;
const verySlowReadMs = 8;
/** Read by waiting: larger, because every wait costs the same. */
const awaitedChunkBytes = 512 * 1024;
const aheadCount = 3;
/** After a slow read so much is read by waiting, and twice as much after each further one. */
const firstAwaitedBytes = 8 * 1024 * 1024;

/**
 * The bytes [0, `sizeBytes`) of a file, chunk by chunk, on the calling thread; a chunk is good until the next is asked
 * for, and the last may be short if the file is. What is in the file cache is read at once, in turns of 3 ms: waiting for
 * each read takes twice the time in all. Where the cache ends (a read takes long) the file is read by waiting for a while,
 * three reads ahead, so that a slow disk holds nobody up but for a read or two now and then.
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
  let turnEndsAt = 0;
  let lastMs = 0;
  for (let position = from; position < until;) {
    if (performance.now() > turnEndsAt) {
      await giveWay(file);
      turnEndsAt = performance.now() + turnMs;
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

/** Whoever waits for bytes of the file (the rows on screen) comes first, as many reads as that takes. */
async function giveWay(file: ChunkReader): Promise<void> {
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
    // Left in the middle, what was being read ahead may fail with nobody waiting for it.
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
