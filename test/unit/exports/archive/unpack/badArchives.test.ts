import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  adviseOnArchive,
  ArchiveError,
  archiveProblems,
} from '../../../../../src/exports/lines/archiveError.ts';
import { createArrival } from '../../../../../src/exports/archive/followArchive.ts';
import { unpack } from '../../../../../src/exports/archive/unpack.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/zip/bad');

describe('what is said of an archive that is refused', () => {
  for (const code of archiveProblems) {
    it(`names the next step: ${code}`, () => {
      assert.match(
        adviseOnArchive(code),
        /^(?:Download|Unpack|Join|Do not|Choose|Open it again|Put|Check|Let) .*\.$/,
      );
    });
  }

  it('is one sentence', async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'bad-zip-'));
    const none = new AbortController().signal;
    for (const name of readdirSync(folder)) {
      const request = { archive: path.join(folder, name), file: path.join(root, 'users.ndjson') };
      const error: unknown = await unpack(request, () => undefined, none).catch((it: unknown) => it);
      assert.ok(error instanceof ArchiveError);
      assert.match(error.message, /^[A-Z][^\n]*[^.\s]\.$/);
    }
    await rm(root, { recursive: true, force: true });
  });
});

describe('broken archives', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'bad-zip-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  for (const name of readdirSync(folder)) {
    const [code] = name.split('.');

    it(`refuses ${name}`, async () => {
      const archive = path.join(folder, name);
      const before = await readFile(archive);
      const file = path.join(root, 'users.ndjson');
      await assert.rejects(
        unpack({ archive, file }, () => undefined, new AbortController().signal),
        { code },
      );
      // Nothing under a final name, and the archive as it was.
      assert.deepEqual(
        (await readdir(root)).filter((it) => !it.endsWith('.part')),
        [],
      );
      assert.ok(before.equals(await readFile(archive)));
    });

    it(`refuses ${name} while it arrives`, async () => {
      const archive = path.join(folder, name);
      const arrival = createArrival();
      const task = { archive, file: path.join(root, 'users.ndjson') };
      const done = unpack(task, () => undefined, new AbortController().signal, arrival);
      const { length } = await readFile(archive);
      for (let at = 0; at <= length; at += Math.ceil((length + 1) / 7)) arrival.advance(at);
      arrival.advance(length);
      arrival.complete();
      await assert.rejects(done, { code });
    });
  }
});
