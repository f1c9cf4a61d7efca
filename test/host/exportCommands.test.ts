import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { commands } from '../../src/ids.ts';

const run = <T>(command: string, argument?: unknown): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T>(command, argument);

interface Exported {
  directory: string;
  ndjsonPath: string;
  users: number;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The identifier of the sample's segment of everybody. */
async function findSegment(name: string): Promise<string> {
  const { createSample } = await import('../../src/sample/server.ts');
  const sample = createSample({ users: 1 });
  const answer = await sample(
    new Request('https://sample.invalid/segments/list?page=0', { headers: { Authorization: 'Bearer any' } }),
  );
  const { segments } = (await answer.json()) as { segments: { id: string; name: string }[] };
  sample.dispose();
  const found = segments.find((it) => it.name === name);
  assert.ok(found, name);
  return found.id;
}

describe('exports, by their commands', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'appboy-exports-'));
    await run(commands.exploreSampleData);
  });

  after(async () => {
    await run('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('exports a segment of the sample to one file, and waits for the end', async () => {
    const segmentId = await findSegment('All Users');
    const exported = await run<Exported>(commands.exportSegment, {
      segmentId,
      fields: ['external_id', 'email'],
    });
    assert.ok(exported);
    assert.equal(path.dirname(exported.ndjsonPath), exported.directory);
    const lines = (await readFile(exported.ndjsonPath, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, exported.users);
    assert.ok(exported.users > 1000, `${exported.users} users`);
    for (const line of lines.slice(0, 10)) {
      const keys = Object.keys(JSON.parse(line) as object);
      for (const key of keys) assert.ok(['external_id', 'email', 'braze_id'].includes(key), key);
    }
    const manifest = JSON.parse(
      await readFile(path.join(exported.directory, 'manifest.json'), 'utf8'),
    ) as Record<string, unknown>;
    assert.equal(manifest['title'], 'All Users');
    assert.equal(manifest['connection'], 'Sample App Group');
    assert.deepEqual(manifest['request'], {
      segmentId,
      segmentName: 'All Users',
      fields: ['external_id', 'email'],
    });
    const files = await readdir(exported.directory);
    assert.ok(!files.some((it) => it.endsWith('.part') || it.endsWith('.zip')), files.join());
    if (process.platform !== 'win32') {
      assert.equal((await stat(exported.ndjsonPath)).mode & 0o777, 0o600);
      assert.equal((await stat(exported.directory)).mode & 0o777, 0o700);
    }
  });

  it('keeps the archive where the setting says so', async () => {
    const configuration = vscode.workspace.getConfiguration('appboy');
    await configuration.update('exports.keepArchive', true, vscode.ConfigurationTarget.Global);
    try {
      const segmentId = await findSegment('All Users');
      const exported = await run<Exported>(commands.exportSegment, { segmentId, fields: ['external_id'] });
      assert.ok(exported && (await readdir(exported.directory)).includes('export.zip'));
    } finally {
      await configuration.update('exports.keepArchive', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('says what is wrong with an argument, and makes no folder for it', async () => {
    const before = await run<Exported>(commands.importExport, {
      path: await writeLines(folder, 'a.ndjson', 1),
    });
    assert.ok(before);
    const root = path.dirname(before.directory);
    const folders = (await readdir(root)).length;
    for (const argument of [{}, { segmentId: '' }, { segmentId: 'x', callbackEndpoint: 'ftp://example.com' }])
      assert.equal(await run(commands.exportSegment, argument), undefined);
    assert.equal(await run(commands.importExport, { path: 'relative.zip' }), undefined);
    assert.equal((await readdir(root)).length, folders);
  });

  it('offers raw events to connections alone whose service has them', async () => {
    const span = { startingAt: '2016-02-23T00:00:00+00:00', endingAt: '2016-02-24T00:00:00+00:00' };
    assert.equal(await run(commands.exportRawEvents, span), undefined);
  });

  it('brings a downloaded file into an export of its own, and leaves the file alone', async () => {
    const file = path.join(folder, 'downloaded.zip');
    const bytes = gzipSync('{"external_id":"1"}\r\n\r\n{"external_id":"2"}');
    await writeFile(file, bytes);
    const imported = await run<Exported>(commands.importExport, { path: file });
    assert.ok(imported);
    assert.equal(
      await readFile(imported.ndjsonPath, 'utf8'),
      '{"external_id":"1"}\r\n\r\n{"external_id":"2"}\n',
    );
    assert.deepEqual(await readFile(file), bytes);
    assert.ok(await exists(path.join(imported.directory, 'manifest.json')));
  });

  it('gives back nothing for a file that is no export, and leaves nothing under a final name', async () => {
    const file = path.join(folder, 'picture.zip');
    await writeFile(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    assert.equal(await run(commands.importExport, { path: file }), undefined);
  });

  it('reads a file in the encoding and with the delimiter that it has, or that it is told', async () => {
    const file = path.join(folder, 'events.csv');
    await writeFile(file, Buffer.from('id;city\r\nu1;K\xf6ln\r\nu2;M\xe1laga\r\n', 'latin1'));
    const imported = await run<Exported>(commands.importExport, { path: file });
    assert.ok(imported);
    const cities = '{"id":"u1","city":"Köln"}\n{"id":"u2","city":"Málaga"}\n';
    assert.equal(await readFile(imported.ndjsonPath, 'utf8'), cities);
    const id = path.basename(imported.directory);
    const again = await run<Exported>(commands.rereadImport, {
      id,
      encoding: 'windows-1257',
      delimiter: ',',
    });
    assert.ok(again);
    assert.equal(
      await readFile(again.ndjsonPath, 'utf8'),
      cities.replaceAll('á', 'į').replaceAll('","city":"', ';').replaceAll('"id":"', '"id;city":"'),
    );
    assert.equal(await readFile(imported.ndjsonPath, 'utf8'), cities);
    // What may be read in several ways is refused, and read as it is told.
    await writeFile(file, Buffer.from('id,ville\n1,for\xeat\n', 'latin1'));
    assert.equal(await run(commands.importExport, { path: file }), undefined);
    const told = await run<Exported>(commands.importExport, { path: file, encoding: 'windows-1252' });
    assert.ok(told);
    assert.equal(await readFile(told.ndjsonPath, 'utf8'), '{"id":"1","ville":"forêt"}\n');
    assert.equal(await run(commands.importExport, { path: file, encoding: 'x-nothing' }), undefined);
  });

  it('copies the path of an export and opens it, by its id', async () => {
    const imported = await run<Exported>(commands.importExport, {
      path: await writeLines(folder, 'three.txt', 3),
    });
    assert.ok(imported);
    const id = path.basename(imported.directory);
    await run(commands.copyExportPath, { id });
    assert.equal(await vscode.env.clipboard.readText(), imported.ndjsonPath);
    await run(commands.openExport, { id });
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(tab instanceof vscode.TabInputText || tab instanceof vscode.TabInputCustom);
    assert.equal(tab.uri.fsPath, imported.ndjsonPath);
    // Ids come from anywhere: one that is a path leads nowhere, and a finished export cannot be cancelled.
    await run(commands.openExport, { id: '../../etc' });
    await run(commands.cancelExport, { id });
    assert.ok(await exists(imported.ndjsonPath));
  });
});

async function writeLines(folder: string, name: string, count: number): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, Array.from({ length: count }, (_, n) => `{"external_id":"${n}"}\n`).join(''));
  return file;
}
