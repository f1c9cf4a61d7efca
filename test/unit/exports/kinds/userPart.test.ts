import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readIdList, writeIdList } from '../../../../src/exports/kinds/idList.ts';
import type { UserBatch } from '../../../../src/exports/kinds/userPart.ts';
import { openUserPart } from '../../../../src/exports/kinds/userPart.ts';

const never = new AbortController().signal;

describe('the answers of an export by external ID', () => {
  let root: string;
  let file: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'user-part-'));
    file = path.join(root, 'users.ndjson');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const batches: UserBatch[] = [
    { users: ['{"a":1}', '{"ä":"🙂"}'], invalidUserIds: ['é'], warnings: ['w'] },
    { users: [], invalidUserIds: ['x', 'y', 'z'] },
    { users: ['{"b":2}', '{"c":3}', '{}'], invalidUserIds: [], warnings: ['w'] },
  ];
  const whole = '{"a":1}\n{"ä":"🙂"}\n{"b":2}\n{"c":3}\n{}\n';

  /** Asks for whatever is missing, as an export does. */
  async function complete(): Promise<{ answered: number; text: string; unknown: readonly string[] }> {
    const part = await openUserPart(file, never);
    const before = part.tally.answered;
    for (const batch of batches.slice(before / 3)) await part.keep(3, batch);
    assert.equal(await part.seal(never), true);
    const { tally } = part;
    await part.close();
    assert.deepEqual([tally.answered, tally.users, [...tally.warnings]], [9, 5, ['w']]);
    const text = await readFile(`${file}.part`, 'utf8');
    assert.equal(tally.sizeBytes, Buffer.byteLength(text));
    return { answered: before, text, unknown: tally.unknownIds };
  }

  it('are whole whatever a power cut left of them, wherever it cut', async () => {
    await complete();
    const lines = await readFile(`${file}.part`);
    const journal = await readFile(`${file}.journal.part`);
    const seen = new Set<number>();
    for (let kept = 0; kept <= journal.length; kept += kept % 5 === 0 ? 1 : 4) {
      await writeFile(`${file}.part`, lines);
      await writeFile(`${file}.journal.part`, journal.subarray(0, kept));
      const { answered, text, unknown } = await complete();
      seen.add(answered);
      assert.equal(text, whole);
      assert.deepEqual(unknown, ['é', 'x', 'y', 'z']);
    }
    // Where the disk broke its word, and flushed the record without the lines.
    for (let kept = 0; kept <= lines.length; kept += 3) {
      await writeFile(`${file}.part`, lines.subarray(0, kept));
      await writeFile(`${file}.journal.part`, journal);
      assert.equal((await complete()).text, whole);
    }
    assert.deepEqual([...seen].sort(), [0, 3, 6, 9]);
  });

  it('are believed only where their bytes are what they were', async () => {
    await complete();
    const lines = await readFile(`${file}.part`);
    const journal = await readFile(`${file}.journal.part`);
    for (let at = 0; at < lines.length; at += 3) {
      const spoilt = Buffer.from(lines);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      await writeFile(`${file}.part`, spoilt);
      await writeFile(`${file}.journal.part`, journal);
      assert.equal((await complete()).text, whole);
    }
  });

  it('are asked for again where somebody changed them before the end', async () => {
    const part = await openUserPart(file, never);
    for (const batch of batches) await part.keep(3, batch);
    const lines = await readFile(`${file}.part`);
    await writeFile(`${file}.part`, lines.subarray(0, -3));
    assert.equal(await part.seal(never), false);
    assert.equal(part.tally.answered, 6);
    for (const batch of batches.slice(2)) await part.keep(3, batch);
    assert.equal(await part.seal(never), true);
    await part.close();
    assert.equal(await readFile(`${file}.part`, 'utf8'), whole);
  });
});

describe('the list of ids of a job', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'id-list-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('gives any stretch as it was given', async () => {
    const ids = ['a', 'two\nlines', 'c,d', '"', '\\', '\ud83d', '🙂', '0010', ' '];
    await writeIdList(root, ids);
    const list = await readIdList(root, ids.length);
    for (let from = 0; from <= ids.length; from++)
      for (let to = from; to <= ids.length + 2; to++)
        assert.deepEqual(list.slice(from, to), ids.slice(from, to), `${from} to ${to}`);
  });

  it('is refused wherever it was cut', async () => {
    await writeIdList(root, ['a', 'b', 'cc']);
    const file = path.join(root, 'external-ids.part');
    const bytes = await readFile(file);
    for (let kept = 0; kept < bytes.length; kept++) {
      await writeFile(file, bytes.subarray(0, kept));
      await assert.rejects(readIdList(root, 3), /missing or not whole/);
    }
    await writeFile(file, bytes);
    for (const count of [2, 4]) await assert.rejects(readIdList(root, count), /missing or not whole/);
  });
});
