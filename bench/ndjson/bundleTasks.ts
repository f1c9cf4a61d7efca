import path from 'node:path';
import * as esbuild from 'esbuild';

/** Bundles the worker, the tasks and the peers as they would ship: starting TypeScript is not what is measured. */
export async function bundleTasks(
  directory: string,
): Promise<{ worker: string; tasks: string; peers: string }> {
  await esbuild.build({
    entryPoints: {
      worker: path.resolve(import.meta.dirname, '../../src/ndjson/worker.ts'),
      tasks: path.resolve(import.meta.dirname, 'taskProcess.ts'),
      peers: path.resolve(import.meta.dirname, 'peerProcess.ts'),
    },
    outdir: directory,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
  const at = (name: string): string => path.join(directory, `${name}.cjs`);
  return { worker: at('worker'), tasks: at('tasks'), peers: at('peers') };
}
