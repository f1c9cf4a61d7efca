import * as esbuild from 'esbuild';
import { kernelPlugin } from '../../scripts/buildKernel.ts';

/** Bundles what runs in processes and threads of its own, as it ships: starting TypeScript is not what is measured. */
export async function bundleForNode(entryPoints: Record<string, string>, folder: string): Promise<void> {
  await esbuild.build({
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    plugins: [kernelPlugin],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
}
