import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createArrival } from '../../../../../src/exports/archive/followArchive.ts';
import type { Unpacked } from '../../../../../src/exports/archive/unpack.ts';
import { unpack } from '../../../../../src/exports/archive/unpack.ts';
import type { ZipEnd, ZipMember } from '../../../../support/exportZipMaker.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

describe('archives that are odd, and hold what they hold', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'odd-zip-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  type Read = Unpacked & { text: string };

  /** Unpacks a file whole, and once more while it arrives: both must say the same. */
  async function read(bytes: Buffer): Promise<Read> {
    const archive = path.join(root, 'export.zip');
    await writeFile(archive, bytes);
    const readings = [];
    for (const follows of [false, true]) {
      const file = path.join(root, `users-${String(follows)}.ndjson`);
      const arrival = createArrival();
      const request = { archive, file, shapes: ['lines', 'json', 'csv'] as const };
      const done = unpack(
        request,
        () => undefined,
        new AbortController().signal,
        follows ? arrival : undefined,
      );
      arrival.advance(bytes.length);
      arrival.complete();
      readings.push({ ...(await done), text: await readFile(`${file}.part`, 'utf8') });
    }
    assert.deepEqual(readings[1], readings[0]);
    return readings[0] as Read;
  }

  function lines(from: number, to: number): string {
    return Array.from({ length: to - from }, (_, i) => `{"external_id":"u-${from + i}"}\n`).join('');
  }

  const member = (name: string, text: string | Buffer, options: Partial<ZipMember> = {}): ZipMember => ({
    name,
    data: Buffer.from(text),
    ...options,
  });
  const two = (first: Partial<ZipMember> = {}, end: ZipEnd = {}): Buffer =>
    makeZip([member('a.txt', lines(0, 5), first), member('b.txt', lines(5, 9))], end);

  const page = '<!DOCTYPE html><html><body>Thanks</body></html>\n';
  const stray: [string, Buffer, string[]][] = [
    [
      'a line end behind',
      Buffer.concat([two(), Buffer.from('\r\n')]),
      ['2 bytes behind the archive were ignored.'],
    ],
    [
      'one byte behind',
      Buffer.concat([two(), Buffer.from('\n')]),
      ['1 byte behind the archive was ignored.'],
    ],
    [
      'a page behind',
      Buffer.concat([two(), Buffer.from(page)]),
      ['48 bytes behind the archive were ignored.'],
    ],
    [
      'zeros behind',
      Buffer.concat([two(), Buffer.alloc(512)]),
      ['512 bytes behind the archive were ignored.'],
    ],
    [
      'many zeros behind',
      Buffer.concat([two(), Buffer.alloc(3e6)]),
      ['2.9 MB behind the archive were ignored.'],
    ],
    [
      'a head before',
      Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), two()]),
      ['19 bytes before the archive were ignored.'],
    ],
    [
      'a program before and zeros behind, zip64',
      Buffer.concat([
        Buffer.from('\x7fELF\0\0program'),
        two({ zip64: true }, { zip64: true }),
        Buffer.alloc(10),
      ]),
      ['13 bytes before the archive were ignored.', '10 bytes behind the archive were ignored.'],
    ],
    ['the mark of a split that was none', Buffer.concat([Buffer.from('PK00'), two()]), []],
    ['a comment', two({}, { comment: Buffer.from('of 2026') }), []],
    ['a comment cut short', two({}, { comment: Buffer.from('of 2026') }).subarray(0, -3), []],
    [
      'a comment that holds an end record’s signature',
      two({}, { comment: Buffer.from(`PK\x05\x06${'x'.repeat(40)}`) }),
      [],
    ],
  ];
  for (const [title, bytes, notes] of stray) {
    it(`reads one with ${title}`, async () => {
      const { text, notes: said, leftOut } = await read(bytes);
      assert.equal(text, lines(0, 9));
      assert.deepEqual([said, leftOut], [notes, []]);
    });
  }

  const claims: [string, Buffer][] = [
    ['another name in the local header', two({ local: { name: Buffer.from('z.txt') } })],
    ['a longer name in the local header', two({ local: { name: Buffer.from('long/a.txt') } })],
    ['another unpacked size in the local header', two({ local: { sizeBytes: 1 } })],
    ['nothing but zeros in the local header', two({ local: { crc: 0, sizeBytes: 0, compressedBytes: 0 } })],
    ['flags that say how it was deflated', two({ local: { flags: 6 }, central: { flags: 6 } })],
    ['a descriptor that the directory does not mention', two({ descriptor: true, central: { flags: 0 } })],
    ['a name that is not UTF-8 and says so', two({ central: { name: Buffer.from([0xff, 0xfe]) } })],
    ['a wrong offset of the directory', two({}, { directoryOffset: 3 })],
    ['a wrong length of the directory', two({}, { directoryBytes: 7 })],
    ['the number of another disk', two({}, { disk: 1 })],
    ['disk numbers of all ones', two({}, { disk: 0xffff })],
    ['members in another order in the directory', swapRecords(two())],
    ['bytes between the directory and its end', beforeEnd(two(), Buffer.from('PK\x05\x05\x04\0abcd'))],
  ];
  for (const [title, bytes] of claims) {
    it(`reads one with ${title}`, async () => {
      const { text, users } = await read(bytes);
      assert.deepEqual([text.split('\n').sort(), users], [lines(0, 9).split('\n').sort(), 9]);
    });
  }

  it('reads both of two members of one name', async () => {
    const { text } = await read(makeZip([member('a', lines(0, 2)), member('a', lines(2, 3))]));
    assert.equal(text, lines(0, 3));
  });

  it('reads a gzip file with something behind it, and says so', async () => {
    for (const [behind, said] of [
      ['\r\n', '2 bytes behind the archive were ignored.'],
      ['\n', '1 byte behind the archive was ignored.'],
      [page, '48 bytes behind the archive were ignored.'],
    ] as const) {
      const bytes = Buffer.concat([gzipSync(lines(0, 900)), gzipSync(lines(900, 950)), Buffer.from(behind)]);
      const { text, notes } = await read(bytes);
      assert.equal(text, lines(0, 950));
      assert.deepEqual(notes, [said]);
    }
  });
});

/** The two records of a directory in the other order. */
function swapRecords(zip: Buffer): Buffer {
  const first = zip.indexOf('PK\x01\x02');
  const second = zip.indexOf('PK\x01\x02', first + 1);
  const end = zip.indexOf('PK\x05\x06');
  return Buffer.concat([
    zip.subarray(0, first),
    zip.subarray(second, end),
    zip.subarray(first, second),
    zip.subarray(end),
  ]);
}

function beforeEnd(zip: Buffer, bytes: Buffer): Buffer {
  const end = zip.indexOf('PK\x05\x06');
  return Buffer.concat([zip.subarray(0, end), bytes, zip.subarray(end)]);
}
