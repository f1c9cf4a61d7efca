import assert from 'node:assert/strict';
import { diffFiles } from '../../../src/ndjson/diff/diffFiles.ts';
import { createMemoryReader } from './memoryReader.ts';
import type { KernelCode } from '../../../src/ndjson/kernel/kernel.ts';
import { buildKeyIndex, hasKey } from '../../../src/ndjson/keyLookup.ts';
import { createLineJob, type LineJobKind, type JobParts } from '../../../src/ndjson/scan/lineJobs.ts';
import { createLineIndexBuilder } from '../../../src/ndjson/file/lineIndex.ts';
import {
  countValues,
  filterLines,
  searchLines,
  profileFields,
  type ScannedFile,
} from '../../../src/ndjson/scan/lineTasks.ts';
import type { SearchPattern } from '../../../src/ndjson/scan/textSearch.ts';
import { editAnywhere, makeFuzzFile } from './fuzzFiles.ts';
import { makeQuery, paths } from './makeQuery.ts';
import {
  countNaively,
  diffNaively,
  filterNaively,
  keysNaively,
  profileNaively,
  readLinesNaively,
  searchNaively,
} from './naive.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { last } from './workspace.ts';

/**
 * One round: a file of some bytes, and one question of every kind about it, answered by what the threads run and by the
 * slow and obvious way. Rejects with an AssertionError that names the question.
 */
export async function fuzzRound(seed: number, code: KernelCode): Promise<void> {
  const random = createRandom(seed);
  const bytes = makeFuzzFile(random);
  const file = openBytes(random, bytes, code);
  checkLines(file, bytes);
  for (let i = 0; i < 4; i++) await checkSearch(random, file, bytes);
  await checkFilter(random, file, bytes);
  await checkCounts(random, file, bytes);
  await checkProfile(file, bytes);
  await checkKeys(random, file, bytes);
  const other = random.below(2) ? editAnywhere(random, bytes) : makeFuzzFile(random);
  const found = await last(diffFiles(file, openBytes(random, other, code), 'external_id'));
  assert.ok(found.diff);
  const { added, removed, changed, ...counts } = found.diff;
  const lists = [added, removed, changed.before, changed.after].map((it) => it.slice(0, it.length));
  assert.deepEqual({ lists, ...counts }, diffNaively(bytes, other, 'external_id'), 'diff');
}

/** A file as the tasks see it; its jobs run here, and its bytes came to the index in pieces of any size. */
function openBytes(random: Random, bytes: Buffer, code: KernelCode): ScannedFile {
  const lines = createLineIndexBuilder();
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(random.pick([3, 60, 5000]));
    lines.push(bytes.subarray(at, at + size));
    at += size;
  }
  const reader = createMemoryReader(bytes);
  return {
    lines,

    async *run<K extends LineJobKind>(
      request: Parameters<ScannedFile['run']>[0],
      ranges: Parameters<ScannedFile['run']>[1],
    ) {
      const job = createLineJob(request, reader, code);
      for (const range of ranges) yield job(range) as JobParts[K];
    },
  };
}

function checkLines({ lines }: ScannedFile, bytes: Buffer): void {
  const expected = readLinesNaively(bytes);
  assert.equal(lines.lineCount, expected.length, 'lines');
  for (const [n, { start, bytes: own }] of expected.entries()) {
    assert.deepEqual([lines.lineStart(n), lines.lineEnd(n)], [start, start + own.length], `line ${n}`);
    assert.equal(lines.lineAt(start), n);
  }
}

/** A piece of the file, as it stands there or as its escapes say. */
function cutText(random: Random, bytes: Buffer): string {
  const at = random.below(bytes.length + 1);
  const piece = bytes.toString('utf8', at, at + 1 + random.below(random.below(3) ? 8 : 30));
  const said = random.below(2) ? piece : piece.replace(/\\u[\da-fA-F]{4}|\\["\\/bfnrt]/g, sayEscape);
  return said.replace(/[\r\n\ufffd\ufeff]/g, '');
}

const sayEscape = (escape: string): string => JSON.parse(`"${escape}"`) as string;

async function checkSearch(random: Random, file: ScannedFile, bytes: Buffer): Promise<void> {
  const cut = cutText(random, bytes);
  const pattern: SearchPattern = {
    ...(random.below(3)
      ? {
          kind: 'text',
          text: random.below(3)
            ? cut
            : random.pick([
                ...['gold', 'É', 'u1', '\u212a', 'x"y', '', '\\u00', '\\', '"', '\\"', 'n', 'a"b', '\t'],
                ...[
                  '"plan":"gold"',
                  'slash',
                  'back\\slash',
                  '😀',
                  'é',
                  'https://x.y/',
                  '/',
                  'tab\tnew',
                  '00',
                ],
              ]),
        }
      : {
          kind: 'regex',
          text: random.pick(['^\\{', 'g.*d', '\\d+', '[^a-z"]{3}', '\\}$', 'é|É', '\\p{Lu}', 'x*']),
        }),
    matchCase: random.below(2) === 0,
    wholeWord: random.below(2) === 0,
    isRaw: random.below(3) === 0,
  };
  const { lines, hitCount } = await last(searchLines(file, { pattern, query: { kind: 'everything' } }));
  assert.deepEqual(
    { lines: lines.slice(0, lines.length), hitCount },
    searchNaively(bytes, pattern),
    `search ${JSON.stringify(pattern)}`,
  );
}

async function checkFilter(random: Random, file: ScannedFile, bytes: Buffer): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const query = makeQuery(random, 2);
    const { lines } = await last(filterLines(file, query));
    assert.deepEqual(
      lines.slice(0, lines.length),
      filterNaively(bytes, query),
      `filter ${JSON.stringify(query)}`,
    );
  }
}

async function checkCounts(random: Random, file: ScannedFile, bytes: Buffer): Promise<void> {
  const path = random.pick(paths.filter((it) => it.split('.').length < 3 && !/\d/.test(it)));
  const { counts } = await last(countValues(file, { path, query: { kind: 'everything' }, limit: 1_000_000 }));
  const found = {
    values: new Map(counts.values.map(([value, count]) => [JSON.stringify([value, typeof value]), count])),
    rest: [counts.missingCount, counts.invalidCount, counts.blankCount, counts.objectCount],
  };
  assert.deepEqual(found, countNaively(bytes, path), `count by ${path}`);
}

async function checkProfile(file: ScannedFile, bytes: Buffer): Promise<void> {
  const { profile } = await last(profileFields(file, { kind: 'everything' }));
  const expected = profileNaively(bytes);
  assert.deepEqual([profile.lineCount, profile.invalidCount], [expected.lineCount, expected.invalidCount]);
  const found = profile.fields.map(({ path, lineCount, kinds, minNumber, maxNumber, minText, maxText }) => [
    path,
    { lineCount, kinds, minNumber: plusZero(minNumber), maxNumber: plusZero(maxNumber), minText, maxText },
  ]);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected.fields), 'profile');
}

function plusZero(number: number | undefined): number | undefined {
  return number === undefined ? undefined : number + 0;
}

async function checkKeys(random: Random, file: ScannedFile, bytes: Buffer): Promise<void> {
  const field = random.pick(['external_id', 'external_id', 'plan', 'a', 'é', 'x"y', 'a.b']);
  const expected = keysNaively(bytes, field);
  const { index } = await last(buildKeyIndex(file, field));
  const lines = readLinesNaively(bytes);
  for (const key of new Set([...expected.keys(), 'u1', 'gold', 'nobody', '1', ''])) {
    const candidates = index?.findLines(key) ?? [];
    const found = candidates.filter((line) => hasKey(lines[line]?.bytes.toString('utf8') ?? '', field, key));
    assert.deepEqual(found, expected.get(key) ?? [], `${field}:${key}`);
  }
}
