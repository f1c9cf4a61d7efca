import assert from 'node:assert/strict';
import { keepLineEnds } from '../../../../src/ndjson/file/lineEnds.ts';
import {
  createLineIndexBuilder,
  type LineEnds,
  type LineIndex,
  type LineIndexBuilder,
} from '../../../../src/ndjson/file/lineIndex.ts';
import { createRandom } from '../../../support/random.ts';

/** Lines of a buffer the slow way: [start, end) pairs. */
function findLines(bytes: Uint8Array): [number, number][] {
  const lines: [number, number][] = [];
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x0a) continue;
    lines.push([start, i]);
    start = i + 1;
  }
  if (start < bytes.length) lines.push([start, bytes.length]);
  return lines;
}

function listLines(index: LineIndex): [number, number][] {
  return Array.from({ length: index.lineCount }, (_, n) => [index.lineStart(n), index.lineEnd(n)]);
}

function buildFrom(bytes: Uint8Array, chunkBytes = bytes.length || 1): LineIndexBuilder {
  const index = createLineIndexBuilder();
  for (let at = 0; at < bytes.length; at += chunkBytes) index.push(bytes.subarray(at, at + chunkBytes));
  return index;
}

/** What an archive's member leaves of its lines. */
function keepPart(bytes: Uint8Array): { readonly lineEnds: LineEnds; readonly sizeBytes: number } {
  return { lineEnds: keepLineEnds(buildFrom(bytes)), sizeBytes: bytes.length };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Lines whose lengths go through every packing: bytes, two-byte and four-byte distances. */
function makeMixedLines(seed: number): Uint8Array {
  const random = createRandom(seed);
  const lengths = Array.from({ length: 3000 }, (_, i) => {
    if (i < 1000) return random.below(40);
    if (i < 2000) return random.below(500);
    return random.below(10) === 0 ? random.below(20_000) : random.below(300);
  });
  const bytes = new Uint8Array(lengths.reduce((sum, it) => sum + it + 1, 0)).fill(0x61);
  let at = -1;
  for (const length of lengths) bytes[(at += length + 1)] = 0x0a;
  return bytes;
}

describe('lineIndex', () => {
  for (const text of [
    '',
    'a',
    'a\n',
    '\n',
    '\n\n',
    'a\n\nb',
    'a\nb\n',
    '\r\n{}\r\n',
    '\n'.repeat(1000),
    'x'.repeat(999),
  ]) {
    it(`finds the lines of ${JSON.stringify(text.slice(0, 12))} (${text.length} bytes)`, () => {
      const bytes = bytesOf(text);
      assert.deepEqual(listLines(buildFrom(bytes)), findLines(bytes));
    });
  }

  it('gives the same lines whatever the chunks are, aligned or not', () => {
    const bytes = makeMixedLines(1);
    const expected = findLines(bytes);
    for (const chunkBytes of [1, 3, 7, 255, 4096, 65_537, bytes.length]) {
      assert.deepEqual(listLines(buildFrom(bytes, chunkBytes)), expected, `chunks of ${chunkBytes}`);
    }
  });

  it('joins indexes of parts made elsewhere, cut anywhere', () => {
    const bytes = makeMixedLines(2);
    const random = createRandom(3);
    for (let round = 0; round < 5; round++) {
      const joined = createLineIndexBuilder();
      let at = 0;
      while (at < bytes.length) {
        const to = Math.min(bytes.length, at + 1 + random.below(100_000));
        joined.append(keepPart(bytes.subarray(at, to)), at);
        at = to;
      }
      assert.deepEqual(listLines(joined), findLines(bytes));
    }
  });

  it('refuses a part that does not start where the index ends', () => {
    const joined = createLineIndexBuilder();
    joined.push(bytesOf('a\n'));
    assert.throws(() => joined.append(keepPart(bytesOf('b\n')), 3), RangeError);
  });

  it('answers while it grows', () => {
    const index = createLineIndexBuilder();
    index.push(bytesOf('one\ntw'));
    assert.equal(index.newlineCount, 1);
    assert.equal(index.lineCount, 2);
    assert.equal(index.lineEnd(1), 6);
    index.push(bytesOf('o\n'));
    assert.equal(index.lineCount, 2);
    assert.equal(index.lineEnd(1), 7);
    assert.equal(index.lineStart(2), 8);
  });

  it('holds positions past 4 GiB, and lines longer than that', () => {
    const index = createLineIndexBuilder();
    let at = 0;
    for (let i = 0; i < 3; i++) {
      const part = keepPart(bytesOf('abc\n'.repeat(300)));
      index.append(part, at);
      at += part.sizeBytes;
      index.append({ lineEnds: keepLineEnds(createLineIndexBuilder()), sizeBytes: 5 * 2 ** 30 }, at);
      at += 5 * 2 ** 30;
    }
    assert.equal(index.lineCount, 901);
    assert.equal(index.lineStart(301), 5 * 2 ** 30 + 1204);
    assert.equal(index.lineEnd(900), at);
    assert.equal(index.lineAt(10 * 2 ** 30 + 1200), 600);
  });

  it('finds the line of a byte', () => {
    const bytes = makeMixedLines(4);
    const index = buildFrom(bytes);
    for (const [n, [start, end]] of findLines(bytes).entries()) {
      assert.equal(index.lineAt(start), n);
      assert.equal(index.lineAt(end), n);
    }
    assert.equal(index.lineAt(bytes.length), -1);
    assert.equal(index.lineAt(-1), -1);
  });

  it('throws a RangeError for lines that are not there', () => {
    const index = buildFrom(bytesOf('a\nb'));
    for (const n of [-1, 3, 0.5, Number.NaN]) assert.throws(() => index.lineStart(n), RangeError);
    assert.throws(() => index.lineEnd(2), RangeError);
    assert.equal(index.lineStart(2), 3);
  });

  it('takes at most 1.6 bytes a line of 44 bytes and 4.5 a line of 5 KB', () => {
    const short = createLineIndexBuilder();
    const shortLines = bytesOf(`${'x'.repeat(43)}\n`.repeat(10_000));
    for (let i = 0; i < 100; i++) short.push(shortLines);
    assert.ok(short.memoryBytes / short.lineCount <= 1.6, `${short.memoryBytes / short.lineCount}`);
    const long = createLineIndexBuilder();
    const longLines = bytesOf(`${'x'.repeat(4999)}\n`.repeat(100));
    for (let i = 0; i < 10_000; i++) long.push(longLines);
    assert.ok(long.memoryBytes / long.lineCount <= 4.5, `${long.memoryBytes / long.lineCount}`);
  });
});
