import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { openPartFile } from '../../../../src/exports/archive/partFile.ts';
import { unpack } from '../../../../src/exports/archive/unpack.ts';
import type { UnpackCounts } from '../../../../src/exports/archive/passMember.ts';
import { findDescriptor } from '../../../../src/exports/archive/zipFormat.ts';
import { takeStamp } from '../../../../src/ndjson/file/fileStamp.ts';
import { readIndexFile } from '../../../../src/ndjson/file/indexFile.ts';
import { createLineIndexBuilder } from '../../../../src/ndjson/file/lineIndex.ts';
import type { ZipMember } from '../../../support/exportZipMaker.ts';
import { createDescriptor, createLocalHeader, makeZip } from '../../../support/exportZipMaker.ts';
import type { UnpackedText, UnpackOptions } from '../../../support/unpackBytes.ts';
import { allShapes, unpackBytes } from '../../../support/unpackBytes.ts';

describe('unpack', () => {
  let root: string;
  let file: string;
  let archive: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'unpack-'));
    file = path.join(root, 'users.ndjson');
    archive = path.join(root, 'export.zip');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const never = new AbortController().signal;

  const run = (bytes: Buffer, options: UnpackOptions = {}): Promise<UnpackedText> =>
    unpackBytes(root, bytes, options);

  function lines(from: number, to: number): string {
    return Array.from(
      { length: to - from },
      (_, i) => `{"external_id":"u-${from + i}","n":${from + i}}\n`,
    ).join('');
  }

  function member(name: string, text: string, options: Partial<ZipMember> = {}): ZipMember {
    return { name, data: Buffer.from(text), ...options };
  }

  /** The index that was left must be that of the bytes that were left. */
  async function checkIndex(): Promise<void> {
    const builder = createLineIndexBuilder();
    builder.push(await readFile(`${file}.part`));
    const reading = await readIndexFile(`${file}.part.index`, await takeStamp(`${file}.part`));
    assert.equal(reading.outcome, 'ready');
    if (reading.outcome !== 'ready') return;
    assert.equal(reading.index.lineCount, builder.lineCount);
    for (let line = 0; line < builder.lineCount; line++) {
      assert.equal(reading.index.lineEnd(line), builder.lineEnd(line));
    }
  }

  const forms: [string, Partial<ZipMember>][] = [
    ['deflated, sizes in the header', {}],
    ['deflated, sizes in a descriptor', { descriptor: true }],
    ['deflated, sizes in a descriptor without a signature', { descriptor: true, bareDescriptor: true }],
    ['zip64', { zip64: true }],
    ['zip64 with a descriptor', { zip64: true, descriptor: true }],
    ['stored', { method: 0 }],
  ];
  for (const [title, form] of forms) {
    it(`merges members in name order: ${title}`, async () => {
      const zip = makeZip(
        [
          member('b.txt', lines(3, 6), form),
          member('folder/', '', { method: 0 }),
          member('a.txt', lines(0, 3), form),
          member('empty.txt', '', form),
          member('../../c', lines(6, 9), form),
        ],
        { zip64: form.zip64 === true },
      );
      const { text, users, source } = await run(zip);
      assert.equal(text, lines(6, 9) + lines(0, 3) + lines(3, 6));
      assert.equal(users, 9);
      assert.equal(source, 'zip');
      await checkIndex();
    });
  }

  it('adds missing last newlines and takes byte order marks away, wherever they are', async () => {
    const bom = '\ufeff';
    const texts = [
      lines(0, 2).trimEnd(),
      bom + lines(2, 4),
      lines(4, 5),
      bom + lines(5, 7).trimEnd(),
      bom,
      lines(7, 8),
    ];
    const { text, users, sizeBytes, badLines } = await run(
      makeZip(texts.map((it, i) => member(`${i}.txt`, it))),
    );
    assert.equal(text, lines(0, 8));
    assert.deepEqual([users, sizeBytes, badLines.count], [8, Buffer.byteLength(lines(0, 8)), 0]);
    await checkIndex();
  });

  it('keeps every other byte: CRLF, blank lines, broken lines, lone bytes; and counts them', async () => {
    const odd = '{"a":1}\r\n\r\n  \n{"b":"unclosed\nnot json\n  {"c":3}  \n[1]\n{"d":"\\u0000ü"}';
    const { text, users, blankLines, badLines } = await run(
      makeZip([member('1', lines(0, 3)), member('2', odd), member('3', `x\n${lines(3, 4)}`)]),
    );
    assert.equal(text, `${lines(0, 3)}${odd}\nx\n${lines(3, 4)}`);
    assert.equal(blankLines, 2);
    assert.equal(users, 3 + 6 + 2 - 4, 'bad lines are no users');
    assert.deepEqual(badLines, { count: 4, numbers: [7, 8, 10, 12] });
    await checkIndex();
  });

  it('takes a zip without members for an export without users', async () => {
    const { text, users } = await run(makeZip([]));
    assert.deepEqual([text, users], ['', 0]);
  });

  it('takes a gzip body, of several parts too, and plain lines', async () => {
    const gzipped = Buffer.concat([gzipSync(lines(0, 2)), gzipSync(lines(2, 3).trimEnd())]);
    const first = await run(gzipped);
    assert.deepEqual([first.text, first.users, first.source], [lines(0, 3), 3, 'gzip']);
    const padded = await run(Buffer.concat([gzipSync(lines(0, 900)), Buffer.alloc(512)]));
    assert.equal(padded.text, lines(0, 900));
    const second = await run(Buffer.from(`\ufeff${lines(0, 3)}`));
    assert.deepEqual([second.text, second.users, second.source], [lines(0, 3), 3, 'plain']);
    await checkIndex();
  });

  it('makes lines of one JSON text', async () => {
    const users = [{ external_id: 'a', note: 'x ] } \n " \\' }, { nested: { users: [1, { b: [] }] } }, {}];
    const expected = users.map((user) => `${JSON.stringify(user)}\n`).join('');
    const bodies = [
      JSON.stringify(users),
      JSON.stringify(users, undefined, 2),
      JSON.stringify({ message: 'success', users }),
      JSON.stringify({ users, invalid_user_ids: ['?'], more: { users: [1] } }, undefined, '\t'),
      `\ufeff${JSON.stringify({ other: { users: [9] }, users }, undefined, 1)}`,
    ];
    for (const body of bodies) assert.equal((await run(Buffer.from(body))).text, expected, body);
    assert.equal(
      (await run(Buffer.from(JSON.stringify({ a: { b: [1, 2] } }, undefined, 2)))).text,
      '{"a":{"b":[1,2]}}\n',
    );
  });

  it('loses none of several JSON texts, one after another', async () => {
    const ab = '{"external_id":"a"}\n{"external_id":"b"}\n';
    const bodies = [
      '{"users":[{"external_id":"a"}],"message":"success"}\n{"users":[{"external_id":"b"}]}\n',
      '[]\n{"external_id":"a"}\n{"external_id":"b"}',
      '[{"external_id":"a"}]\n[ {"external_id":"b"} ]',
      '{\n "external_id": "a"\n}\n{\n "external_id": "b"\n}\n',
    ];
    for (const body of bodies) assert.equal((await run(Buffer.from(body))).text, ab, body);
    const torn = await run(Buffer.from('[{"a":1}]]\n{"b":2}'));
    assert.deepEqual([torn.text, torn.badLines.count], ['{"a":1}\n]\n{"b":2}\n', 1]);
  });

  it('keeps a broken first line as it keeps any other', async () => {
    const text = `l","n":7}\n${lines(0, 2)}`;
    for (const bytes of [Buffer.from(text), makeZip([member('0.txt', text)])]) {
      const unpacked = await run(bytes, { shapes: allShapes });
      assert.deepEqual([unpacked.text, unpacked.badLines], [text, { count: 1, numbers: [1] }]);
    }
  });

  it('takes the zip64 end that `zip` writes of what it reads from a pipe', async () => {
    const { text } = await run(makeZip([member('-', lines(0, 3), { zip64: true })], { zip64: 'beside' }));
    assert.equal(text, lines(0, 3));
    const lying = makeZip([member('-', lines(0, 3))], { zip64: 'beside' });
    lying.writeUInt32LE(7, lying.length - 6);
    await assert.rejects(run(lying), { code: 'directoryDamaged' });
  });

  const refused: [string, Buffer, string][] = [
    ['a web page', Buffer.from('<html><body>Service Unavailable</body></html>'), 'notAnExport'],
    [
      'an S3 error',
      Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
      'notAnExport',
    ],
    ['binary bytes', Buffer.from([0x7b, 0, 0, 1, 2]), 'notAnExport'],
    ['rows of CSV where users are expected', Buffer.from('a,b\n1,2\n'), 'notAnExport'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a gzip body cut short', gzipSync(lines(0, 5000)).subarray(0, 900), 'truncated'],
    ['JSON cut short', Buffer.from('[{"a":1},{"b":'), 'truncated'],
  ];
  for (const [title, body, code] of refused) {
    it(`refuses ${title}: ${code}`, () => assert.rejects(run(body), { code }));
  }

  it('goes on from the members that were finished, after checking their bytes again', async () => {
    const members = Array.from({ length: 6 }, (_, i) =>
      member(`${i}.txt`, lines(i * 50, i * 50 + 50).trimEnd()),
    );
    await writeFile(archive, makeZip(members));
    const stop = new AbortController();
    let users = 0;
    const interrupted = unpack(
      { archive, file, streams: 1 },
      (added) => {
        users += added.users;
        if (users >= 150) stop.abort();
      },
      stop.signal,
    );
    await assert.rejects(interrupted, { name: 'AbortError' });
    const part = await openPartFile(file, never);
    assert.equal(part.finished.size, 3);
    await part.close();
    // One of the three is damaged while nobody looks: only that one is not taken up.
    const bytes = await readFile(`${file}.part`);
    bytes[bytes.indexOf('"n":60')] = 0x21;
    await writeFile(`${file}.part`, bytes);
    let written = 0;
    await unpack({ archive, file }, (added) => void (written += added.readBytes > 0 ? 1 : 0), never);
    assert.equal(await readFile(`${file}.part`, 'utf8'), lines(0, 300));
    assert.ok(written > 0);
    await checkIndex();
  });

  describe('while the archive arrives', () => {
    /** Lets an archive arrive a few bytes at a time, more whenever all that came was read. */
    async function arrive(zip: Buffer, stepBytes: number): Promise<{ followed: number; text: string }> {
      await writeFile(archive, zip.subarray(0, 0));
      await writeFile(`${archive}.part`, zip.subarray(0, 0));
      let followed = 0;
      let arrived = 0;
      const availability = {
        isComplete: () => arrived === zip.length,
        async waitFor(offset: number): Promise<number> {
          while (arrived < Math.min(offset, zip.length)) {
            const next = zip.subarray(arrived, arrived + stepBytes);
            // Several members are waited for at a time: none may see half a step.
            appendFileSync(`${archive}.part`, next);
            arrived += next.length;
          }
          return arrived;
        },
      };
      const totals = { written: 0, users: 0 };
      const count = (added: UnpackCounts): void => {
        followed += arrived < zip.length ? added.users : 0;
        totals.users += added.users;
        totals.written += added.writtenBytes;
      };
      const { users, sizeBytes } = await unpack({ archive, file }, count, never, availability);
      assert.equal(totals.users, users, 'every user is counted once');
      assert.ok(totals.written <= sizeBytes, `${totals.written} bytes counted of ${sizeBytes}`);
      return { followed, text: await readFile(`${file}.part`, 'utf8') };
    }

    for (const [title, form] of forms) {
      it(`unpacks members as they come: ${title}`, async () => {
        const members = Array.from({ length: 5 }, (_, i) =>
          member(`${i}.txt`, lines(i * 90, i * 90 + 90).trimEnd(), form),
        );
        const zip = makeZip([member('0/', '', { method: 0 }), ...members]);
        const { followed, text } = await arrive(zip, Math.ceil(zip.length / 40));
        assert.equal(text, lines(0, 450));
        assert.ok(followed >= 270, `${followed} users before the end`);
        await checkIndex();
      });
    }

    describe('with the bytes of a descriptor and of a next header inside a member', () => {
      /** What stands before data that is packed with level 0. */
      const packedAhead = 5;

      /** A line that ends the member it is in, and begins another one, for whoever does not unpack it. */
      function forgeLine(
        before: Buffer,
        form: { bare?: boolean; zip64?: boolean },
        sizeBytes: number,
        isWhole: boolean,
      ): Buffer {
        const open = Buffer.from('{"external_id":"forged","x":"');
        const data = Buffer.from(lines(7000, 7020));
        const packed = deflateRawSync(data);
        const fields = {
          flags: 0x800,
          method: 8,
          headerOffset: 0,
          crc: crc32(data),
          name: Buffer.from('1b'),
        };
        const own = { ...fields, compressedBytes: packedAhead + before.length + open.length, sizeBytes };
        const next = { ...fields, compressedBytes: packed.length, sizeBytes: data.length };
        const behind = isWhole ? packed : Buffer.from('nothing that can be unpacked');
        const close = Buffer.from('"}\n');
        return Buffer.concat([open, createDescriptor(own, form), createLocalHeader(next), behind, close]);
      }

      for (const [title, form, sizeBytes, isWhole] of [
        ['fewer bytes than it has, then no member', {}, 30, false],
        ['fewer bytes than it has, then a whole member', {}, 30, true],
        ['more bytes than it has, then a whole member', {}, 200_000, true],
        ['wide sizes', { zip64: true }, 30, true],
        ['no signature', { bare: true }, 200_000, true],
      ] as const)
        it(`unpacks it whole: ${title}`, async () => {
          const before = Buffer.from(lines(90, 180));
          const data = Buffer.concat([
            before,
            forgeLine(before, form, sizeBytes, isWhole),
            Buffer.from(lines(180, 270)),
          ]);
          const packed = deflateRawSync(data, { level: 0 });
          assert.ok(findDescriptor(packed, 0), 'it is there to be found');
          const zip = makeZip([
            member('0', lines(0, 90), { descriptor: true }),
            { name: '1', data, descriptor: true, level: 0 },
            member('2', lines(270, 360), { descriptor: true }),
          ]);
          assert.ok(zip.includes(packed));
          await arrive(zip, 512);
          const whole = Buffer.concat([Buffer.from(lines(0, 90)), data, Buffer.from(lines(270, 360))]);
          assert.ok(whole.equals(await readFile(`${file}.part`)));
          await checkIndex();
        });
    });

    it('throws the work away when the directory tells another story', async () => {
      const first = lines(0, 40);
      const hidden = member('1', lines(900, 940));
      const zip = makeZip([member('0', first), hidden, member('2', lines(40, 80))]);
      // The directory forgets the second member.
      const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
      const directory = zip.readUInt32LE(end + 16);
      const length = 46 + 1;
      const forged = Buffer.concat([
        zip.subarray(0, directory + length),
        zip.subarray(directory + 2 * length, end),
        zip.subarray(end),
      ]);
      forged.writeUInt16LE(2, forged.length - 12);
      forged.writeUInt16LE(2, forged.length - 14);
      forged.writeUInt32LE(2 * length, forged.length - 10);
      const { text } = await arrive(forged, 200);
      assert.equal(text, lines(0, 80));
      await checkIndex();
    });

    it('leaves members that come out of name order to the end', async () => {
      const zip = makeZip([
        member('b', lines(50, 100)),
        member('a', lines(0, 50)),
        member('c', lines(100, 110)),
      ]);
      const { text } = await arrive(zip, 64);
      assert.equal(text, lines(0, 110));
      await checkIndex();
    });
  });
});
