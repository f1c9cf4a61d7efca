import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { JobStage } from '../../../src/exports/jobs/jobRecord.ts';
import { startFaultServer } from '../../support/exportFaultServer.ts';
import { createTestJobs, makeIds } from '../../support/exportJobs.ts';
import { makeZip } from '../../support/exportZipMaker.ts';
import { spellLines, startUserFaultServer } from '../../support/userFaultServer.ts';

const script = path.resolve(import.meta.dirname, '../../support/exportJobProcess.ts');

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
      const jobs = createTestJobs(root, server.origin);
      await jobs.refresh();
      const [row] = jobs.list();
      assert.ok(row);
      const { stage } = await jobs.whenSettled(row.id);
      await jobs.shutdown();
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
      const jobs = createTestJobs(root, server.origin);
      await jobs.refresh();
      const [row] = jobs.list();
      assert.ok(row);
      const { stage } = await jobs.whenSettled(row.id);
      await jobs.shutdown();
      assert.ok(stage.stage === 'done', JSON.stringify(stage));
      assert.equal(await readFile(stage.ndjsonPath, 'utf8'), spellLines(makeIds(1000)));
      // What is asked for again is at most the answer that was on its way to the disk, once for each kill.
      assert.ok(server.requests() <= 20 + 9, `${server.requests()} requests`);
      assert.deepEqual((await readdir(row.directory)).sort(), [
        ...['manifest.json', 'users.ndjson', 'users.ndjson.index'],
      ]);
    } finally {
      await server.close();
    }
  });

  /** Lets a process work until so many ids are answered, and kills it. */
  async function runUsersAndKill(origin: string, wanted: string, answered: number): Promise<void> {
    const child = spawn(process.execPath, [script, root, origin, wanted], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) {
      const { stage } = JSON.parse(line) as { stage: JobStage };
      if (stage.stage === 'fetching' && stage.answered >= answered) child.kill('SIGKILL');
    }
    await exit;
  }

  /** Lets a process work until some time after it has its link, and kills it. */
  async function runAndKill(origin: string, id: string | undefined, delayMs: number): Promise<void> {
    const args = [script, root, origin, ...(id === undefined ? [] : [id])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    let timer: NodeJS.Timeout | undefined;
    for await (const line of createInterface(child.stdout)) {
      const { stage } = JSON.parse(line) as { stage: JobStage };
      if (stage.stage !== 'requested') timer ??= setTimeout(() => child.kill('SIGKILL'), delayMs);
    }
    await exit;
    clearTimeout(timer);
  }
});

function makeText(part: number): string {
  const lines = Array.from({ length: 250 }, (_, i) => {
    return `{"external_id":"u-${part}-${i}","noise":"${randomBytes(750).toString('hex')}"}\n`;
  });
  return lines.join('');
}
