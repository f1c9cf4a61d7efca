import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/ids.ts';
import { createCommandBench, type CommandBench } from '../support/commandBench.ts';
import { spyOnEditor, type Answer, type EditorSpy } from '../support/editorSpy.ts';
import { findFaults } from '../support/messageFaults.ts';

const question = 'Export Users by External ID';
const fields = ['external_id', 'email'];

describe('External IDs that people have', function () {
  this.timeout(60_000);
  let folder: string;
  let bench: CommandBench;
  let spy: EditorSpy;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'appboy-ask-ids-'));
    bench = createCommandBench(path.join(folder, 'exports'), []);
    spy = spyOnEditor();
    const { store, session } = bench.context;
    await session.use(await store.addSample());
  });

  after(async () => {
    spy.restore();
    bench.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** The ids that the command would send; none where it starts nothing. */
  async function sentAfter(...answers: Answer[]): Promise<string[] | undefined> {
    for (const list of [spy.messages, spy.asked, spy.lists, bench.used]) list.length = 0;
    spy.answers = answers;
    bench.breakNext({ use: 'exports.start' });
    await bench.run(commands.exportUsers);
    assert.deepEqual(spy.answers, [], 'every question was asked');
    for (const { text } of spy.messages) assert.deepEqual(findFaults(text), [], text);
    const start = bench.used.find((it) => it.startsWith('exports.start '));
    if (start === undefined) return undefined;
    return (JSON.parse(start.slice('exports.start '.length)) as [{ externalIds: string[] }])[0].externalIds;
  }

  async function fileOf(name: string, bytes: string | Buffer): Promise<vscode.Uri[]> {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return [vscode.Uri.file(file)];
  }

  it('are counted before anything is sent: 120 IDs, 3 duplicates', async () => {
    const ids = Array.from({ length: 120 }, (_, i) => `user-${i}`);
    spy.copied.push([...ids, 'user-0', 'user-7', 'user-7'].join('\n'));
    assert.deepEqual(await sentAfter('Paste from the clipboard', 'Continue', fields), ids);
    const [sources, preview] = spy.lists;
    assert.ok(!JSON.stringify(sources).includes('user-'), 'the clipboard is not read before it is chosen');
    assert.deepEqual(preview, [
      `${question}: 120 IDs, 3 duplicates removed`,
      'Press Enter to continue',
      '$(check) Continue | user-0, user-1, user-2, user-3, user-4, …',
    ]);
    assert.equal(await sentAfter('Paste from the clipboard', undefined), undefined);
  });

  it('are shown again where some were typed twice', async () => {
    assert.deepEqual(await sentAfter('Type or paste', 'a b, a', 'Continue', fields), ['a', 'b']);
    assert.equal(spy.lists[1]?.[0], `${question}: 2 IDs, 1 duplicate removed`);
    assert.deepEqual(await sentAfter('Type or paste', 'a b', fields), ['a', 'b']);
  });

  it('come from the column that is chosen, which can be changed, and so can the heading', async () => {
    const csv = 'email,member\nanna@example.com,m-1\nben@example.com,m-2\nben@example.com,m-2\n';
    const file = await fileOf('members.csv', csv);
    const chosen = await sentAfter('Read external IDs from a file', file, 'member', 'Continue', fields);
    assert.deepEqual(chosen, ['m-1', 'm-2']);
    assert.deepEqual(spy.lists.slice(1, 3), [
      [
        question,
        'Which column holds the external IDs?',
        'email | anna@example.com, ben@example.com, ben@example.com',
        'member | m-1, m-2, m-2',
        'Every cell | All cells are external IDs',
      ],
      [
        `${question}: 2 IDs, 1 duplicate removed`,
        'Press Enter to continue',
        '$(check) Continue | heading “member” left out | m-1, m-2',
        '$(list-selection) Change Column… | member',
        '$(table) Read the First Row Too | It is taken for a heading',
      ],
    ]);
    const answers = [
      'from a file',
      file,
      'member',
      'Change Column',
      'email',
      'First Row',
      'Continue',
      fields,
    ];
    assert.deepEqual(await sentAfter(...answers), ['email', 'anna@example.com', 'ben@example.com']);
    assert.equal(await sentAfter('from a file', file, undefined), undefined);
    // Whoever leaves the columns is back at what was read.
    const back = ['from a file', file, 'member', 'Change Column', undefined, 'Continue', fields];
    assert.deepEqual(await sentAfter(...back), ['m-1', 'm-2']);
  });

  it('keep the letters of windows-1252, and those of another encoding that is chosen', async () => {
    const certain = await fileOf('names.txt', Buffer.from('Zo\xeb\nJ\xfcrgen\nuser-3\n', 'latin1'));
    assert.deepEqual(await sentAfter('from a file', certain, 'Continue', fields), [
      'Zoë',
      'Jürgen',
      'user-3',
    ]);
    const open = await fileOf('open.txt', Buffer.from('user-n\xb3\nuser-2\n', 'latin1'));
    const answers = ['from a file', open, 'windows-1250', 'Continue', fields];
    assert.deepEqual(await sentAfter(...answers), ['user-nł', 'user-2']);
    assert.deepEqual(spy.lists[1]?.slice(0, 4), [
      'Encoding of the File',
      'Which of these reads right?',
      'windows-1252 | user-n³',
      'windows-1250 | user-nł',
    ]);
  });

  it('keep every digit of a JSON list, and say what is no ID', async () => {
    spy.copied.push('[10155712345678901, "a", null, "a"]');
    const answers = ['clipboard', 'Show What Could Not', 'Continue', fields];
    assert.deepEqual(await sentAfter(...answers), ['10155712345678901', 'a']);
    assert.deepEqual(spy.lists[1], [
      `${question}: 2 IDs, 1 duplicate removed, 1 line could not be read`,
      'Press Enter to continue',
      '$(check) Continue | 10155712345678901, a',
      '$(warning) Show What Could Not Be Read | Line 1: null is no ID: null',
    ]);
    const shown = vscode.window.activeTextEditor?.document.getText();
    assert.equal(shown, 'Line 1: null is no ID: null');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are refused by name where a file is none', async () => {
    const file = await fileOf('book.xlsx', Buffer.from('PK\x03\x04 and more', 'latin1'));
    assert.equal(await sentAfter('from a file', file), undefined);
    assert.match(spy.messages[0]?.text ?? '', /: “book\.xlsx” is an archive or a workbook\. Unpack it/);
  });
});
