import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ArchiveError } from '../../../../../src/exports/lines/archiveError.ts';
import type { ArchiveForm, DataFile } from '../../../../support/exportArchiveForms.ts';
import { makeArchiveForm } from '../../../../support/exportArchiveForms.ts';
import { createRandom, type Random } from '../../../../support/random.ts';
import { allShapes, unpackBytes } from '../../../../support/unpackBytes.ts';

/** More of them: ARCHIVE_FUZZ=20000 ARCHIVE_FUZZ_SEED=7 mocha … */
const count = Number(process.env['ARCHIVE_FUZZ'] ?? 400);
const firstSeed = Number(process.env['ARCHIVE_FUZZ_SEED'] ?? 1);

describe('archives of many forms', () => {
  let root: string;
  before(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'archive-fuzz-'))));
  after(() => rm(root, { recursive: true, force: true }));

  /** Files of users in lines: a few, or one, with a last newline or without. */
  function makeFiles(random: Random): DataFile[] {
    const files = 1 + random.below(4);
    return Array.from({ length: files }, (_, i) => {
      const users = Array.from({ length: 1 + random.below(30) }, (__, n) =>
        JSON.stringify({
          external_id: `u-${i}-${n}`,
          note: 'é, "ü" ] }'.slice(0, random.below(12)),
        }),
      );
      const end = random.chance(0.5) ? '\n' : '';
      return { name: `part${i}.txt`, bytes: Buffer.from(users.join('\n') + end) };
    });
  }

  async function check(form: ArchiveForm): Promise<'read' | 'refused'> {
    const expected = form.data.map((it) => it.bytes.toString().replace(/([^\n])$/, '$1\n')).join('');
    try {
      const { users, leftOut, notes, text } = await unpackBytes(root, form.bytes, { shapes: allShapes });
      const read = text.replace(/([^\n])$/, '$1\n');
      // No checksum covers names: a changed bit in one may change the order of the members.
      if (form.isDamaged) assert.deepEqual(read.split('\n').sort(), expected.split('\n').sort());
      else assert.equal(read, expected);
      assert.equal(users, expected.split('\n').length - 1);
      if (form.isDamaged) return 'read';
      assert.deepEqual(leftOut, form.leftOut);
      const stray = notes.filter((it) => it.endsWith('ignored.'));
      const sides = notes.filter((it) => /^\d+ side files? /.test(it));
      assert.equal(stray.length > 0, form.strayBytes > 0);
      assert.equal(Number.parseInt(sides[0] ?? '0', 10), form.sideFiles);
      return 'read';
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      assert.ok(form.isDamaged, `${error.code}: ${error.message}`);
      return 'refused';
    }
  }

  const outcomes = { read: 0, refused: 0 };
  for (let from = firstSeed; from < firstSeed + count; from += 100) {
    const to = Math.min(from + 100, firstSeed + count);
    it(`reads all data and nothing else, or refuses what is damaged: seeds ${from} to ${to - 1}`, async () => {
      for (let seed = from; seed < to; seed++) {
        const random = createRandom(seed);
        const form = makeArchiveForm(makeFiles(random), random);
        try {
          outcomes[await check(form)]++;
        } catch (error) {
          throw new Error(`Seed ${seed}, ${form.title}: ${String(error)}`, { cause: error });
        }
      }
    });
  }

  it('meets both', () => {
    assert.ok(outcomes.read > count / 2);
    assert.ok(outcomes.refused > count / 50);
  });
});
