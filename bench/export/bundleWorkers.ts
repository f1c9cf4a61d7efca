import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';

/** Bundles what runs in processes and threads of its own, as it ships, so that starting TypeScript is not measured. */
export async function bundleWorkers(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-export-'));
  await esbuild.build({
    entryPoints: {
      unpackWorker: path.resolve(import.meta.dirname, '../../src/exports/unpackWorker.ts'),
      unpackProcess: path.resolve(import.meta.dirname, 'unpackProcess.ts'),
      downloadProcess: path.resolve(import.meta.dirname, 'downloadProcess.ts'),
      bareDownload: path.resolve(import.meta.dirname, 'bareDownload.ts'),
      idleProcess: path.resolve(import.meta.dirname, 'idleProcess.ts'),
      fileServer: path.resolve(import.meta.dirname, 'fileServer.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
  return folder;
}
