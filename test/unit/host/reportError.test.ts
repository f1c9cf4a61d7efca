import assert from 'node:assert/strict';
import { AuthError } from '../../../src/api/errors.ts';
import { createLog } from '../../../src/host/log.ts';
import type * as reporting from '../../../src/host/reportError.ts';
import { commands } from '../../../src/ids.ts';
import { UserError } from '../../../src/protocol/userError.ts';
import { importWithVscode } from '../../support/fakeVscode.ts';

/** What a defect may have in its message, and what must be nowhere. */
const planted = ['jane.doe@example.com', '75480f9a-4db8-4057-8b7e-4d59bfd73709', 'user-000007', '/home/jane'];

function plantDefect(): TypeError {
  const inner = new RangeError(`No ${planted.join(' ')}`);
  return new TypeError(`x is ${planted.join(' ')}\n    at jane (/home/jane/jane.js:1:2)`, { cause: inner });
}

interface Shown {
  text: string;
  titles: string[];
  press: (title: string | undefined) => void;
}

/** The editor, as far as a message and a report go. */
function createEditor(bugs?: { url: string }) {
  const shown: Shown[] = [];
  const ran: unknown[][] = [];
  const documents: string[] = [];
  const logged: string[] = [];
  const api = {
    window: {
      showErrorMessage: (text: string, ...titles: string[]) =>
        new Promise<string | undefined>((press) => shown.push({ text, titles, press })),
      showTextDocument: async () => undefined,
    },
    workspace: {
      openTextDocument: async ({ content }: { content: string }) => void documents.push(content),
    },
    commands: { executeCommand: async (...all: unknown[]) => void ran.push(all) },
    env: { uiKind: 1, remoteName: undefined },
    UIKind: { Desktop: 1, Web: 2 },
    extensions: {
      getExtension: () => ({
        packageJSON: {
          version: '9.8.7',
          bugs,
          contributes: { commands: [{ command: commands.inspectUser, title: 'Inspect User…' }] },
        },
      }),
    },
  };
  const note = (line: string): void => void logged.push(line);
  const log = createLog({ info: note, warn: note, error: note, show: () => note('(shown)') });
  return { api, shown, ran, documents, logged, log };
}

let editor = createEditor();
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('reporting an error', () => {
  let module: typeof reporting;
  let report: reporting.ReportError;

  before(async () => {
    module = await importWithVscode(
      () => import('../../../src/host/reportError.ts'),
      () => editor.api,
    );
  });

  function use(bugs?: { url: string }): void {
    editor = createEditor(bugs);
    report = module.createReportError(editor.log);
  }

  function findPlanted(text: string): void {
    for (const it of [...planted, 'jane']) assert.ok(!text.includes(it), `${it} in ${text}`);
  }

  it('that is a defect names what failed and nothing of the message, and offers the log and a report', () => {
    use();
    report(plantDefect(), { command: commands.inspectUser, retry: () => undefined });
    assert.deepEqual(
      editor.shown.map(({ text, titles }) => ({ text, titles })),
      [
        {
          text: 'Inspect User: An unexpected error occurred. See the log for details.',
          titles: ['Retry', 'Show Log', 'Report Issue'],
        },
      ],
    );
  });

  it('that is a defect logs class, causes and frames alone', () => {
    use();
    report(plantDefect(), { command: commands.inspectUser, retry: () => undefined });
    assert.equal(editor.logged.length, 1);
    const [line = ''] = editor.logged;
    assert.match(line, /^appboy\.inspectUser: TypeError\n {4}at reportError\.test\.ts:\d+:\d+/);
    assert.match(line, /caused by RangeError\n {4}at reportError\.test\.ts:/);
    findPlanted(line);
  });

  it('that is a defect is reported in a document where there is no address for issues', async () => {
    use();
    report(plantDefect(), { name: 'Jane’s file' });
    editor.shown[0]?.press('Report Issue');
    await settle();
    assert.deepEqual(editor.ran, []);
    const [text = ''] = editor.documents;
    assert.match(text, /^Send this report to whoever gave you the extension/);
    assert.match(text, /background: TypeError\n {4}at reportError\.test\.ts:/);
    assert.match(text, /- Extension: 9\.8\.7\n- Editor: 1\.104\.0 \(desktop\)\n- System: \w+ \w+\n/);
    findPlanted(text.toLowerCase());
  });

  it('that is a defect is reported with the editor’s issue reporter where there is an address', async () => {
    use({ url: 'https://github.com/owner/repository/issues' });
    report(plantDefect(), { name: 'Jane’s file' });
    editor.shown[0]?.press('Report Issue');
    await settle();
    assert.deepEqual(editor.documents, []);
    const [command, argument] = editor.ran[0] ?? [];
    assert.equal(command, 'workbench.action.openIssueReporter');
    const { extensionId, issueBody } = argument as { extensionId: string; issueBody: string };
    assert.equal(extensionId, 'export-explorer.appboy-export-explorer');
    assert.match(issueBody, /TypeError\n {4}at reportError\.test\.ts:/);
    findPlanted(JSON.stringify(argument).toLowerCase());
  });

  it('that was expected tells its sentence and offers no report', () => {
    use();
    report(new UserError('The file is gone. Choose another one.'), { name: 'users.ndjson' });
    report(new AuthError('The service does not know this key.'), { name: '' });
    assert.deepEqual(
      editor.shown.map(({ text, titles }) => ({ text, titles })),
      [
        { text: 'users.ndjson: The file is gone. Choose another one.', titles: ['Show Log'] },
        { text: 'The service does not know this key.', titles: ['Replace Key…', 'Show Log'] },
      ],
    );
    assert.equal(editor.logged.length, 2);
  });

  it('that an action ends in is reported like any other', async () => {
    use();
    const retry = async (): Promise<never> => Promise.reject(plantDefect());
    report(new UserError('It failed.'), { command: commands.inspectUser, retry });
    editor.shown[0]?.press('Retry');
    await settle();
    assert.equal(
      editor.shown[1]?.text,
      'Inspect User: An unexpected error occurred. See the log for details.',
    );
    editor.logged.forEach(findPlanted);
  });

  it('gives the editor a sentence in place of what it would show and log itself', async () => {
    use();
    const defect = module.runForEditor(report, 'Catalog', () => Promise.reject(plantDefect()));
    await assert.rejects(defect, { message: 'An unexpected error occurred. See the log for details.' });
    assert.equal(editor.shown[0]?.text, 'Catalog: An unexpected error occurred. See the log for details.');
    const gone = module.runForEditor(report, 'Catalog', () => Promise.reject(new UserError('It is gone.')));
    await assert.rejects(gone, { message: 'It is gone.' });
    assert.equal(editor.shown.length, 1);
    assert.equal(await module.runForEditor(report, 'Catalog', async () => 7), 7);
  });

  it('offers to reload the window where a part of the extension could not be loaded', async () => {
    use();
    const { loadBundle } = await import('../../../src/host/loadBundle.ts');
    const load = () => loadBundle(() => Promise.reject(new Error(planted.join())));
    await assert.rejects(module.runForEditor(report, 'Catalog', load), { name: 'UserError' });
    assert.deepEqual(editor.shown[0]?.titles, ['Reload Window', 'Show Log']);
    editor.shown[0]?.press('Reload Window');
    await settle();
    assert.deepEqual(editor.ran, [['workbench.action.reloadWindow']]);
    findPlanted(editor.logged.join() + editor.shown.map((it) => it.text).join());
  });
});
