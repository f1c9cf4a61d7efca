// The inside-the-editor suite as a process: `node test/support/runHostSuite.ts RESULT.json [grep]`.
import { runInEditor } from './editorHost.ts';
import { writeResult } from './runMocha.ts';

const [resultPath = 'out/test/host.json', grep] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await writeResult(resultPath, await runInEditor({ grep }));
