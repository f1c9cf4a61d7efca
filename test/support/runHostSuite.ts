// The inside-the-editor suite as a process: `node test/support/runHostSuite.ts RESULT.json OPTIONS`, with the options as
// JSON.
import { runInEditor } from './editorHost.ts';
import { writeResult, type SuiteOptions } from './runMocha.ts';

const [resultPath = 'out/test/host.json', options = '{}'] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await writeResult(resultPath, await runInEditor(JSON.parse(options) as SuiteOptions));
