import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ArchiveError } from '../../../../../src/exports/lines/archiveError.ts';
import { createRandom } from '../../../../support/random.ts';
import { allShapes, unpackBytes } from '../../../../support/unpackBytes.ts';
import { makeFuzzFile, type FuzzFile } from '../../importFuzzFiles.ts';
import { write } from '../../importReference.ts';

// Encodings × line ends × delimiters × forms of archives × cuts, through the import: each result is what a simple reading of
// the same bytes says, or is refused by name. Another seed or more files:
//   FUZZ_SEED=7 FUZZ_FILES=20000 node node_modules/mocha/bin/mocha.js test/unit/exports/kinds/importFile/importFuzz.test.ts
const seed = Number(process.env['FUZZ_SEED'] ?? 17);
const fileCount = Number(process.env['FUZZ_FILES'] ?? 400);

describe('import of files of every kind', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'import-fuzz-'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it(`loses nothing silently: ${fileCount} files of seed ${seed}`, async function () {
    this.timeout(0);
    const figures = { equal: 0, refused: 0 };
    const codes = new Map<string, number>();
    const wrong: string[] = [];
    for (let i = 0; i < fileCount; i++) {
      const file = makeFuzzFile(createRandom(seed * 1_000_003 + i));
      const outcome = await judge(file, root);
      if (outcome === 'equal') figures.equal++;
      else if (outcome.startsWith('refused ')) {
        figures.refused++;
        codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
      } else wrong.push(`${i} ${file.title}: ${outcome}`);
    }
    const counts = [...codes].map(([code, count]) => `${code.slice(8)} ${count}`).join(', ');
    console.log(
      `      ${fileCount} files: ${figures.equal} equal, ${figures.refused} refused by name (${counts}), ${wrong.length} wrong`,
    );
    assert.deepEqual(wrong.slice(0, 20), []);
    assert.ok(figures.equal > fileCount / 2, 'most are read');
  });
});

async function judge({ bytes, expected, isDamaged }: FuzzFile, root: string): Promise<string> {
  try {
    const unpacked = await unpackBytes(root, bytes, { shapes: allShapes, reading: {} });
    const { users, badLines, blankLines, leftOut, text } = unpacked;
    const lines = text.split('\n').filter((it) => it.trim() !== '');
    const found = lines.map(write);
    if (users + badLines.count !== lines.length)
      return `counts ${users} + ${badLines.count} (${blankLines} blank) of ${lines.length} lines`;
    const notObjects = found.filter((it) => !it.startsWith('{')).length;
    if (notObjects > badLines.count) return `${badLines.count} bad of ${notObjects}`;
    if (isSame(found, expected)) return 'equal';
    // A member whose name is damaged may look like none of the data.
    if (isDamaged && leftOut.length > 0 && found.every((it) => expected.includes(it)))
      return 'refused leftOut';
    if (isDamaged && isSame(found.toSorted(), [...expected].sort())) return 'equal';
    // Of a list that is cut before its first element, what there is counts as bad.
    if (expected[0] === 'refused' && users === 0 && badLines.count > 0) return 'refused asBad';
    const at = found.findIndex((it, i) => it !== expected[i]);
    return `line ${at + 1} of ${found.length}/${expected.length}: ${found[at]} instead of ${expected[at]}`;
  } catch (error) {
    if (error instanceof ArchiveError) return `refused ${error.code}`;
    throw error;
  }
}

/** A `\r` between two bad lines may be a part of the one that both are. */
function isSame(found: readonly string[], expected: readonly string[]): boolean {
  const isBad = (line: string | undefined): boolean => line !== undefined && !line.startsWith('{');
  const joinBad = (lines: readonly string[]): string =>
    lines.map((it, i) => (isBad(it) && isBad(lines[i - 1]) ? '' : '\n') + it.replace(/^bad /, '')).join('');
  return joinBad(found) === joinBad(expected);
}
