import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readManifest } from '../../../src/exports/manifest.ts';
import type { UserBatch, UserExportStage } from '../../../src/exports/userExport.ts';
import { exportUsers } from '../../../src/exports/userExport.ts';

describe('exportUsers', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'user-export-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const clock = { now: () => Date.UTC(2016, 4, 31, 12) };

  /** An app group that knows every id not starting with `?`, and tells what it was asked. */
  function createAppGroup() {
    const asked: (readonly string[])[] = [];
    async function fetchBatch(ids: readonly string[]): Promise<UserBatch> {
      asked.push(ids);
      return {
        users: ids
          .filter((id) => !id.startsWith('?'))
          .map((id) => JSON.stringify({ external_id: id, first_name: 'Zoë "Z" \u2028' })),
        invalidUserIds: ids.filter((id) => id.startsWith('?')),
      };
    }
    return { asked, fetchBatch };
  }

  async function collect(stages: AsyncGenerator<UserExportStage>): Promise<UserExportStage[]> {
    const seen = [];
    for await (const stage of stages) seen.push(stage);
    return seen;
  }

  it('asks for 50 ids at a time, each once, and writes a line per user in order', async () => {
    const { asked, fetchBatch } = createAppGroup();
    const ids = Array.from({ length: 120 }, (_, i) => `user-${i}`);
    const directory = path.join(root, 'one');
    const stages = await collect(
      exportUsers(
        { ids: [...ids, 'user-3', '?lost'], fetchBatch, directory, clock },
        new AbortController().signal,
      ),
    );
    assert.deepEqual(
      asked.map((batch) => batch.length),
      [50, 50, 21],
    );
    const ndjson = await readFile(path.join(directory, 'users.ndjson'), 'utf8');
    const lines = ndjson.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { external_id: string }).external_id),
      ids,
    );
    const last = stages.at(-1);
    assert.equal(last?.stage, 'done');
    assert.deepEqual(last?.stage === 'done' && [last.users, last.sizeBytes, last.invalidUserIds], [
      120,
      Buffer.byteLength(ndjson),
      ['?lost'],
    ]);
    assert.deepEqual(
      stages.map((it) => (it.stage === 'requesting' ? it.batchesDone : 'done')),
      [0, 1, 2, 3, 'done'],
    );
  });

  it('leaves a manifest, and files for the owner only', async () => {
    const directory = path.join(root, 'two');
    const { fetchBatch } = createAppGroup();
    const request = {
      ids: ['a', '?b'],
      fields: ['email'],
      fetchBatch,
      directory,
      connectionName: 'Shop',
      clock,
    };
    await collect(exportUsers(request, new AbortController().signal));
    const manifest = await readManifest(directory);
    assert.equal(manifest?.connection, 'Shop');
    assert.equal(manifest.id, 'two');
    assert.deepEqual(manifest.request, { externalIds: ['a', '?b'], fields: ['email'] });
    assert.deepEqual(manifest.invalidUserIds, ['?b']);
    assert.deepEqual((await readdir(directory)).sort(), ['manifest.json', 'users.ndjson']);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    for (const name of await readdir(directory)) {
      assert.equal((await stat(path.join(directory, name))).mode & 0o777, 0o600, name);
    }
  });

  it('leaves nothing behind when a request fails half-way, and passes the error on', async () => {
    const directory = path.join(root, 'three');
    let calls = 0;
    async function fetchBatch(): Promise<UserBatch> {
      if (++calls === 2) throw new Error('the service is down');
      return { users: ['{}'], invalidUserIds: [] };
    }
    const ids = Array.from({ length: 60 }, (_, i) => String(i));
    await assert.rejects(
      collect(exportUsers({ ids, fetchBatch, directory, clock }, new AbortController().signal)),
      /the service is down/,
    );
    assert.deepEqual(await readdir(root), []);
  });

  it('leaves nothing behind when cancelled between two requests', async () => {
    const directory = path.join(root, 'four');
    const cancel = new AbortController();
    const { asked, fetchBatch } = createAppGroup();
    const ids = Array.from({ length: 200 }, (_, i) => String(i));
    await assert.rejects(
      (async () => {
        for await (const stage of exportUsers({ ids, fetchBatch, directory, clock }, cancel.signal)) {
          if (stage.stage === 'requesting' && stage.batchesDone === 2) cancel.abort();
        }
      })(),
      { name: 'AbortError' },
    );
    assert.equal(asked.length, 2);
    assert.deepEqual(await readdir(root), []);
  });
});
