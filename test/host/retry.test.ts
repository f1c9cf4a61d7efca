import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { sections } from '../../src/catalog/sections.ts';
import { titleOfCommand } from '../../src/host/commandTitles.ts';
import { commands, type CommandId } from '../../src/ids.ts';
import { createCommandBench, type CommandBench } from '../support/commandBench.ts';
import { spyOnEditor, type Answer, type EditorSpy } from '../support/editorSpy.ts';
import { findFaults } from '../support/messageFaults.ts';
import { serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';

const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';

/** How a command is run by a person, and how it is seen that Retry had the same input. */
interface Case {
  answers: Answer[];
  /** Asked again by Retry, and nothing else: keys are not kept. */
  asksAgain?: { title: string; answer: Answer };
  /** What Retry used, as `port ["argument", …]`, or `copied …`. */
  uses: RegExp;
  /** What fails at the first try; unless given, the first thing that is used. `once` where the editor's parts alone are used. */
  failsAt?: 'once' | { use: string };
}

const shop = /"name":"Shop"/.source;
const metric = ['Key Metrics', 'Sessions'];

/** TABLE, in the order in which they are run: the compiler asks for every command. */
const cases: Record<CommandId, Case> = {
  [commands.connect]: {
    answers: ['with an app group identifier', 'ORIGIN', 'Another Shop', key],
    asksAgain: { title: 'Connect App Group: App group identifier', answer: key },
    failsAt: { use: 'createTrialClient' },
    uses: /^store\.add \[\{"name":"Another Shop","host":"http:\/\/127\.0\.0\.1:\d+","authStyle":"appGroupId"\}/m,
  },
  [commands.replaceKey]: {
    answers: ['Shop', key],
    asksAgain: { title: 'Replace Key of Shop: App group identifier', answer: key },
    uses: new RegExp(`^store\\.replaceKey \\[\\{.*${shop}`, 'm'),
  },
  [commands.removeConnection]: {
    answers: ['Another Shop', 'Remove'],
    uses: /^store\.remove \[\{.*"name":"Another Shop"/m,
  },
  [commands.exploreSampleData]: { answers: [], uses: /^store\.addSample/m },
  [commands.switchConnection]: {
    answers: ['Shop'],
    uses: new RegExp(`^session\\.use \\[\\{.*${shop}`, 'm'),
  },
  [commands.testConnection]: { answers: [], uses: /^documents\.details\.open \["Test of Shop\.txt"/m },
  [commands.refresh]: { answers: [], uses: /^lists\.forget/m },
  [commands.loadMore]: { answers: ['Segments'], uses: /^lists\.of \[\{"kind":"segment"/m },
  [commands.cancelLoading]: { answers: ['Segments'], uses: /^lists\.of \[\{"kind":"segment"/m },
  [commands.loadAll]: { answers: ['Segments'], uses: /^$/m, failsAt: 'once' },
  [commands.openItem]: { answers: metric, uses: /^panels\.open \[\[\{"kind":"metric","id":"sessions"/m },
  [commands.openToSide]: { answers: metric, uses: /^panels\.open \[\[\{"kind":"metric","id":"sessions"/m },
  [commands.openAsJson]: { answers: metric, uses: /^documents\.details\.open \["Sessions\.json"/m },
  [commands.copyId]: { answers: metric, uses: /^copied sessions$/m, failsAt: 'once' },
  [commands.copyName]: { answers: metric, uses: /^copied Sessions$/m, failsAt: 'once' },
  [commands.copyAsCurl]: { answers: metric, uses: /^copied curl .*\/sessions\//m, failsAt: 'once' },
  [commands.inspectUser]: { answers: ['user-000007'], uses: /^documents\.user\.open \["user-000007\.json"/m },
  [commands.exportUsers]: {
    answers: ['Type or paste', 'user-000001, user-000002', ['external_id', 'email']],
    uses: /^(?:ndjson\.open \[".*users\.ndjson"|exports\.start .*user-000001.*user-000002)/m,
  },
  [commands.exportSegment]: { answers: ['Start Export'], uses: /^exports\.start \[\{"kind":"segment"/m },
  [commands.exportRawEvents]: {
    answers: ['The week before last', 'Start Export'],
    uses: /^exports\.start \[\{"kind":"events"/m,
  },
  [commands.importExport]: {
    answers: [[vscode.Uri.file('/FOLDER/new.ndjson')]],
    uses: /^exports\.start \[\{"kind":"import".*"path":".*new\.ndjson"/m,
  },
  [commands.rereadImport]: {
    answers: ['three.ndjson', 'Recognize', 'Recognize', 'Recognize'],
    uses: /^exports\.start \[\{"kind":"import".*"path":".*three\.ndjson"/m,
  },
  [commands.copyUnknownIds]: {
    answers: ['3 users by external ID'],
    uses: /^copied nobody-1$/m,
    failsAt: 'once',
  },
  [commands.followExport]: { answers: ['All Users'], uses: /^exportsTree\.reveal/m },
  [commands.cancelExport]: { answers: ['All Users'], uses: /^exports\.jobsOf \[".*all-users/m },
  [commands.retryExport]: { answers: ['All Users'], uses: /^exports\.jobsOf \[".*all-users/m },
  [commands.startNextWeek]: { answers: ['Two weeks'], uses: /^exports\.jobsOf \[".*two-weeks/m },
  [commands.openExport]: {
    answers: ['three.ndjson'],
    uses: /^ndjson\.open \[".*three\.ndjson.users\.ndjson"/m,
  },
  [commands.revealExport]: { answers: ['three.ndjson'], uses: /^$/m, failsAt: 'once' },
  [commands.copyExportPath]: {
    answers: ['three.ndjson'],
    uses: /^copied .*three\.ndjson.users\.ndjson$/m,
    failsAt: 'once',
  },
  [commands.copyExportKeys]: { answers: ['Two weeks'], uses: /^copied ./m, failsAt: 'once' },
  [commands.compareExports]: {
    answers: ['three.ndjson', 'four.ndjson'],
    // By their age: “three” was opened twice.
    uses: /^ndjson\.compare \["[^"]*four[^"]*","[^"]*three/m,
  },
  [commands.deleteExport]: { answers: ['three.ndjson', 'Delete'], uses: /^exports\.jobsOf \[".*three/m },
};

describe('Retry', function () {
  this.timeout(120_000);
  let folder: string;
  let service: SampleService;
  let bench: CommandBench;
  let spy: EditorSpy;
  /** Of opened files, by their folders, which do not say what a file is called. */
  const titles = new Map<string, string>();
  const logged: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'appboy-retry-'));
    service = await serveSampleFor({ key, exportReadyMs: 3_600_000, rawExportMs: 3_600_000 });
    bench = createCommandBench(path.join(folder, 'exports'), logged);
    spy = spyOnEditor();
    const { store, session } = bench.context;
    const draft = { name: 'Shop', host: service.origin, authStyle: 'appGroupId' } as const;
    await session.use(await store.add(draft, key));
    await makeExports(bench, folder);
    // From here on the service starts no export of a segment, so that every command comes to its end.
    service.interfere = ({ url }) =>
      url.includes('/users/export/segment') ? Response.json({ message: 'No' }, { status: 400 }) : undefined;
  });

  after(async () => {
    spy.restore();
    bench.dispose();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [id, { answers, asksAgain, uses, failsAt = { use: '' } }] of Object.entries(cases)) {
    const command = id as CommandId;
    it(`repeats “${titleOfCommand(command)}” with the same input, and asks ${asksAgain ? 'for the key alone' : 'nothing'}`, async () => {
      for (const list of [spy.messages, spy.asked, spy.copied, bench.performed]) list.length = 0;
      spy.answers = answers.map((it) => fillIn(it, folder, service.origin));
      for (const { kind, id: folderName, title } of bench.context.exports.list())
        if (kind === 'import') titles.set(folderName, title);
      bench.breakNext(failsAt);
      await bench.run(command);
      const message = spy.messages.find((it) => it.buttons.includes('Retry'));
      assert.ok(message, `a message with Retry among ${JSON.stringify(spy.messages)}`);
      assert.equal(message.text, `${titleOfCommand(command)}: A planted fault.`);
      assert.deepEqual(spy.answers, [], 'every question was asked');
      if (answers.length > 0) assert.notEqual(spy.asked.length, 0);

      spy.asked.length = 0;
      spy.answers = asksAgain ? [asksAgain.answer] : [];
      message.press('Retry');
      await until('the second try', async () => bench.performed.length === 2);
      await bench.performed[1];
      assert.deepEqual(spy.asked, asksAgain ? [asksAgain.title] : []);
      const used = [...bench.used, ...spy.copied.map((it) => `copied ${it}`)].join('\n');
      const named = [...titles].reduce((text, [row, title]) => text.replaceAll(row, title), used);
      assert.match(named, uses);
      for (const { text } of spy.messages) assert.deepEqual(findFaults(text), [], text);
    });
  }

  it('keeps no key, and nothing that was typed but names of connections, fields and apps', () => {
    assert.ok(bench.kept.size > 0);
    for (const [name, text] of bench.kept)
      for (const planted of [key, 'user-0000', 'All Users', '.ndjson'])
        assert.ok(!`${name} ${text}`.includes(planted), `${name}: ${text}`);
    for (const line of logged)
      for (const planted of [key, 'user-0000', 'All Users', '.ndjson', folder, '127.0.0.1', 'planted'])
        assert.ok(!line.includes(planted), line);
  });
});

function fillIn(answer: Answer, folder: string, origin: string): Answer {
  if (answer === 'ORIGIN') return origin;
  if (!Array.isArray(answer) || !(answer[0] instanceof vscode.Uri)) return answer;
  return answer.map((it) => vscode.Uri.file((it as vscode.Uri).fsPath.replace(/^.FOLDER/, folder)));
}

/** Two opened files, an export with an unknown id, one that runs, one that was refused because of it, and one of which the first week was started. */
async function makeExports({ context }: CommandBench, folder: string): Promise<void> {
  const { exports, session, lists } = context;
  for (const name of ['three.ndjson', 'four.ndjson', 'new.ndjson']) {
    const file = path.join(folder, name);
    await writeFile(file, '{"external_id":"1"}\n{"external_id":"2"}\n');
    if (name === 'new.ndjson') continue;
    await exports.whenResting(await exports.start({ kind: 'import', title: name, request: { path: file } }));
  }
  const { id, name } = session.current()?.connection ?? { id: '', name: '' };
  const connection = { id, name };
  const externalIds = ['user-000001', 'user-000002', 'nobody-1'];
  await exports.whenResting(await exports.start({ kind: 'users', connection, externalIds, request: {} }));
  const list = lists.of(sections.find((it) => it.kind === 'segment') ?? assert.fail());
  await list?.loadPage();
  const state = list?.state();
  const segment = state && 'items' in state ? state.items.find((it) => it.name === 'All Users') : undefined;
  assert.ok(segment);
  const job = {
    ...({ kind: 'segment', title: 'All Users', connection, keepArchive: false } as const),
    request: { segmentId: segment.id },
  };
  const running = await exports.start(job);
  await until('an export that runs', async () => exports.get(running)?.stage.stage === 'preparing');
  await exports.whenResting(await exports.start(job));
  const now = Date.now();
  const span = (from: number) => ({
    startingAt: new Date(now - from * 86_400_000).toISOString().replace('Z', '+00:00'),
    endingAt: new Date(now - (from - 7) * 86_400_000).toISOString().replace('Z', '+00:00'),
  });
  const weeks = { parts: [span(21), span(14)] };
  await exports.whenResting(
    await exports.start({ kind: 'events', title: 'Two weeks', connection, request: weeks }),
  );
}
