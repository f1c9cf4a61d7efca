import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFaultServer } from '../../../../support/exportFaultServer.ts';
import { makeIds, takeUpJob } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';
import { runJobProcess } from '../../../../support/runJobProcess.ts';
import { serializeLines, startUserFaultServer } from '../../../../support/userFaultServer.ts';

describe('a job that is killed again and again', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'kill-again-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('ends with the bytes that were served, and was asked for once', async () => {
    // 18 MB in 48 members: some tenths of a second to unpack.
    const texts = Array.from({ length: 48 }, (_, part) => makeText(part));
    const archive = makeZip(
      texts.map((text, i) => ({ name: `${100 + i}.txt`, data: Buffer.from(text), descriptor: true })),
    );
    const server = await startFaultServer({
      stage: 'downloading',
      fault: undefined,
      archives: [archive, archive],
      pauseMs: 120,
    });
    try {
      for (const delayMs of [0, 40, 90, 180, 180, 90, 100, 110, 120]) {
        const [id] = await readdir(root);
        await runAndKill(server.origin, id, delayMs);
      }
      const { stage } = await takeUpJob(root, server.origin);
      assert.ok(stage.stage === 'done', JSON.stringify(stage));
      assert.equal(await readFile(stage.ndjsonPath, 'utf8'), texts.join(''));
      assert.equal(server.starts(), 1);
    } finally {
      await server.close();
    }
  });

  it('asks for users by external ID, and loses and doubles no line', async () => {
    const server = await startUserFaultServer();
    try {
      // From before its first request to behind its last, wherever in an answer that is.
      for (const answered of [0, 50, 50, 200, 200, 450, 800, 950, 1000]) {
        const [id] = await readdir(root);
        await runUsersAndKill(server.origin, id ?? '1000', answered);
      }
      const { stage, directory } = await takeUpJob(root, server.origin);
      assert.ok(stage.stage === 'done', JSON.stringify(stage));
      assert.equal(await readFile(stage.ndjsonPath, 'utf8'), serializeLines(makeIds(1000)));
      // What is asked for again is at most the answer that was on its way to the disk, once for each kill.
      assert.ok(server.requests() <= 20 + 9, `${server.requests()} requests`);
      assert.deepEqual((await readdir(directory)).sort(), [
        'manifest.json',
        'users.ndjson',
        'users.ndjson.index',
      ]);
    } finally {
      await server.close();
    }
  });

  /** Lets a process work until so many ids are answered, and kills it. */
  async function runUsersAndKill(origin: string, wanted: string, answered: number): Promise<void> {
    await runJobProcess([root, origin, wanted], (stage, kill) => {
      if (stage.stage === 'fetching' && stage.answered >= answered) kill();
    });
  }

  /** Lets a process work until some time after it has its link, and kills it. */
  async function runAndKill(origin: string, id: string | undefined, delayMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await runJobProcess([root, origin, ...(id === undefined ? [] : [id])], (stage, kill) => {
      if (stage.stage !== 'requested') timer ??= setTimeout(kill, delayMs);
    });
    clearTimeout(timer);
  }
});

function makeText(part: number): string {
  const lines = Array.from({ length: 250 }, (_, i) => {
    return `{"external_id":"u-${part}-${i}","noise":"${randomBytes(750).toString('hex')}"}\n`;
  });
  return lines.join('');
}
