// Writes test/fixtures/zip/bad: archives that must be refused, each named after the error it must be refused with
// (the part between the first and the last dot only numbers several of one kind). Run it after changing it:
//   node test/support/exportBadZips.ts
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ZipMember } from './exportZipMaker.ts';
import { makeZip } from './exportZipMaker.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/zip/bad');
const users = Buffer.from(
  Array.from({ length: 40 }, (_, i) => `{"external_id":"u-${i}","country":"DE"}\n`).join(''),
);
const good: ZipMember = { name: '1.txt', data: users };
const whole = makeZip([{ name: '0.txt', data: users }, good]);
const zeros = Buffer.alloc(80 * 1024 * 1024, 0x20);

const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const job = {
  version: 1,
  id: '2026-01-02-vip-0a1b2c3d',
  title: 'VIP',
  kind: 'segment',
  stage: { stage: 'unpacking', at: 1 },
};

/** The same archive with some bytes changed. */
function patch(bytes: Buffer, ...changes: [offset: number, value: number][]): Buffer {
  const changed = Buffer.from(bytes);
  for (const [offset, value] of changes) changed[offset < 0 ? changed.length + offset : offset] = value;
  return changed;
}

/** Two directory entries for one member's bytes: unpacked twice, stored once. */
function makeTwins(): Buffer {
  return makeZip([
    good,
    { name: '2.txt', data: users, central: { name: Buffer.from('1.txt'), headerOffset: 0 } },
  ]);
}

/** A member that says it is deflated and holds the first half of a deflate stream, with fitting sizes. */
function makeHalfStream(): Buffer {
  const data = gzipSync(users).subarray(10, 60);
  const claims = { method: 8, sizeBytes: users.length };
  return makeZip([{ name: '1.txt', data, method: 0, local: claims, central: claims }]);
}

const firstData = 30 + '0.txt'.length;
const bad: Record<string, Buffer> = {
  'truncated.half.zip': whole.subarray(0, whole.length / 2),
  'truncated.no-end-record.zip': whole.subarray(0, -22),
  'truncated.one-byte-short.zip': whole.subarray(0, -1),
  'truncated.only-a-header.zip': whole.subarray(0, firstData),
  'truncated.stream-ends-early.zip': makeHalfStream(),
  'truncated.body.gz': gzipSync(users).subarray(0, -20),
  'encrypted.flag.zip': makeZip([{ ...good, local: { flags: 1 }, central: { flags: 1 } }]),
  'encrypted.local-only.zip': makeZip([{ ...good, local: { flags: 0x801 } }]),
  'encrypted.aes.zip': makeZip([{ ...good, local: { method: 99 }, central: { method: 99 } }]),
  'encrypted.hidden-headers.zip': makeZip([
    { ...good, local: { flags: 0x2001 }, central: { flags: 0x2001 } },
  ]),
  'unsupportedMethod.bzip2.zip': makeZip([{ ...good, local: { method: 12 }, central: { method: 12 } }]),
  'unsupportedMethod.unknown.zip': makeZip([{ ...good, local: { method: 77 }, central: { method: 77 } }]),
  'multiDisk.last-part.zip': makeZip([{ name: '0.txt', data: users }, good], { disk: 1 }).subarray(60),
  'directoryDamaged.count.zip': makeZip([good], { members: 3 }),
  'directoryDamaged.front-cut-off.zip': Buffer.concat([whole.subarray(0, 4), whole.subarray(60)]),
  'strayBytes.begun-twice.zip': Buffer.concat([whole.subarray(0, 4), whole]),
  'directoryDamaged.one-too-many.zip': makeZip([{ name: '0.txt', data: users }, good], { members: 1 }),
  'directoryDamaged.member-beyond.zip': makeZip([{ ...good, central: { headerOffset: 1e6 } }]),
  'directoryDamaged.zip64-beyond-numbers.zip': makeZip([good], { zip64: true, directoryOffset: 2 ** 53 }),
  'headerMismatch.packed-size.zip': makeZip([{ ...good, local: { compressedBytes: 5 } }]),
  'headerMismatch.crc.zip': makeZip([{ ...good, local: { crc: 1 } }]),
  'headerMismatch.method.zip': makeZip([{ ...good, local: { method: 0 } }]),
  'directoryDamaged.no-header-there.zip': makeZip([
    { ...good, central: { headerOffset: 5, compressedBytes: 20 } },
  ]),
  'overlapping.twins.zip': makeTwins(),
  'overlapping.into-the-directory.zip': makeZip([
    { ...good, local: { compressedBytes: 900 }, central: { compressedBytes: 900 } },
  ]),
  'overlapping.next-member.zip': makeZip([
    { ...good, central: { compressedBytes: 160 } },
    { name: '2.txt', data: users },
  ]),
  'absurdRatio.spaces.zip': makeZip([{ name: '1.txt', data: zeros }]),
  'absurdRatio.claimed.zip': makeZip([
    { ...good, zip64: true, local: { sizeBytes: 2 ** 40 }, central: { sizeBytes: 2 ** 40 } },
  ]),
  'absurdRatio.body.gz': gzipSync(zeros),
  'dataDamaged.bits.zip': patch(whole, [firstData, 0x07]),
  'dataDamaged.body.gz': patch(gzipSync(users), [12, 0xff], [13, 0xff], [14, 0xff]),
  'sizeMismatch.longer.zip': makeZip([{ ...good, local: { sizeBytes: 50 }, central: { sizeBytes: 50 } }]),
  'sizeMismatch.shorter.zip': makeZip([
    { ...good, local: { sizeBytes: 9999 }, central: { sizeBytes: 9999 } },
  ]),
  'sizeMismatch.stored.zip': makeZip([
    { ...good, method: 0, local: { sizeBytes: 9 }, central: { sizeBytes: 9 } },
  ]),
  'sizeMismatch.descriptor.zip': makeZip([
    { ...good, descriptor: true, central: { sizeBytes: users.length - 1 } },
  ]),
  'crcMismatch.zip': makeZip([{ ...good, local: { crc: 7 }, central: { crc: 7 } }]),
  'crcMismatch.stored-byte.zip': patch(makeZip([{ ...good, method: 0 }]), [firstData + 20, 0x21]),
  'notAnExport.page.zip': Buffer.from('<!doctype html><title>503 Service Unavailable</title>'),
  'notAnExport.picture.zip': picture,
  'notAnExport.utf16.txt': Buffer.from('\ufeff{"a":1}\n', 'utf16le'),
  'notAnExport.only-notes.zip': makeZip([
    { name: 'README.txt', data: Buffer.from('Exported by Ann, please keep.\nCall me.\n') },
    { name: 'photo.png', data: picture },
    { name: '.DS_Store', data: Buffer.from('\0\0\0\u0001Bud1') },
  ]),
  'notAnExport.rows-for-users.zip': makeZip([{ name: 'a.csv', data: Buffer.from('id,time\nu,1\nv,2\n') }]),
  'nestedArchive.zip': makeZip([good, { name: 'more.zip', data: whole, method: 0 }]),
  'nestedArchive.gzip.zip': makeZip([good, { name: 'more.txt.gz', data: gzipSync(users) }]),
  'nestedArchive.7z.zip': makeZip([
    { name: 'users.7z', data: Buffer.from('7z\xbc\xaf\x27\x1c..', 'latin1') },
  ]),
  'mixedData.zip': makeZip([good, { name: 'events.csv', data: Buffer.from('id,time\nu,1\nv,2\n') }]),
  'doubtfulMember.zeros.zip': makeZip([good, { name: '2.txt', data: Buffer.alloc(999) }]),
  'doubtfulMember.page.zip': makeZip([
    good,
    { name: '2.txt', data: Buffer.from('<html>503 Service Unavailable</html>') },
  ]),
  'doubtfulMember.name.zip': makeZip([good, { name: 'more.ndjson', data: picture }]),
  'strayBytes.archive-behind.zip': Buffer.concat([whole, makeZip([good]).subarray(0, -30)]),
  'strayBytes.archive-before.zip': Buffer.concat([whole, makeZip([good])]),
  'strayBytes.lines-before.zip': Buffer.concat([users, whole]),
  'strayBytes.lines-behind.zip': Buffer.concat([whole, users]),
  'strayBytes.cut-archive-behind.zip': Buffer.concat([whole, whole.subarray(0, 2)]),
  'strayBytes.cut-stream-behind.gz': Buffer.concat([gzipSync(users), gzipSync(users).subarray(0, 1)]),
  'strayBytes.lines-behind.gz': Buffer.concat([gzipSync(users), users]),
  'unfinishedExport.zip': makeZip([
    { name: 'users.ndjson.part', data: users },
    { name: 'job.json', data: Buffer.from(JSON.stringify(job, undefined, 2)) },
  ]),
  'empty.zip': Buffer.alloc(0),
  'empty.body.gz': gzipSync(Buffer.alloc(0)),
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, bytes] of Object.entries(bad)) await writeFile(path.join(folder, name), bytes);
