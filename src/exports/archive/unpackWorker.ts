import { parentPort, workerData } from 'node:worker_threads';
import { useLanguage } from '../../protocol/language.ts';
import { packError } from '../../util/packedError.ts';
import { createArrival } from './followArchive.ts';
import type { FromUnpackWorker, ToUnpackWorker, UnpackTask } from './unpackRun.ts';
import { UnclearEncodingError } from '../lines/unclearEncoding.ts';
import { addCounts, type UnpackCounts } from './passMember.ts';
import { unpack } from './unpack.ts';

/** The thread that unpacks: all reading, inflating, checking and writing, away from the extension host's event loop. */
async function runWorker(): Promise<void> {
  const { request, follow, language } = workerData as UnpackTask;
  useLanguage(language);
  const post = (message: FromUnpackWorker): void => parentPort?.postMessage(message);
  const totals: UnpackCounts = { readBytes: 0, writtenBytes: 0, users: 0 };
  let postedAt = 0;
  function count(added: UnpackCounts): void {
    addCounts(totals, added);
    if (performance.now() - postedAt < 100) return;
    postedAt = performance.now();
    post({ kind: 'progress', totals });
  }

  const arrival = createArrival();
  parentPort?.on('message', (message: ToUnpackWorker) => {
    if (message.kind === 'advance') arrival.advance(message.availableBytes);
    else arrival.complete();
  });
  try {
    const unpacked = await unpack(request, count, new AbortController().signal, follow ? arrival : undefined);
    post({ kind: 'progress', totals });
    post({ kind: 'done', unpacked });
  } catch (error) {
    const choices = error instanceof UnclearEncodingError ? { choices: error.choices } : {};
    post({ kind: 'failed', ...packError(error), ...choices });
  }
  parentPort?.close();
}

void runWorker();
