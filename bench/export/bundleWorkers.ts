import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bundleForNode } from '../support/bundleForNode.ts';

/** Bundles the thread that unpacks and the processes that are measured; gives their folder. */
export async function bundleWorkers(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-export-'));
  const own = ['unpackProcess', 'downloadProcess', 'bareDownload', 'idleProcess', 'fileServer'];
  await bundleForNode(
    {
      unpackWorker: path.resolve(import.meta.dirname, '../../src/exports/archive/unpackWorker.ts'),
      ...Object.fromEntries(own.map((it) => [it, path.resolve(import.meta.dirname, `${it}.ts`)])),
    },
    folder,
  );
  return folder;
}
