// `npm run bench`: every benchmark that takes minutes at most, one after another; exits 1 when a figure was short.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const benchmarks = ['editor.ts', 'api.ts', 'panel.ts'];

for (const file of benchmarks) {
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, file)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
