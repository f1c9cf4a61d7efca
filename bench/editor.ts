// What the extension costs the editor: loading and activating it in a real editor, the sizes of what ships, a page of a list.
//   node bench/editor.ts [--starts=5]
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { projectRoot } from '../scripts/setup/places.mjs';
import { ensureVsix } from '../scripts/vsix.ts';
import { endpoints } from '../src/api/endpoints.ts';
import { sections } from '../src/catalog/sections.ts';
import { createSample } from '../src/sample/server.ts';
import { runInEditor } from '../test/support/editorHost.ts';
import type { Activation } from './editor/probe.ts';
import { createFigures, median, type Figures } from './support/figures.ts';

const { values } = parseArgs({ options: { starts: { type: 'string', default: '5' } } });
const figures = createFigures();
await benchSizes(figures);
await benchPage(figures);
await benchActivation(figures, Number(values.starts));
figures.finish();

async function benchSizes({ add }: Figures): Promise<void> {
  const vsix = await ensureVsix();
  const kilobytes = async (file: string): Promise<number> => (await stat(file)).size / 1024;
  add(
    'bundle loaded at activation, minified',
    await kilobytes(path.join(projectRoot, 'dist/extension.cjs')),
    'KB',
    {
      atMost: 250,
    },
  );
  add(
    'bundle loaded when the Catalog is first looked at, minified',
    await kilobytes(path.join(projectRoot, 'dist/onDemand.cjs')),
    'KB',
  );
  add('VSIX', await kilobytes(vsix), 'KB', { atMost: 1024 });
}

/** From the text of an answer to the rows of the tree: parsed, read through its schema, and made into items. */
async function benchPage({ add }: Figures): Promise<void> {
  const [segments] = sections;
  if (!segments) throw new Error('The sections table is empty.');
  const sample = createSample();
  const text = await (
    await sample(new Request('https://sample.invalid/segments/list?app_group_id=any-key'))
  ).text();
  sample.dispose();
  const times: number[] = [];
  let items = 0;
  for (let round = 0; round < 200; round += 1) {
    const startedAt = performance.now();
    items = endpoints.segmentList.answer.parse(JSON.parse(text)).map((it) => segments.read(it)).length;
    times.push(performance.now() - startedAt);
  }
  if (items !== 100) throw new Error(`The page has ${items} items.`);
  add('a page of 100 items, the first time', times[0] ?? NaN, 'ms');
  add('a page of 100 items, parsed and turned into tree items', median(times), 'ms', { atMost: 5 });
}

async function benchActivation({ add }: Figures, starts: number): Promise<void> {
  const testsPath = path.join(projectRoot, 'out/bench/probe.cjs');
  await build({
    entryPoints: [path.join(projectRoot, 'bench/editor/probe.ts')],
    outfile: testsPath,
    external: ['vscode'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
  });
  const runs: Activation[] = [];
  for (let start = 0; start < starts; start += 1) runs.push(await runInEditor<Activation>({ testsPath }));
  const loadAndActivate = runs.map((it) => it.loadMs + it.activateMs);
  const reported = runs.map((it) => it.reportedLoadMs + it.activateMs);
  add('loading the bundle plus activate(), in the editor', median(loadAndActivate), 'ms', { atMost: 50 });
  add("the same by the editor's report, others' bundles included", median(reported), 'ms');
  add('activate() alone', median(runs.map((it) => it.activateMs)), 'ms', { atMost: 20 });
}
