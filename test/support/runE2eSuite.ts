// The end-to-end suite as a process: `node test/support/runE2eSuite.ts RESULT.json GLOB [grep]`.
import { glob, rm } from 'node:fs/promises';
import { startSharedServer } from './editor.ts';
import { runMocha, writeResult } from './runMocha.ts';

const [resultPath = 'out/test/e2e.json', pattern = 'test/e2e/**/*.e2e.ts', grep] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await rm('out/test/e2e-failures', { recursive: true, force: true });
const files = [];
for await (const file of glob(pattern)) files.push(file);
const server = await startSharedServer();
try {
  await writeResult(resultPath, await runMocha({ tests: files.sort(), grep }));
} finally {
  await server.stop();
}
process.exit();
