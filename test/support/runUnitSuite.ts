// The unit suite as a process: `node test/support/runUnitSuite.ts RESULT.json OPTIONS`, with the options as JSON.
import { glob } from 'node:fs/promises';
import { runInLanes } from './lanes.ts';
import { writeResult, type SuiteOptions } from './runMocha.ts';

const [resultPath = 'out/test/unit.json', options = '{}'] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const files: string[] = [];
for await (const file of glob('test/unit/**/*.test.ts')) files.push(file);
const run = { ...(JSON.parse(options) as SuiteOptions), script: 'test/support/unitLane.ts', files };
await writeResult(resultPath, await runInLanes('unit', run));
process.exit();
