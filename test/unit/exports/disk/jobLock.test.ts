import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeJobLock } from '../../../../src/exports/disk/jobLock.ts';
import { identifyProcess, judgeProcess } from '../../../../src/exports/disk/processIdentity.ts';

describe('the lock of a job', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'job-lock-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const options = { beatMs: 20, missedBeats: 4 };

  /** A lock as another process would have left it. */
  async function leaveLock(change: Record<string, unknown>): Promise<void> {
    const holder = { token: 'theirs', released: false, ...(await identifyProcess()), ...change };
    await writeFile(path.join(root, 'lock-7'), JSON.stringify(holder));
  }

  it('is given to one at a time, and again after it was released', async () => {
    const first = await takeJobLock(root, options);
    assert.ok(first);
    assert.equal(await takeJobLock(root, options), undefined);
    await first.release();
    const second = await takeJobLock(root, options);
    assert.ok(second);
    await second.release();
  });

  it('is given to one of many who ask at once', async () => {
    for (let round = 0; round < 10; round++) {
      const locks = (await Promise.all(Array.from({ length: 12 }, () => takeJobLock(root, options)))).filter(
        Boolean,
      );
      assert.equal(locks.length, 1);
      await locks[0]?.release();
    }
    assert.equal((await readdir(root)).length, 1);
  });

  it('is not kept by a process that was killed', async () => {
    const script = `
      import { takeJobLock } from ${JSON.stringify(path.resolve('src/exports/disk/jobLock.ts'))};
      await takeJobLock(${JSON.stringify(root)});
      console.log('taken');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    assert.equal(await takeJobLock(root, options), undefined);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await takeJobLock(root, options);
    assert.ok(lock);
    await lock.release();
  });

  it('is not kept by a number that another process was given since, nor over a restart of the machine', async function () {
    const { started, boot } = await identifyProcess();
    if (started === undefined || boot === undefined) this.skip();
    await leaveLock({ started: '1' });
    const first = await takeJobLock(root, options);
    assert.ok(first);
    await first.release();
    await leaveLock({ boot: 'an earlier one' });
    assert.ok(await takeJobLock(root, options));
  });

  it('is watched where nothing else tells: a beating holder keeps it, a silent one does not', async () => {
    await leaveLock({ host: 'another-machine', pid: 1 });
    const file = path.join(root, 'lock-7');
    const text = await readFile(file);
    const beat = setInterval(() => writeFileSync(file, text), 10);
    assert.equal(await takeJobLock(root, options), undefined);
    clearInterval(beat);
    const lock = await takeJobLock(root, options);
    assert.ok(lock);
    await lock.release();
  });

  it('is taken from a file that is no lock, when nothing moves it', async () => {
    await writeFile(path.join(root, 'lock-3'), '');
    const lock = await takeJobLock(root, options);
    assert.ok(lock);
    await lock.release();
  });

  it('tells its holder when it was lost', async () => {
    const lock = await takeJobLock(root, options);
    assert.ok(lock);
    await writeFile(path.join(root, 'lock-2'), '{}');
    await once(lock.lost, 'abort');
    await lock.release();
    assert.deepEqual(await readdir(root), ['lock-1', 'lock-2']);
  });

  it('is kept however long its folder is away, as that of a network drive', async () => {
    const lock = await takeJobLock(root, options);
    assert.ok(lock);
    await rename(root, `${root}-away`);
    await delay(300);
    await rename(`${root}-away`, root);
    await delay(100);
    assert.equal(lock.lost.aborted, false);
    await lock.release();
    await (await takeJobLock(root, options))?.release();
  });

  it('knows the living from the dead', async () => {
    const ours = await identifyProcess();
    const known = ours.started !== undefined;
    assert.equal(await judgeProcess(ours, ours), known ? 'alive' : 'unknown');
    const child = spawn(process.execPath, ['-e', '']);
    // On a busy machine it may be over before the next line is.
    const exit = once(child, 'exit');
    const { pid = 0 } = child;
    const its = { ...(await identifyProcess(pid)), pid };
    await exit;
    assert.equal(await judgeProcess(its, ours), 'dead');
    assert.equal(await judgeProcess({ ...ours, host: 'elsewhere' }, ours), 'unknown');
  });
});
