import path from 'node:path';
import { bundleForNode } from '../support/bundleForNode.ts';

/** Bundles the worker, the tasks and the peers. */
export async function bundleTasks(
  directory: string,
): Promise<{ worker: string; tasks: string; peers: string }> {
  await bundleForNode(
    {
      worker: path.resolve(import.meta.dirname, '../../src/ndjson/scan/worker.ts'),
      tasks: path.resolve(import.meta.dirname, 'taskProcess.ts'),
      peers: path.resolve(import.meta.dirname, 'peerProcess.ts'),
    },
    directory,
  );
  const at = (name: string): string => path.join(directory, `${name}.cjs`);
  return { worker: at('worker'), tasks: at('tasks'), peers: at('peers') };
}
