import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeIds, makeUserJob, useUserJobFixture } from '../../../../support/exportJobs.ts';
import { serializeLines } from '../../../../support/userFaultServer.ts';
import { endAfter } from '../../../../support/interrupt.ts';
import { untilSo } from '../../../../support/until.ts';

describe('exports of users by external ID that were interrupted', () => {
  const fixture = useUserJobFixture();
  const { createJobs, serve } = fixture;
  let id: string;
  let directory: string;

  /** A job whose process is gone with 150 of its 500 ids answered. */
  beforeEach(async () => {
    await serve({ at: 4, holds: true });
    const jobs = createJobs();
    id = await jobs.start(makeUserJob(500));
    directory = path.join(fixture.root, id);
    await untilSo(() => fixture.server.requests() === 4);
    await jobs.shutdown();
    fixture.server.release();
  });

  const at = (name: string): string => path.join(directory, name);

  async function goesOn(again = 0): Promise<void> {
    const jobs = createJobs();
    await jobs.refresh();
    const { stage } = await jobs.whenSettled(id);
    assert.equal(stage.stage, 'done', JSON.stringify(stage));
    assert.equal(await readFile(at('users.ndjson'), 'utf8'), serializeLines(makeIds(500)));
    assert.deepEqual((await readdir(directory)).sort(), [
      'manifest.json',
      'users.ndjson',
      'users.ndjson.index',
    ]);
    const early = fixture.server
      .answered()
      .flat()
      .filter((it) => makeIds(150).includes(it)).length;
    assert.equal(early, 150 + again * 50);
  }

  it('between the lines of an answer and its record go on with neither', async () => {
    await appendFile(at('users.ndjson.part'), serializeLines(makeIds(200).slice(150)));
    await goesOn();
  });

  it('in the middle of a record go on without it', async () => {
    await appendFile(at('users.ndjson.part'), serializeLines(makeIds(200).slice(150)));
    await appendFile(at('users.ndjson.journal.part'), '{"from":150,"ids":50,"sta');
    await goesOn();
  });

  it('ask again for an answer whose lines are no longer what they were', async () => {
    const lines = await readFile(at('users.ndjson.part'));
    lines[lines.length - 10] = 0x21;
    await writeFile(at('users.ndjson.part'), lines);
    await goesOn(1);
  });

  it('do not take a record for theirs that does not follow on', async () => {
    const journal = await readFile(at('users.ndjson.journal.part'), 'utf8');
    await writeFile(at('users.ndjson.journal.part'), journal + (journal.split('\n')[0] ?? '') + '\n');
    await goesOn();
  });

  it('between the final name and the manifest go on', async () => {
    await rename(at('users.ndjson.part'), at('users.ndjson'));
    await writeFile(at('users.ndjson.index'), 'whatever');
    await goesOn();
  });

  it('between a partial result and its record go on', async () => {
    await rename(at('users.ndjson.part'), at('users.ndjson'));
    const partial = { answered: 150, total: 500 };
    const manifest = {
      ...{
        version: 1,
        id,
        kind: 'users',
        title: 'x',
        request: {},
        requestedAt: '',
        finishedAt: '',
        warnings: [],
      },
      result: {
        outcome: 'file',
        file: 'users.ndjson',
        sizeBytes: 1,
        users: 1,
        blankLines: 0,
        partial,
        badLines: { count: 0, numbers: [] },
      },
    };
    await writeFile(at('manifest.json'), JSON.stringify(manifest));
    await goesOn();
  });

  it('behind the final manifest are cleaned up', async () => {
    const job = await readFile(at('job.json'));
    const ids = await readFile(at('external-ids.part'));
    await goesOn();
    await writeFile(at('job.json'), job);
    await writeFile(at('external-ids.part'), ids);
    await writeFile(at('users.ndjson.journal.part'), '');
    const jobs = createJobs();
    await jobs.refresh();
    assert.deepEqual((await readdir(directory)).sort(), [
      'manifest.json',
      'users.ndjson',
      'users.ndjson.index',
    ]);
    assert.equal(jobs.get(id)?.stage.stage, 'done');
  });

  for (const [name, spoil] of [
    ['is missing', () => rm(at('external-ids.part'))],
    ['was cut short', async () => writeFile(at('external-ids.part'), '"a"\n"b"\n"c')],
  ] as const)
    it(`say so where the list of ids ${name}, and lose nothing`, async () => {
      await spoil();
      const jobs = createJobs();
      await jobs.refresh();
      const { stage } = await jobs.whenSettled(id);
      assert.ok(stage.stage === 'failed', JSON.stringify(stage));
      assert.match(stage.message, /list of external IDs in the export’s folder is missing or not whole/);
      assert.equal(stage.remedy, 'Export the users again. What came so far is kept in the folder.');
      assert.equal(await readFile(at('users.ndjson.part'), 'utf8'), serializeLines(makeIds(150)));
    });
});

describe('the beginning of an export of users by external ID', () => {
  const fixture = useUserJobFixture();

  it('leaves a whole job or remains that can be deleted, wherever it is interrupted', async () => {
    for (let steps = 0, wasCut = true; wasCut; steps++) {
      const jobs = fixture.createJobs();
      wasCut = await endAfter(steps, () => jobs.start(makeUserJob(50)));
      if (!wasCut) continue;
      const [name = ''] = await readdir(fixture.root);
      const names = await readdir(path.join(fixture.root, name));
      const where = `after ${steps} steps: ${names.join()}`;
      // Its process is gone, and nobody holds its lock.
      for (const it of names.filter((it) => /^lock-\d+$/.test(it)))
        await writeFile(path.join(fixture.root, name, it), '{"released":true,"token":"","host":"","pid":1}');
      const later = fixture.createJobs();
      await later.refresh();
      for (const { id } of later.list()) {
        const { kind, stage } = await later.whenSettled(id);
        assert.equal(
          kind === 'leftover' || stage.stage === 'done',
          true,
          `${where}: ${JSON.stringify(stage)}`,
        );
        await later.remove(id);
      }
      await rm(path.join(fixture.root, name), { recursive: true, force: true });
    }
  });
});
