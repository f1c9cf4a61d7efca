import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '../../../../src/api/client.ts';
import { createExportJobs, type ExportJobs } from '../../../../src/exports/jobs/exportJobs.ts';
import { createExportPlaces } from '../../../../src/exports/jobs/exportPlaces.ts';
import { createJobsOpener } from '../../../../src/exports/jobs/openJobs.ts';
import { type Connection } from '../../../../src/connections/connection.ts';
import { createConnectionStore } from '../../../../src/connections/connectionStore.ts';
import { createSession } from '../../../../src/connections/session.ts';
import { delay } from '../../../../src/util/delay.ts';
import { sendJson, startServer, type HttpServer } from '../../../support/httpServer.ts';
import { createMemorySecrets, createMemoryState } from '../../../support/memoryStorage.ts';

describe('exports of users by external ID, of a connection', () => {
  let root: string;
  let server: HttpServer;
  let goodKey: string;
  let exports: ExportJobs;
  let connection: Connection;
  let store: ReturnType<typeof createConnectionStore>;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'appboy-user-exports-'));
    goodKey = 'key-1';
    server = await startServer((request, response) => {
      if (request.headers.authorization !== `Bearer ${goodKey}`)
        return sendJson(response, 401, { message: 'Invalid API key' });
      const { external_ids: ids } = JSON.parse(request.body) as { external_ids: string[] };
      // From the second answer on another key is needed.
      goodKey = 'key-2';
      sendJson(response, 201, { message: 'success', users: ids.map((it) => ({ external_id: it })) });
    });
    const announce = async (): Promise<void> => undefined;
    store = createConnectionStore({
      state: createMemoryState(),
      secrets: createMemorySecrets(),
      announce,
      newId: () => 'x',
    });
    connection = await store.add({ name: 'Shop', host: server.origin, authStyle: 'apiKey' }, 'key-1');
    exports = createExportJobs(
      createExportPlaces(createMemoryState(), root, () => ''),
      async () => createOpener(),
    );
  });
  afterEach(async () => {
    await exports.shutdown();
    exports.dispose();
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  function createOpener() {
    const session = createSession(store, ({ host, authStyle }) =>
      createClient({
        host,
        authStyle,
        readKey: () => store.readKey(connection),
        fetch: (url, init) => fetch(url, init),
        clock: { now: Date.now, delay },
        random: Math.random,
        timeoutMs: () => 20_000,
        concurrency: 4,
      }),
    );
    const noDownload = (): never => assert.fail('nothing is downloaded');
    return createJobsOpener({
      store,
      session,
      downloads: { remote: noDownload, sample: noDownload },
      workerUrl: new URL('../../../../src/exports/archive/unpackWorker.ts', import.meta.url),
      reportUnexpected: (it) => assert.fail(String(it)),
    });
  }

  const externalIds = Array.from({ length: 120 }, (_, i) => `u-${i}`);

  async function failAtTheKey(): Promise<string> {
    const { id, name } = connection;
    const job = await exports.start({ kind: 'users', connection: { id, name }, externalIds, request: {} });
    const stage = (await exports.whenResting(job))?.stage;
    assert.ok(stage?.stage === 'failed' && stage.code === 'auth', JSON.stringify(stage));
    assert.equal(stage.remedy, 'Replace the connection’s key, then Retry goes on where it stopped.');
    assert.equal(stage.partial?.answered, 50);
    return job;
  }

  it('go on by Retry once the key was replaced', async () => {
    const id = await failAtTheKey();
    await store.replaceKey(connection, 'key-2');
    await (await exports.jobsOf(id)).retry(id);
    const row = await exports.whenResting(id);
    assert.ok(row?.stage.stage === 'done', JSON.stringify(row?.stage));
    const lines = (await readFile(row.stage.ndjsonPath, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines,
      externalIds.map((it) => `{"external_id":"${it}"}`),
    );
    // One answer, one refusal, and the other two answers.
    assert.equal(server.received.length, 4);
  });

  it('say that the connection was removed, and keep what came', async () => {
    const id = await failAtTheKey();
    await store.remove(connection);
    await (await exports.jobsOf(id)).retry(id);
    const stage = (await exports.whenResting(id))?.stage;
    assert.ok(stage?.stage === 'failed', JSON.stringify(stage));
    assert.deepEqual(
      [stage.code, stage.message, stage.remedy],
      [
        'connectionRemoved',
        'The connection “Shop” was removed.',
        'Connect the app group again, then start a new export.',
      ],
    );
    assert.equal(stage.partial?.users, 50);
    assert.equal(server.received.length, 2);
  });
});
