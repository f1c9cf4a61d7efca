import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createExportPlaces, wasTouchedLately } from '../../../../src/exports/jobs/exportPlaces.ts';
import { createLedger } from '../../../../src/exports/jobs/ledger.ts';
import { createMemoryState } from '../../../support/memoryStorage.ts';

describe('the folders of exports', () => {
  let root: string;
  let chosen: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'appboy-places-'));
    chosen = '';
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const own = (): string => path.join(root, 'own');
  const create = (state = createMemoryState()) => createExportPlaces(state, own(), () => chosen);

  it('go on being looked into after the setting named another', async () => {
    const state = createMemoryState();
    const places = create(state);
    assert.deepEqual(places.all(), [own()]);
    assert.equal(await places.choose(), own());
    chosen = path.join(root, 'one');
    assert.equal(await places.choose(), chosen);
    const one = chosen;
    chosen = path.join(root, 'two');
    assert.deepEqual(new Set(create(state).all()), new Set([own(), one, chosen]));
  });

  it('are found where the setting makes no sense, but none is chosen then', async () => {
    const places = createExportPlaces(createMemoryState(), own(), () => {
      throw new Error('must be absolute');
    });
    assert.deepEqual(places.all(), [own()]);
    await assert.rejects(places.choose(), /must be absolute/);
  });

  it('tell whether one of them holds a job', async () => {
    const places = create();
    assert.equal(await places.haveJobs(), false);
    const ledger = createLedger(own());
    const id = '2026-03-01-some-file-00000000';
    const stage = { stage: 'unpacking', at: 1, readBytes: 0, writtenBytes: 0, users: 0 } as const;
    const common = {
      version: 1,
      id,
      title: 'Some file',
      createdAt: 1,
      keepArchive: false,
      warnings: [],
    } as const;
    await ledger.save({ ...common, warnings: [], kind: 'import', request: { path: '/x' }, stage });
    assert.equal(await places.haveJobs(), true);
    await ledger.close(id);
    assert.equal(await places.haveJobs(), false);
  });
});

describe('a folder that says nothing', () => {
  it('is left alone while somebody may be writing into it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'appboy-places-'));
    const minuteMs = 60_000;
    assert.equal(await wasTouchedLately(folder, Date.now()), true);
    assert.equal(await wasTouchedLately(folder, Date.now() + 11 * minuteMs), false);
    const later = new Date(Date.now() + 5 * minuteMs);
    const part = path.join(folder, 'users.ndjson.part');
    await writeFile(part, '{}\n');
    await utimes(part, later, later);
    assert.equal(await wasTouchedLately(folder, Date.now() + 11 * minuteMs), true);
    await rm(folder, { recursive: true });
    assert.equal(await wasTouchedLately(folder, Date.now()), false);
  });
});
