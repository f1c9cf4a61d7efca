import type { LayoutOptions } from '../json/jsonLayout.ts';
import type { LineDocument } from '../json/layOutLine.ts';
import type { WorkerPool } from './workerPool.ts';

/** Lays out the bytes [from, to) of the pool's file as a document, in one of its threads. Rejects when the pool is disposed. */
export async function layOutElsewhere(
  run: WorkerPool['run'],
  [fromByte, toByte]: readonly [number, number],
  { sortKeys }: LayoutOptions,
  signal?: AbortSignal,
): Promise<LineDocument> {
  const stretches = [{ fromByte, toByte }];
  for await (const { document } of run<'document'>({ kind: 'document', sortKeys }, stretches, signal))
    return document;
  throw new Error('The line was not read.');
}
