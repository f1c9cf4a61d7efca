import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { nameReading } from '../../../../../src/exports/lines/textReading.ts';
import type { ReadingWishes } from '../../../../../src/exports/lines/readingSink.ts';
import { UnclearEncodingError } from '../../../../../src/exports/lines/unclearEncoding.ts';
import type { UnpackCounts } from '../../../../../src/exports/archive/passMember.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';
import { allShapes, unpackBytes, type UnpackedText } from '../../../../support/unpackBytes.ts';
import { encodeAs } from '../../../text/encodeAs.ts';

describe('import of texts of others', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'import-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  interface Imported extends UnpackedText {
    lines: string[];
    named: string;
    /** How many were counted while it ran. */
    countedUsers: number;
  }

  async function read(bytes: Buffer | string, reading: ReadingWishes = {}): Promise<Imported> {
    let countedUsers = 0;
    const count = (added: UnpackCounts): void => void (countedUsers += added.users);
    const unpacked = await unpackBytes(root, bytes, { shapes: allShapes, reading }, count);
    assert.ok(unpacked.reading);
    const named = nameReading(unpacked.reading, unpacked.users + unpacked.badLines.count);
    return { ...unpacked, lines: unpacked.text.split('\n').slice(0, -1), named, countedUsers };
  }

  const abc = ['{"external_id":"a","n":1}', '{"external_id":"b","n":2}', '{"external_id":"c","n":3}'];

  describe('objects that follow one another', () => {
    const divisions = ['', ' ', '\\n', '\\r\\n', ', ', ' \t ', '\ufeff', '\r', '\r\r', '\n', '\r\n', '\n\n'];
    for (const division of divisions) {
      it(`are a line each with ${JSON.stringify(division)} between`, async () => {
        for (const text of [abc.join(division), abc.join(division) + division]) {
          const { lines, users, badLines } = await read(text);
          assert.deepEqual(
            [lines.map((it) => it.replace('\r', '')).filter((it) => it !== ''), users, badLines.count],
            [abc, 3, 0],
          );
        }
      });
    }

    it('are found in single lines, and in one line that is longer than what is looked at first', async () => {
      const mixed = await read(`${abc[0]}\n${abc[1]} ${abc[2]}\n${abc[0]}\n`);
      assert.deepEqual([mixed.lines, mixed.users, mixed.reading?.mendedLines], [[...abc, abc[0]], 4, 1]);
      const many = Array.from({ length: 9000 }, (_, i) => `{"external_id":"u${i}"}`);
      for (const division of ['', '\\n', ',']) {
        const { lines, users } = await read(many.join(division));
        assert.deepEqual([lines, users], [many, 9000], division);
      }
    });

    it('are read where what divides them is cut', async () => {
      const { lines, users, badLines } = await read(`${abc.join('\\r\\n')}\\`);
      assert.deepEqual([lines, users, badLines.count], [abc, 3, 0]);
    });

    it('keep what is cut, and count it', async () => {
      const { lines, users, badLines } = await read(`${abc[0]}${abc[1]}{"external_id":"c`);
      assert.deepEqual(
        [lines, users, badLines],
        [[...abc.slice(0, 2), '{"external_id":"c'], 2, { count: 1, numbers: [3] }],
      );
    });
  });

  it('counts as bad what no JSON parser reads, wherever its braces are', async () => {
    const bad = [
      '{a:1}',
      "{'a':1}",
      '{"a":1,}',
      '{"a":{"b":1}',
      '{"a":01}',
      '{"a":"\t"}',
      '{"a":1}}',
      '[1]',
      '{"a":NaN}',
    ];
    for (const line of bad) {
      const { lines, users, badLines } = await read(`${abc[0]}\n${line}\n${abc[1]}\n`);
      assert.deepEqual([users, badLines.count, lines[1]?.slice(0, 4)], [2, 1, line.slice(0, 4)], line);
      assert.ok(lines.join('').includes(line.slice(1, -1)), line);
    }
  });

  it('keeps good lines byte for byte', async () => {
    const text = ' {"a" : 1.0e5 }\t\r\n{"b":"\\u0041\u2028ü"}\n\n{"c":{}}  \n';
    const { lines, users, blankLines, reading } = await read(text);
    assert.equal(`${lines.join('\n')}\n`, text);
    assert.deepEqual([users, blankLines, reading?.mendedLines], [3, 1, 0]);
  });

  it('does not let a byte order mark spoil a line', async () => {
    const cat = Buffer.from(`\ufeff${abc[0]}\n\ufeff${abc[1]}\n`);
    const gz = Buffer.concat([gzipSync(`\ufeff${abc[0]}\n`), gzipSync(`\ufeff${abc[1]}`)]);
    const zip = makeZip([{ name: 'a.txt', data: cat }]);
    for (const bytes of [cat, gz, zip]) {
      const { lines, users, badLines, reading } = await read(bytes);
      assert.deepEqual([lines, users, badLines.count], [abc.slice(0, 2), 2, 0]);
      assert.equal(reading?.mendedLines, 1, 'a mark at the start is nothing to mend');
    }
  });

  describe('encodings', () => {
    const csv = 'user_id,city,fee\r\nu1,Köln,5 €\r\nu2,Málaga,7 €\r\n';
    const rows = [
      '{"user_id":"u1","city":"Köln","fee":"5 €"}',
      '{"user_id":"u2","city":"Málaga","fee":"7 €"}',
    ];

    for (const label of ['windows-1252', 'utf-8', 'utf-16le', 'utf-16be']) {
      it(`reads ${label}: plain, packed, and behind a megabyte of ASCII`, async () => {
        const bytes = encodeAs(csv, label);
        const zip = makeZip([{ name: 'a.csv', data: bytes }]);
        for (const file of [bytes, gzipSync(bytes), zip]) {
          const { lines, reading, countedUsers, users } = await read(file);
          assert.deepEqual([lines, reading?.encoding], [rows, label]);
          assert.equal(countedUsers, users);
        }
        const padding = 'u0,Rome,1\r\n'.repeat(100_000);
        const late = await read(encodeAs(csv.replace('\r\n', `\r\n${padding}`), label));
        assert.deepEqual([late.lines.slice(-2), late.users], [rows, 100_002]);
        assert.equal(
          late.named,
          `CSV, comma, 3 columns, 100,002 rows, ${late.named.split(', ').at(-1) ?? ''}`,
        );
      });
    }

    it('reads lines of JSON that are not UTF-8', async () => {
      const text = '{"city":"Köln"}\n{"city":"Málaga","fee":"5 €"}\n';
      const { lines, users, reading } = await read(encodeAs(text, 'windows-1252'));
      assert.deepEqual([`${lines.join('\n')}\n`, users, reading?.encoding], [text, 2, 'windows-1252']);
    });

    it('refuses by name what may be read in several ways, and reads it as it is told', async () => {
      const bytes = encodeAs('id,ville\n1,forêt\n', 'windows-1252');
      await assert.rejects(read(bytes), (error) => {
        assert.ok(error instanceof UnclearEncodingError);
        assert.match(error.message, /not UTF-8, and may be windows-1252/);
        assert.deepEqual(error.choices[0], { label: 'windows-1252', example: 'forêt' });
        return error.code === 'encodingUnclear';
      });
      assert.deepEqual((await read(bytes, { encoding: 'windows-1252' })).lines, [
        '{"id":"1","ville":"forêt"}',
      ]);
      assert.deepEqual((await read(bytes, { encoding: 'windows-1250' })).lines, [
        '{"id":"1","ville":"foręt"}',
      ]);
      await assert.rejects(read(bytes, { encoding: 'utf-16le' }), { code: 'encodingUnclear' });
    });

    it('keeps bytes of damaged UTF-8, and counts their lines', async () => {
      const good = 'id,city\n1,Köln\n2,Málaga\n3,São Paulo\n';
      const bytes = Buffer.concat([Buffer.from(good), Buffer.from('4,M\u00fcnchen\n', 'latin1')]);
      const { badLines, reading, users } = await read(bytes);
      assert.deepEqual([badLines, reading?.undecodedLines, users], [{ count: 1, numbers: [4] }, 1, 3]);
      const lines = Buffer.concat([
        Buffer.from('{"a":"Köln"}\n{"a":"é"}\n'),
        Buffer.from('{"a":"\u00fc"}\n', 'latin1'),
      ]);
      const found = await read(lines);
      assert.deepEqual([found.badLines, found.users], [{ count: 1, numbers: [3] }, 2]);
      assert.deepEqual(await readFile(path.join(root, 'users.ndjson.part')), lines);
    });

    it('refuses UTF-32', () =>
      assert.rejects(read(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])), { code: 'encodingUnclear' }));
  });

  describe('shapes of CSV', () => {
    const cases: [string, string, string[], string][] = [
      [
        'semicolons',
        'user_id;"Name, first";revenue\r\nu1;Ann;1,50\r\nu2;Bob;2,75\r\n',
        [
          '{"user_id":"u1","Name, first":"Ann","revenue":"1,50"}',
          '{"user_id":"u2","Name, first":"Bob","revenue":"2,75"}',
        ],
        'CSV, semicolon, 3 columns, 2 rows, UTF-8',
      ],
      [
        'tabs',
        'user_id\tName, first\trevenue\nu1\tAnn\t1\n',
        ['{"user_id":"u1","Name, first":"Ann","revenue":"1"}'],
        'CSV, tab, 3 columns, 1 row, UTF-8',
      ],
      [
        'sep=',
        'sep=,\r\nuser_id,name\r\nu1,Ann\r\n',
        ['{"user_id":"u1","name":"Ann"}'],
        'CSV, comma, 2 columns, 1 row, UTF-8',
      ],
      [
        'one column',
        'external_id\r\nu1\r\nu2\r\n',
        ['{"external_id":"u1"}', '{"external_id":"u2"}'],
        'CSV, 1 column, 2 rows, UTF-8',
      ],
      [
        'JSON in cells',
        'id,props\nu1,"{""k"": [1, 2]}"\n',
        ['{"id":"u1","props":"{\\"k\\": [1, 2]}"}'],
        'CSV, comma, 2 columns, 1 row, UTF-8',
      ],
      [
        '\\r alone',
        'a|b\r1|2\r3|4\r',
        ['{"a":"1","b":"2"}', '{"a":"3","b":"4"}'],
        'CSV, vertical bar, 2 columns, 2 rows, UTF-8',
      ],
      [
        'names in brackets',
        '[id],[n]\n1,2\n',
        ['{"[id]":"1","[n]":"2"}'],
        'CSV, comma, 2 columns, 1 row, UTF-8',
      ],
      [
        'no heading',
        'ann@example.com,5\nbob@example.com,6\n',
        ['{"column 1":"ann@example.com","column 2":"5"}', '{"column 1":"bob@example.com","column 2":"6"}'],
        'CSV, comma, 2 columns, 2 rows, no heading, UTF-8',
      ],
    ];
    for (const [title, text, lines, named] of cases) {
      it(`reads ${title}`, async () => {
        const found = await read(text);
        assert.deepEqual([found.lines, found.named, found.badLines.count], [lines, named, 0]);
        assert.ok(found.hasRows);
      });
    }

    const archives: [string, Buffer][] = [
      ['zip', gzipSync(makeZip([{ name: 'a.txt', data: Buffer.from('{}') }]))],
      ['gzip', gzipSync(gzipSync('{}'))],
      ['7z', Buffer.from('377abcaf271c00040000', 'hex')],
      ['bzip2', Buffer.from('BZh91AY&SY')],
    ];
    for (const [format, bytes] of archives)
      it(`refuses as an archive, and names, ${format}`, () =>
        assert.rejects(read(bytes), {
          code: 'nestedArchive',
          message: new RegExp(`archive.*\\(${format}\\)`),
        }));

    it('reads with another delimiter and heading where it is told', async () => {
      const { lines } = await read('a;b,c;d\n1;2,3;4\n', { delimiter: ',', hasHeading: false });
      assert.deepEqual(lines, ['{"column 1":"a;b","column 2":"c;d"}', '{"column 1":"1;2","column 2":"3;4"}']);
    });

    it('reads as one column where it is told, whatever looks like a delimiter', async () => {
      const { lines } = await read('a,b\n1,2\n', { delimiter: '', hasHeading: true });
      assert.deepEqual(lines, ['{"a,b":"1,2"}']);
    });

    it('reads as rows what looks like none where it is told', async () => {
      const { lines } = await read('# a;b\n{;}\n', { delimiter: ';' });
      assert.deepEqual(lines, ['{"# a":"{","b":"}"}']);
    });

    const rows: [string, string, number][] = [
      ['a heading alone', 'user_id,city\n', 0],
      ['a heading that lacks a column', 'a,b\n1,2,3\n4,5,6\n', 2],
      ['a delimiter at the end of each row', 'a;b;\n1;2;\n', 1],
      ['blanks behind commas', 'id, comment\n1, a comment of very many words that goes on and on\n', 1],
      ['one column of JSON', '"{""a"":1}"\n"{""a"":2}"\n', 2],
      ['one column of texts of a few words', 'city\nNew York\nRio de Janeiro\n', 2],
      ['one column of ids with signs', 'id\nuser:1\n#2\na=b\n', 3],
    ];
    for (const [title, text, count] of rows) {
      it(`takes for rows ${title}`, async () => {
        const { hasRows, users, badLines } = await read(text);
        assert.deepEqual([hasRows, users + badLines.count], [true, count]);
      });
    }

    const foreign: [string, string][] = [
      ['prose', 'Dear reader of this text\n\nthe lines below are only words and nothing else at all.\n'],
      [
        'a letter',
        'Dear Ann,\n\nthank you for the export. We will look at it on Monday, when Bob is back.\n\nKind regards,\nEve\n',
      ],
      ['a page', '<html><body>x, y</body></html>'],
      ['RTF', '{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times;}}\nHello, world\\par\n}\n'],
      ['PDF', '%PDF-1.4\n%abc\n1 0 obj\n<< /Type, x >>\n'],
      ['a script', '#!/bin/sh\necho a\necho b\n'],
      ['a program', 'import os, sys\n\ndef main():\n    print("x", 1)\n\nmain()\n'],
      ['a program in C', '#include <stdio.h>\nint main(void) {\n  return 0;\n}\n'],
      ['a style sheet', 'body {\n  margin: 0;\n}\n'],
      ['Markdown', '# Todo\n\n- a\n- b\n'],
      ['YAML', 'a: 1\nb: 2\nc:\n  - x\n'],
      ['settings', '[section]\nx=1\ny=2\n'],
      ['the head of an answer', 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n'],
      ['a log', '2024-01-01 10:00:00 INFO started\n2024-01-01 10:00:01 ERROR failed, code 3\n'],
    ];
    for (const [title, text] of foreign)
      it(`refuses ${title}`, () => assert.rejects(read(text), { code: 'notAnExport' }));
  });
});
