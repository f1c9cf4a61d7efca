import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NewJob } from '../../../../../src/exports/kinds/exportKinds.ts';
import { createLedger } from '../../../../../src/exports/jobs/ledger.ts';
import { readManifest } from '../../../../../src/exports/jobs/manifest.ts';
import { useJobFixture } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

describe('the import of a copy', () => {
  const users = '{"external_id":"1"}\n'.repeat(50);
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from(users) }]);
  const fixture = useJobFixture(archive);
  const address = 'vscode-remote://ssh-remote+host/home/me/users.zip';

  async function copyOf(bytes: Uint8Array): Promise<NewJob & { kind: 'import' }> {
    const copyPath = path.join(fixture.root, 'copies', 'users.zip');
    await mkdir(path.dirname(copyPath), { recursive: true });
    await writeFile(copyPath, bytes, { mode: 0o600 });
    return { kind: 'import', title: 'users.zip', request: { path: address, isCopy: true }, copyPath };
  }

  const copies = (): Promise<string[]> => readdir(path.join(fixture.root, 'copies'));

  it('takes the copy into the folder of the export, and leaves only what was in it', async () => {
    const jobs = fixture.createJobs();
    const row = await jobs.whenSettled(await jobs.start(await copyOf(archive)));
    assert.ok(row.stage.stage === 'done');
    assert.equal(await readFile(row.stage.ndjsonPath, 'utf8'), users);
    assert.deepEqual(await copies(), []);
    const names = (await readdir(row.directory)).sort();
    assert.deepEqual(names, ['manifest.json', 'users.ndjson', 'users.ndjson.index']);
    const manifest = await readManifest(row.directory);
    assert.deepEqual(manifest?.request, { path: address, isCopy: true });
  });

  it('goes on after the editor was closed in the middle', async () => {
    const first = fixture.createJobs();
    const id = await first.start(await copyOf(archive));
    await first.shutdown();
    const entry = await createLedger(fixture.root).read(id);
    // Where it was quicker than the shutdown there is nothing left to go on with.
    if (entry?.kind === 'job') assert.ok((await stat(path.join(entry.directory, 'export.zip'))).isFile());
    const second = fixture.createJobs();
    await second.refresh();
    const row = await second.whenSettled(id);
    assert.ok(row.stage.stage === 'done');
    assert.equal(await readFile(row.stage.ndjsonPath, 'utf8'), users);
    assert.ok(!(await readdir(row.directory)).includes('export.zip'));
  });

  it('that is no export can be tried again, and is deleted with its copy', async () => {
    const jobs = fixture.createJobs();
    const id = await jobs.start(await copyOf(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')));
    const { stage, directory } = await jobs.whenSettled(id);
    assert.ok(stage.stage === 'failed');
    await jobs.retry(id);
    const again = (await jobs.whenSettled(id)).stage;
    assert.equal(again.stage === 'failed' && again.message, stage.message);
    assert.ok((await readdir(directory)).includes('export.zip'));
    assert.deepEqual(await jobs.remove(id), []);
    assert.deepEqual(await readdir(fixture.root), ['copies']);
  });

  it('that was cancelled has no copy any more, and says what to do', async () => {
    const jobs = fixture.createJobs();
    const id = await jobs.start(await copyOf(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')));
    await jobs.whenSettled(id);
    await jobs.cancel(id);
    assert.ok(!(await readdir(path.join(fixture.root, id))).includes('export.zip'));
    await jobs.retry(id);
    const { stage } = await jobs.whenSettled(id);
    assert.match(
      stage.stage === 'failed' ? stage.message : '',
      /copy of “users\.zip” was removed.* Open the original again\./,
    );
  });

  it('leaves the copy to its owner where it cannot begin', async () => {
    const jobs = fixture.createJobs();
    const job = await copyOf(archive);
    await assert.rejects(jobs.start({ ...job, copyPath: `${job.copyPath}.none` }), { code: 'ENOENT' });
    assert.deepEqual(await readdir(fixture.root), ['copies']);
    assert.deepEqual(await copies(), ['users.zip']);
  });
});
