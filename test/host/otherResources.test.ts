import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, editors, extensionId } from '../../src/ids.ts';
import { until } from '../support/until.ts';

const run = <T>(command: string, ...all: unknown[]): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T>(command, ...all);

interface Imported {
  directory: string;
  ndjsonPath: string;
}

const scheme = 'appboy-test-memory';

/** Files in memory, as an extension for another machine or a service provides them. */
function createMemoryFiles() {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const files = new Map<string, { bytes: Uint8Array; mtime: number; claimedSize?: number }>();
  let reads = 0;
  const find = (uri: vscode.Uri) => {
    const file = files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose: () => undefined }),
    stat(uri) {
      if (uri.path === '/' || uri.path === '/folder')
        return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      const { bytes, mtime, claimedSize } = find(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime, size: claimedSize ?? bytes.length };
    },
    readFile(uri) {
      reads += 1;
      return find(uri).bytes;
    },
    readDirectory: () => [],
    ...{ createDirectory: refuse, writeFile: refuse, delete: refuse, rename: refuse },
  };
  let mtime = 1;
  return {
    provider,
    reads: () => reads,
    uriOf: (name: string) => vscode.Uri.from({ scheme, path: `/folder/${name}` }),
    write(name: string, text: string | Uint8Array, claimedSize?: number) {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      const uri = this.uriOf(name);
      mtime += 1;
      files.set(uri.path, { bytes, mtime, ...(claimedSize === undefined ? {} : { claimedSize }) });
      changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      return uri;
    },
  };
}

describe('what is no file of this machine', function () {
  this.timeout(120_000);
  const memory = createMemoryFiles();
  let registration: vscode.Disposable;
  let copies: string;

  const line = (n: number): string => `{"external_id":"u${n}","big":12345678901234567890}\n`;

  /** The copies that there are, with their texts. */
  async function listCopies(): Promise<string[]> {
    const found = await readdir(copies, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = found.filter((it) => it.isFile());
    const texts: Promise<string>[] = files.map((it) => readFile(path.join(it.parentPath, it.name), 'utf8'));
    return Promise.all(texts);
  }

  before(async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
    registration = vscode.workspace.registerFileSystemProvider(scheme, memory.provider, { isReadonly: true });
  });
  afterEach(() => run('workbench.action.closeAllEditors'));
  after(() => void registration.dispose());

  it('is imported through a copy, of which nothing stays', async () => {
    const uri = memory.write('users.txt', line(1) + line(2));
    const imported = await run<Imported>(commands.importExport, uri, [uri]);
    assert.ok(imported);
    copies = path.join(path.dirname(path.dirname(imported.directory)), 'copies');
    assert.equal(await readFile(imported.ndjsonPath, 'utf8'), line(1) + line(2));
    const names = await readdir(imported.directory);
    assert.ok(!names.some((it) => it.endsWith('.zip') || it.endsWith('.part')), names.join());
    assert.deepEqual(await listCopies(), []);
    const manifest = JSON.parse(await readFile(path.join(imported.directory, 'manifest.json'), 'utf8')) as {
      title: string;
      request: unknown;
    };
    assert.equal(manifest.title, 'users.txt');
    assert.deepEqual(manifest.request, { path: `${scheme}:/folder/users.txt`, isCopy: true });
  });

  it('opens in the viewer through a copy, which follows it and goes with its editor', async () => {
    const uri = memory.write('users.ndjson', line(1));
    await run('vscode.openWith', uri, editors.ndjson, { preview: false });
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(tab instanceof vscode.TabInputCustom && tab.viewType === editors.ndjson);
    await until('the copy to be there', async () => (await listCopies()).join() === line(1));
    memory.write('users.ndjson', line(1) + line(2));
    await until('the copy to follow', async () => (await listCopies()).join() === line(1) + line(2));
    await run('workbench.action.closeAllEditors');
    await until('the copy to be gone', async () => (await listCopies()).length === 0);
  });

  it('is not read where it is too large for the editor to hold', async () => {
    const uri = memory.write('large.ndjson', line(1), 300_000_000);
    const reads = memory.reads();
    assert.equal(await run(commands.importExport, uri, [uri]), undefined);
    await run('vscode.openWith', uri, editors.ndjson, { preview: false });
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(tab instanceof vscode.TabInputCustom);
    assert.equal(memory.reads(), reads);
    assert.deepEqual(await listCopies(), []);
  });

  it('is said to be gone where it is', async () => {
    const uri = memory.uriOf('none.ndjson');
    assert.equal(await run(commands.importExport, uri, [uri]), undefined);
    assert.deepEqual(await listCopies(), []);
  });

  it('is revealed without an error where the window has no file manager', async () => {
    const uri = memory.write('revealed.txt', line(1));
    const imported = await run<Imported>(commands.importExport, uri, [uri]);
    assert.ok(imported);
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      await run(commands.revealExport, { id: path.basename(imported.directory) });
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('unhandledRejection', note);
    }
    assert.deepEqual(unhandled, []);
  });

  it('does not delete a folder that is not plainly of an export, by its id', async () => {
    const uri = memory.write('kept.txt', line(1));
    const imported = await run<Imported>(commands.importExport, uri, [uri]);
    assert.ok(imported);
    const id = '2024-01-05-notes-1a2b3c4d';
    const directory = vscode.Uri.file(path.join(path.dirname(imported.directory), id));
    const manifest = vscode.Uri.joinPath(directory, 'manifest.json');
    await vscode.workspace.fs.writeFile(manifest, new TextEncoder().encode('{"torn":'));
    await run(commands.deleteExport, { id });
    assert.equal((await vscode.workspace.fs.readFile(manifest)).length, 8);
    await vscode.workspace.fs.delete(directory, { recursive: true });
  });
});
