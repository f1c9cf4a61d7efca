import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, extensionId } from '../../src/ids.ts';

/** Runs a command as a keybinding, a task or another extension does. */
const run = <T>(command: string, argument?: unknown): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, argument);

function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, 'a document is open');
  return document;
}

describe('the extension, exploring the sample app group', () => {
  before(async () => {
    await run(commands.exploreSampleData);
  });

  after(async () => {
    await run('workbench.action.closeAllEditors');
  });

  it('is active and has registered every command', async () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.values(commands)) assert.ok(registered.has(id), id);
  });

  it('opens the series of an event as a read-only JSON document', async () => {
    await run(commands.openAsJson, { kind: 'metric', id: 'dailyActives' });
    const document = activeDocument();
    assert.equal(document.uri.scheme, 'appboy-details');
    assert.equal(document.languageId, 'json');
    const { data } = JSON.parse(document.getText()) as { data: { time: string }[] };
    assert.match(data[0]?.time ?? '', /^\d{4}-\d{2}-\d{2}$/);
    const before = document.getText();
    await run('type', { text: 'x' });
    assert.equal(activeDocument().getText(), before);
  });

  it('copies identifier, name and cURL of what an argument names; the cURL holds a variable for the key', async () => {
    await run(commands.copyId, { kind: 'event', id: 'Opened App' });
    assert.equal(await vscode.env.clipboard.readText(), 'Opened App');
    await run(commands.copyName, { kind: 'segment', id: 'some-id', name: 'Some Name' });
    assert.equal(await vscode.env.clipboard.readText(), 'Some Name');
    await run(commands.copyAsCurl, { kind: 'event', id: "it's $(zap) & more" });
    const curl = await vscode.env.clipboard.readText();
    assert.match(
      curl,
      /^curl 'https:\/\/sample\.invalid\/events\/data_series\?event=it%27s%20%24%28zap%29%20%26%20more&/,
    );
    assert.match(curl, /-H 'Authorization: Bearer '"\$APPBOY_KEY"''/);
  });

  it('asks for a user where the editor gives it the focused row, as buttons in the title of a view do', async () => {
    const tabs = vscode.window.tabGroups.all.flatMap((it) => it.tabs).length;
    const asked = run(commands.inspectUser, { type: 'metrics' });
    // Not before its box is open can it be closed; a refusal would settle the command by itself, with a message.
    const state = await Promise.race([
      Promise.resolve(asked).then(() => 'settled'),
      new Promise<string>((resolve) => setTimeout(resolve, 1000, 'asking')),
    ]);
    assert.equal(state, 'asking');
    await run('workbench.action.closeQuickOpen');
    await asked;
    assert.equal(vscode.window.tabGroups.all.flatMap((it) => it.tabs).length, tabs);
  });

  it('inspects a user as a read-only, pretty-printed document that can be opened again', async () => {
    await run(commands.inspectUser, { externalId: 'user-000007' });
    const document = activeDocument();
    assert.equal(document.uri.scheme, 'appboy-user');
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /^\{\n {2}"external_id": "user-000007",\n/);
    // After a restart the editor knows nothing but the address.
    const { uri } = document;
    await run('workbench.action.closeAllEditors');
    const again = await vscode.workspace.openTextDocument(uri);
    assert.equal((JSON.parse(again.getText()) as { external_id: string }).external_id, 'user-000007');
  });

  it('exports users into a folder of their own, and lists the ids that nobody knows', async () => {
    // Number 50 of each hundred is somebody whom the app never named.
    const numbers = [...Array(61).keys()].filter((it) => it !== 50);
    const externalIds = numbers.map((it) => `user-${String(it).padStart(6, '0')}`);
    const result = await run<{
      directory: string;
      ndjsonPath: string;
      users: number;
      invalidUserIds: string[];
    }>(commands.exportUsers, {
      externalIds: [...externalIds, 'nobody-1', 'nobody-2'],
      fields: ['external_id', 'email'],
    });
    assert.deepEqual(Object.keys(result).sort(), ['directory', 'invalidUserIds', 'ndjsonPath', 'users']);
    assert.equal(result.users, 60);
    assert.deepEqual(result.invalidUserIds, ['nobody-1', 'nobody-2']);
    assert.equal(path.dirname(result.ndjsonPath), result.directory);
    const lines = (await readFile(result.ndjsonPath, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { external_id: string }).external_id),
      externalIds,
    );
    const manifest = JSON.parse(
      await readFile(path.join(result.directory, 'manifest.json'), 'utf8'),
    ) as object;
    assert.deepEqual((manifest as { invalidUserIds: string[] }).invalidUserIds, result.invalidUserIds);
    // As good as any other export: with the index of its lines, and with nobody's id in a name.
    assert.deepEqual((await readdir(result.directory)).sort(), [
      ...['manifest.json', 'users.ndjson', 'users.ndjson.index'],
    ]);
    assert.match(path.basename(result.directory), /^\d{4}-\d\d-\d\d-62-users-[0-9a-f]{8}$/);
    const id = path.basename(result.directory);
    await run(commands.copyUnknownIds, { id });
    assert.equal(await vscode.env.clipboard.readText(), 'nobody-1\nnobody-2');
    if (process.platform !== 'win32') assert.equal((await stat(result.ndjsonPath)).mode & 0o777, 0o600);
  });

  it('opens a single exported user as a document', async () => {
    await run(commands.exportUsers, { externalIds: ['user-000001'] });
    assert.equal(activeDocument().uri.scheme, 'appboy-user');
  });

  it('gives back nothing, and says why, for an argument it does not understand', async () => {
    // The message waits for an answer that nobody gives; the command does not.
    assert.equal(await run(commands.exportUsers, { externalIds: 'user-000001' }), undefined);
    assert.equal(await run(commands.openAsJson, { kind: 'metric', id: 'nonsense' }), undefined);
    assert.equal(await run(commands.switchConnection, { name: 'Nobody' }), undefined);
  });
});
