// A suite of files as a process: `node test/support/runFileSuite.ts RESULT.json GLOB [grep]`.
import { glob } from 'node:fs/promises';
import { runMocha, writeResult } from './runMocha.ts';

const [resultPath = 'out/test/suite.json', pattern = 'test/unit/**/*.test.ts', grep] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const files = [];
for await (const file of glob(pattern)) files.push(file);
await writeResult(resultPath, await runMocha({ tests: files.sort(), grep }));
// Whatever a test left open ends with the process, and would otherwise keep it.
process.exit();
