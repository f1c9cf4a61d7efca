import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { takeStamp } from '../../src/ndjson/file/fileStamp.ts';
import { writeAddress } from '../../src/viewer/lineAddress.ts';
import { spyOnEditor } from '../support/editorSpy.ts';
import { until } from '../support/until.ts';
import { commands, editors, extensionId, schemes } from '../../src/ids.ts';

const run = <T>(command: string, ...all: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, ...all);

/** The editor of the active tab: its custom editor's type and file, or a text editor's file. */
function activeTab(): { viewType: string; file: string } | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return { viewType: input.viewType, file: input.uri.fsPath };
  return input instanceof vscode.TabInputText ? { viewType: 'text', file: input.uri.fsPath } : undefined;
}

describe('the editor of NDJSON files', () => {
  let folder: string;
  const line = (n: number, more = ''): string => `{"external_id":"u${n}","big":12345678901234567890${more}}`;
  const write = async (name: string, content: string): Promise<string> => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ndjson-editor-'));
    await vscode.extensions.getExtension(extensionId)?.activate();
  });
  afterEach(() => run('workbench.action.closeAllEditors'));
  after(() => rm(folder, { recursive: true, force: true }));

  it('is the editor of the files of exports, wherever they lie, and of no other unless asked', async () => {
    const id = '2016-05-31-big-spenders-0badcafe';
    for (const name of ['users.ndjson', 'events.ndjson']) {
      const file = await write(`${id}/${name}`, line(1));
      await run('vscode.open', vscode.Uri.file(file));
      assert.deepEqual(activeTab(), { viewType: editors.ndjson, file });
    }
    const bare = await write('2016-05-31-0badcafe/users.ndjson', line(1));
    await run('vscode.open', vscode.Uri.file(bare));
    assert.equal(activeTab()?.viewType, editors.ndjson);
    for (const name of ['users.ndjson', `${id}/other.ndjson`, 'some.jsonl']) {
      const file = await write(name, line(1));
      await run('vscode.open', vscode.Uri.file(file));
      assert.deepEqual(activeTab(), { viewType: 'text', file });
      await run('vscode.openWith', vscode.Uri.file(file), editors.ndjson);
      assert.deepEqual(activeTab(), { viewType: editors.ndjson, file });
    }
  });

  it('opens a file of an export from the Explorer', async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const exported = path.join(workspace, '2016-05-31-vips-0badcafe');
    await mkdir(exported, { recursive: true });
    const file = path.join(exported, 'users.ndjson');
    await writeFile(file, line(1));
    await run('workbench.files.action.refreshFilesExplorer');
    await run('revealInExplorer', vscode.Uri.file(file));
    await until('the file is open', async () => {
      await run('filesExplorer.openFilePreserveFocus');
      return activeTab() !== undefined;
    });
    assert.deepEqual(activeTab(), { viewType: editors.ndjson, file });
    await rm(exported, { recursive: true });
  });

  it('opens what is no file of this machine without a crash', async () => {
    const uri = vscode.Uri.from({ scheme: schemes.details, path: '/x.ndjson', query: '{}' });
    await run('vscode.openWith', uri, editors.ndjson);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
  });

  it('compares two files that an argument names: the later one opens', async () => {
    const before = await write('a.ndjson', `${line(1)}\n${line(2)}\n`);
    const after = await write('b.ndjson', `${line(2, ',"x":1')}\n${line(3)}\n`);
    await run(commands.compareExports, { before, after });
    assert.deepEqual(activeTab(), { viewType: editors.ndjson, file: after });
    // A sentence is shown and nothing given back.
    assert.equal(await run(commands.compareExports, { before: 'no such export', after }), undefined);
  });

  it('opens a line by its address, digit for digit, and says so when the file is another now', async () => {
    const first = line(1);
    const file = await write('lines.ndjson', `${first}\n${line(2)}\nno json\n`);
    const stamp = await takeStamp(file);
    const addressOf = (bytes: [number, number]): vscode.Uri =>
      vscode.Uri.from({
        scheme: schemes.line,
        path: '/lines line.json',
        query: JSON.stringify(writeAddress({ path: file, stamp, layout: 'json', bytes: [bytes] })),
      });
    const start = first.length + 1;
    const document = await vscode.workspace.openTextDocument(addressOf([start, start + line(2).length]));
    assert.equal(document.languageId, 'json');
    assert.equal(document.getText(), '{\n  "external_id": "u2",\n  "big": 12345678901234567890\n}');
    const text = await vscode.workspace.openTextDocument(addressOf([2 * start, 2 * start + 7]));
    assert.equal(text.getText(), 'no json');
    await writeFile(file, `${line(3)}\n${line(4)}\n`);
    // The editor writes what it is told into its own log: the sentence is for the user alone.
    const spy = spyOnEditor();
    try {
      await assert.rejects(
        Promise.resolve(vscode.workspace.openTextDocument(addressOf([0, first.length]))),
        /could not be loaded/,
      );
      await until('a message', async () => spy.messages.some((it) => /changed or is gone/.test(it.text)));
    } finally {
      spy.restore();
    }
  });
});
