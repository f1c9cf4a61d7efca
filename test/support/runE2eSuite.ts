// The end-to-end suite as a process: `node test/support/runE2eSuite.ts RESULT.json OPTIONS`, with the options as JSON.
import { glob, rm } from 'node:fs/promises';
import { installOnce } from './editor.ts';
import { runInLanes } from './lanes.ts';
import { writeResult, type SuiteOptions } from './runMocha.ts';

const [resultPath = 'out/test/e2e.json', options = '{}'] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await rm('out/test/e2e-failures', { recursive: true, force: true });
const files: string[] = [];
for await (const file of glob('test/e2e/**/*.e2e.ts')) files.push(file);
const removeInstalled = await installOnce();
try {
  const run = { ...(JSON.parse(options) as SuiteOptions), script: 'test/support/e2eLane.ts', files };
  await writeResult(resultPath, await runInLanes('e2e', run));
} finally {
  await removeInstalled();
}
process.exit();
