import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readManifest } from '../../../../../src/exports/jobs/manifest.ts';
import type { ZipMember } from '../../../../support/exportZipMaker.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';
import { createTestJobs } from '../../../../support/exportJobs.ts';
import { allShapes, unpackBytes, type UnpackedText } from '../../../../support/unpackBytes.ts';

describe('what of an archive is data', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'members-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const read = (...members: ZipMember[]): Promise<UnpackedText> =>
    unpackBytes(root, makeZip(members), { shapes: allShapes });

  const member = (name: string, data: string | Buffer): ZipMember => ({ name, data: Buffer.from(data) });
  const ab = '{"external_id":"a","country":"DE"}\n{"external_id":"b","country":"DE"}\n';
  const part = member('part1.txt', ab);
  const appleDouble = Buffer.concat([Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]), Buffer.alloc(90)]);

  const sideFiles: [string, string | Buffer][] = [
    ['._part1.txt', appleDouble],
    ['odd name', appleDouble],
    ['__MACOSX/._part1.txt', appleDouble],
    ['export/__MACOSX/deep/._part1.txt', appleDouble],
    ['.DS_Store', '\0\0\0\u0001Bud1'],
    ['export/.DS_Store', '\0\0\0\u0001Bud1'],
    ['Thumbs.db', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0])],
    ['export\\Thumbs.db', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0])],
    ['desktop.ini', '[.ShellClassInfo]\r\nIconResource=a,1\r\n'],
    ['@eaDir/part1.txt@SynoEAStream', appleDouble],
    ['.directory', '[Dolphin]\nTimestamp=2026,1,2\n'],
    ['META-INF/MANIFEST.MF', 'Manifest-Version: 1.0\r\n'],
  ];
  it('leaves out and counts what desktops and archivers add, wherever it is', async () => {
    for (const [name, data] of sideFiles) {
      const { text, users, leftOut, notes } = await read(part, member(name, data));
      assert.deepEqual([text, users, leftOut], [ab, 2, []], name);
      assert.deepEqual(notes, ['1 side file of the system that packed the archive left out.'], name);
    }
    const { text, notes } = await read(part, ...sideFiles.map(([name, data]) => member(name, data)));
    assert.equal(text, ab);
    assert.deepEqual(notes, [
      `${sideFiles.length} side files of the system that packed the archive left out.`,
    ]);
  });

  it('keeps data under the name of a side file', async () => {
    const { text } = await read(part, member('._more.txt', '{"external_id":"c"}\n'));
    assert.equal(text, `{"external_id":"c"}\n${ab}`);
    assert.equal((await read(member('__MACOSX/part1.txt', ab))).text, ab);
  });

  const others: [string, string | Buffer][] = [
    ['README.txt', 'Exported by Ann, please keep.\nCall me.\n'],
    ['zz-notes.txt', 'Exported by Ann, please keep.\n'],
    ['README', 'One line, and another\nSecond, too\n'],
    ['README.md', '# Export\n\n{"external_id":"example"}\n'],
    ['LICENSE', 'Copyright'],
    ['letter.txt', 'Dear Bob, here it is\nBye, Ann\n'],
    ['list.txt', 'milk, eggs\nbread, butter\nsalt, pepper\n'],
    ['page.html', '<!doctype html><title>x</title>'],
    ['index', '<?xml version="1.0"?><a/>'],
    ['report.pdf', Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj', 'latin1')],
    ['photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['report.docx', makeZip([member('[Content_Types].xml', '<x/>')])],
    ['letter.rtf', '{\\rtf1 hello, you}'],
    ['settings.ini', '[main]\nname=1,2\n'],
    ['package.json', '{\n  "name": "tool",\n  "files": [{"a": 1}]\n}\n'],
    ['meta.json', '{"exported":"2026","by":"Ann"}'],
  ];
  for (const [name, data] of others) {
    it(`leaves ${name} out beside data, before it and behind it, and names it`, async () => {
      for (const folder of ['', '0/', 'z/']) {
        const { text, users, leftOut, notes } = await read(part, member(folder + name, data));
        assert.deepEqual([text, users, leftOut], [ab, 2, [folder + name]]);
        assert.deepEqual(notes, [`Left out, as it is no data: ${folder}${name}.`]);
      }
    });
  }

  it('shortens long lists and makes names fit for the screen', async () => {
    const names = ['a\u202egnp.md', 'b\n.md', 'c'.repeat(200) + '.md', 'd.md', 'e.md'];
    const { notes, leftOut } = await read(part, ...names.map((it) => member(it, 'Text.')));
    assert.deepEqual(leftOut, names);
    assert.deepEqual(notes, [
      `Left out, as it is no data: agnp.md, b .md, …${'c'.repeat(56)}.md and 2 more.`,
    ]);
  });

  const data: [string, ZipMember[], string][] = [
    [
      'lines of any object',
      [member('a.txt', '{"x":1}\n{"y":2}\n'), member('b.txt', '{"z":3}\n')],
      '{"x":1}\n{"y":2}\n{"z":3}\n',
    ],
    ['users of one field each', [part, member('part2.txt', '{"phone":"1"}\n')], `${ab}{"phone":"1"}\n`],
    ['a JSON file of one user', [member('u.json', '{\n "external_id": "c"\n}\n')], '{"external_id":"c"}\n'],
    ['JSON of something else, alone', [member('x.json', '{\n "a": {"b": 1}\n}')], '{"a":{"b":1}}\n'],
    [
      'a JSON list of users',
      [member('l.json', '[\n {"external_id":"c"},\n {"email":"d"}\n]')],
      '{"external_id":"c"}\n{"email":"d"}\n',
    ],
    [
      'an answer of the service',
      [part, member('z.json', '{"message":"success","users":[{"email":"d"}]}')],
      `${ab}{"email":"d"}\n`,
    ],
    ['an empty user', [part, member('z.json', '{}\n')], `${ab}{}\n`],
    ['lines with a torn first one', [member('a.txt', `l","n":7}\n${ab}`)], `l","n":7}\n${ab}`],
    [
      'a part that is one torn line',
      [part, member('part2.txt', 'x","country":"DE"}')],
      `${ab}x","country":"DE"}\n`,
    ],
    ['blank lines', [part, member('part2.txt', '\n\n')], `${ab}\n\n`],
    [
      'rows',
      [member('e.csv', 'id,time\nu,1\nv,2\n'), member('README.txt', 'Hello, you')],
      '{"id":"u","time":"1"}\n{"id":"v","time":"2"}\n',
    ],
    [
      'rows with blanks behind their commas, alone',
      [member('e.txt', 'id, time\nu, 1\n')],
      '{"id":"u"," time":" 1"}\n',
    ],
    [
      'rows, and a heading without any',
      [member('e1.txt', 'id,time\nu,1\n'), member('e2.txt', 'id,time\n')],
      '{"id":"u","time":"1"}\n',
    ],
  ];
  for (const [title, members, expected] of data) {
    it(`takes for data: ${title}`, async () => {
      const { text } = await read(...members);
      assert.equal(text, expected);
    });
  }

  it('keeps a part whose first line is longer than what is looked at', async () => {
    const noise = Array.from({ length: 90_000 }, (_, i) => ((i * i * 7919) % 1009).toString(36)).join('');
    for (const line of [noise, 'x'.repeat(200_000)]) {
      const long = `${line}","n":7}\n{"external_id":"c"}\n`;
      assert.equal((await read(part, member('part2.txt', long))).text, ab + long);
    }
  });

  const refused: [string, ZipMember[], string, RegExp][] = [
    [
      'nothing but other files',
      [member('a.md', 'x'), member('.DS_Store', '\0')],
      'notAnExport',
      /only \.DS_Store, a\.md\.$/,
    ],
    [
      'users and rows',
      [part, member('e.csv', 'id,time\nu,1\n')],
      'mixedData',
      /“part1\.txt” and CSV in “e\.csv”/,
    ],
    ['an archive', [part, member('more.zip', makeZip([part]))], 'nestedArchive', /\(zip\): “more\.zip”/],
    ['a part of zeros', [part, member('part2.txt', Buffer.alloc(99))], 'doubtfulMember', /“part2\.txt”/],
    ['a page in place of a part', [part, member('part2.txt', '<Error/>')], 'doubtfulMember', /“part2\.txt”/],
    [
      'a picture with the name of data',
      [part, member('x.csv', Buffer.from([0x89, 0]))],
      'doubtfulMember',
      /“x\.csv”/,
    ],
  ];
  for (const [title, members, code, message] of refused) {
    it(`refuses, and names, ${title}`, () => assert.rejects(read(...members), { code, message }));
  }

  it('takes an archive of empty files for an export without users', async () => {
    const { text, users } = await read(member('users.ndjson', ''), member('README.txt', 'Hello.'));
    assert.deepEqual([text, users], ['', 0]);
  });

  describe('an export’s folder of ours', () => {
    const jobs = new Set<ReturnType<typeof createTestJobs>>();
    afterEach(async () => {
      await Promise.all([...jobs].map((it) => it.shutdown()));
      jobs.clear();
    });

    /** Opens a file as an export, and gives its folder. */
    async function importFile(name: string, bytes: Buffer): Promise<string> {
      await mkdir(root, { recursive: true });
      const file = path.join(root, name);
      await writeFile(file, bytes);
      const exports = path.join(root, `exports of ${name}`);
      const own = createTestJobs(exports, 'http://127.0.0.1:1');
      jobs.add(own);
      await own.whenSettled(await own.start({ kind: 'import', title: name, request: { path: file } }));
      const [id = ''] = await readdir(exports);
      return path.join(exports, id);
    }

    async function pack(directory: string): Promise<Buffer> {
      const names = await readdir(directory);
      const members = names.map(async (it) => member(`vip/${it}`, await readFile(path.join(directory, it))));
      return makeZip(await Promise.all(members));
    }

    it('gives its users and nothing else, and says where they are from', async () => {
      const first = await importFile('vip.zip', makeZip([part, member('README.txt', 'Hello.')]));
      assert.deepEqual((await readManifest(first))?.leftOut, ['README.txt']);
      const second = await importFile('folder.zip', await pack(first));
      assert.equal(await readFile(path.join(second, 'users.ndjson'), 'utf8'), ab);
      const manifest = await readManifest(second);
      assert.deepEqual(manifest?.notes, ['Packed from the export “vip.zip”.']);
      assert.equal(manifest.leftOut, undefined);
      const third = await importFile('again.zip', await pack(second));
      assert.equal(await readFile(path.join(third, 'users.ndjson'), 'utf8'), ab);
    });

    it('keeps events events', async () => {
      const rows = 'id,time\nu,1\nv,2\n';
      const first = await importFile('events.zip', makeZip([member('e.csv', rows)]));
      const second = await importFile('folder.zip', await pack(first));
      const expected = '{"id":"u","time":"1"}\n{"id":"v","time":"2"}\n';
      assert.equal(await readFile(path.join(second, 'events.ndjson'), 'utf8'), expected);
    });

    it('keeps what its manifest knows, and leaves locks and the archive out', async () => {
      const manifest = {
        version: 1,
        id: '2026-01-02-three-users-0a1b2c3d',
        kind: 'users',
        title: 'Three users',
        request: { externalIds: ['a', 'b', 'c'] },
        result: { outcome: 'file', file: 'users.ndjson' },
        invalidUserIds: ['c'],
        warnings: ['Minor.'],
      };
      const { text, users, leftOut, notes, invalidUserIds } = await read(
        member('x/manifest.json', JSON.stringify(manifest, undefined, 2)),
        member('x/users.ndjson', ab),
        member('x/users.ndjson.index', 'NDJSIDE1\u0001\0\0\0'),
        member('x/lock-3', '{"pid":1}'),
        member('x/export.zip', makeZip([part])),
      );
      assert.deepEqual([text, users, leftOut, invalidUserIds], [ab, 2, [], ['c']]);
      assert.deepEqual(notes, [
        'Packed from the export “Three users”. 1 external ID of it was not found.',
        'Minor.',
      ]);
    });

    it('of two kinds is refused by name', async () => {
      const own = (kind: string, file: string): string =>
        JSON.stringify({
          version: 1,
          id: `2026-01-02-${kind}`,
          kind,
          title: kind,
          result: { outcome: 'file', file },
        });
      const members = [
        member('a/manifest.json', own('segment', 'users.ndjson')),
        member('a/users.ndjson', ab),
        member('b/manifest.json', own('import', 'events.ndjson')),
        member('b/events.ndjson', '{"id":"u"}\n'),
      ];
      await assert.rejects(read(...members), { code: 'mixedData', message: /“b\/events\.ndjson”/ });
    });
  });
});
