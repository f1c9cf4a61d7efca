import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobDependencies } from '../../../../src/exports/jobs/jobRunner.ts';
import type { NewJob } from '../../../../src/exports/kinds/exportKinds.ts';
import { createLog } from '../../../../src/host/log.ts';
import { makeUserJob, segmentJob, useUserJobFixture } from '../../../support/exportJobs.ts';

const planted = 'mark.twain@example.com';
const general = 'An unexpected error occurred. See the log for details.';

/** What a mistake of ours may say: it quotes what the code worked on. */
const createDefect = (): Error => new TypeError(`Cannot read properties of {"email":"${planted}"}`);
const throwDefect = (): Promise<never> => Promise.reject(createDefect());

const eventJob: Extract<NewJob, { kind: 'events' }> = {
  kind: 'events',
  title: 'Raw events',
  connection: { id: 'c1', name: 'Shop' },
  request: { parts: [{ startingAt: '2016-05-01T00:00:00Z', endingAt: '2016-05-08T00:00:00Z' }] },
};

/** The text of every file in a folder and below it. */
async function readAll(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((it) => it.isFile());
  const texts = await Promise.all(files.map((it) => readFile(path.join(it.parentPath, it.name), 'latin1')));
  return texts.join('\n');
}

describe('an export that a defect ended', () => {
  const fixture = useUserJobFixture();

  /** Runs a job until it fails; the defect's message is nowhere but in what is reported. */
  async function checkFailure(job: NewJob, dependencies: Partial<JobDependencies>, message: string) {
    const reported: unknown[] = [];
    const jobs = fixture.createJobs({ ...dependencies, reportUnexpected: (error) => reported.push(error) });
    const row = await jobs.whenSettled(await jobs.start(job));
    assert.ok(row.stage.stage === 'failed', row.stage.stage);
    assert.equal(row.stage.message, message);
    assert.equal(reported.length, 1);
    assert.ok(String(reported[0]).includes(planted));

    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const log = createLog({ info: note, warn: note, error: note, show: () => undefined });
    for (const error of reported) log.write({ event: 'error', during: 'background', error });
    log.write({ event: 'export', kind: row.kind, stage: row.stage.stage, code: row.stage.code });
    assert.match(lines.join('\n'), /TypeError|Error/);

    const files = await readAll(fixture.root);
    assert.ok(files.includes(message));
    const [name] = planted.split('@');
    for (const [place, text] of [
      ['files', files],
      ['row', JSON.stringify(row)],
      ['log', lines.join('\n')],
    ] as const)
      assert.ok(!text.includes(name ?? ''), place);
    return row;
  }

  it('says and keeps a general sentence, and reports what was thrown', async () => {
    let asked = 0;
    const row = await checkFailure(
      makeUserJob(120),
      {
        fetchUsers: async (_job, batch) => {
          if (++asked > 1) throw createDefect();
          return { users: batch.map(() => '{"a":1}'), invalidUserIds: [] };
        },
      },
      general,
    );
    // With the manifest of what had come.
    assert.ok(row.stage.stage === 'failed');
    assert.equal(row.stage.code, 'unexpected');
    assert.equal(row.stage.partial?.answered, 50);
  });

  const unknown = `It is not known whether the export was started. ${general}`;

  it('does so while a segment is asked for', async () => {
    await checkFailure(segmentJob, { startSegment: throwDefect }, unknown);
  });

  it('does so while raw events are asked for', async () => {
    await checkFailure(eventJob, { startEvents: throwDefect }, unknown);
  });

  it('does so in the thread that unpacks', async () => {
    const file = path.join(fixture.root, 'mine.csv');
    await writeFile(file, 'id\n1\n');
    const worker = `throw new TypeError(${JSON.stringify(createDefect().message)})`;
    const job: NewJob = { kind: 'import', title: 'mine.csv', request: { path: file } };
    const workerUrl = new URL(`data:text/javascript,${encodeURIComponent(worker)}`);
    await checkFailure(job, { workerUrl }, general);
  });
});
