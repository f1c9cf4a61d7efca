import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createConvertedCopies } from '../../../src/viewer/convertedCopies.ts';
import { createViewerWorkspace, type OpenViewer, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';

const whole = { of: 'file' } as const;
const cities = ['Köln', 'Málaga', 'São Paulo', 'Zürich', 'Genève', 'Logroño'];
const text = cities
  .map((city, n) => `{"external_id":"u${n}","city":"${city}","note":"Grüße aus ${city}, très élégant"}\n`)
  .join('');
const utf16be = (it: string): Buffer => Buffer.from(it, 'utf16le').swap16();

/** Named by what they are. */
const refused: [name: string, bytes: Buffer, message: RegExp][] = [
  ['windows-1252', Buffer.from(text, 'latin1'), /not UTF-8.*windows-1252.*Convert and Open/],
  [
    'UTF-16 with a mark',
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    /^The file is not UTF-8, but UTF-16 LE\. Convert and Open/,
  ],
  ['UTF-16 without one', Buffer.from(text, 'utf16le'), /UTF-16 LE/],
  ['UTF-16, the other way round', utf16be(`\ufeff${text}`), /UTF-16 BE/],
  ['lines that end with CR', Buffer.from(text.replaceAll('\n', '\r')), /end with CR alone.*Convert and Open/],
  ['UTF-16 lines that end with CR', Buffer.from(text.replaceAll('\n', '\r'), 'utf16le'), /UTF-16 LE/],
];
const shown: [name: string, bytes: Buffer][] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ['lines that end with CRLF', Buffer.from(text.replaceAll('\n', '\r\n'))],
  ['one wrong byte among letters', Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0x0a])])],
  ['one document laid out with CR', Buffer.from('{\r"a":1,\r"b":2\r}\r')],
  ['no lines', Buffer.alloc(0)],
  ['ASCII', Buffer.from('{"a":1}\n')],
  ['a character cut by the part that is looked at', Buffer.from(`{"a":"${'é'.repeat(200_000)}"}\n`)],
];

describe('a file that is not lines of UTF-8', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());
  const readCities = async (it: OpenViewer): Promise<string[]> => {
    const columns = [{ path: 'city', show: 'value' } as const];
    const rows = await it.ask('readRows', { list: whole, from: 0, count: 99, columns });
    return rows.flatMap(({ cells }) => cells);
  };

  for (const [name, bytes, message] of refused)
    it(`is refused by name and opened as a copy, nothing replaced: ${name}`, async () => {
      const open = await workspace.open('foreign.ndjson', bytes);
      const { file, rows } = await open.ask('start', undefined);
      assert.match(file.foreign?.message ?? '', message);
      assert.equal(file.foreign?.canConvert, true);
      if (file.foreign.isRefused) {
        assert.deepEqual([rows, file.lineCount], [[], 0]);
        assert.equal(file.failure, file.foreign.message);
        await assert.rejects(readCities(open), { message: file.failure });
      }
      await open.ask('convert', undefined);
      const [copy = ''] = open.desk.opened;
      assert.equal(await readFile(copy, 'utf8'), text);
      assert.equal((await stat(copy)).mode & 0o777, 0o600);
      const converted = await workspace.view(copy);
      assert.equal((await converted.ask('start', undefined)).file.foreign, undefined);
      assert.deepEqual(await readCities(converted), cities);
      assert.deepEqual(await readFile(open.viewer.viewed.path), bytes);
      await rm(copy);
    });

  for (const [name, bytes] of shown)
    it(`is not: ${name}`, async () => {
      const open = await workspace.open('good.ndjson', bytes);
      const { file } = await open.ask('start', undefined);
      assert.deepEqual([file.foreign, file.failure], [undefined, undefined]);
    });

  it('is shown as it is when that is wanted, its rows marked', async () => {
    const open = await workspace.open('as-is.ndjson', Buffer.from(`\ufeff${text}`, 'utf16le'));
    await open.ask('openAsIs', undefined);
    const { file, rows } = await open.ask('start', undefined);
    assert.deepEqual([file.foreign, file.failure, rows.length > 0], [undefined, undefined, true]);
    await open.ask('reopen', undefined);
    assert.ok((await readCities(open)).length > 0);
  });

  it('is no file to compare with', async () => {
    const open = await workspace.open('later.ndjson', text);
    const other = await workspace.write('earlier.ndjson', Buffer.from(`\ufeff${text}`, 'utf16le'));
    await assert.rejects(open.viewer.compareWith(other), /earlier\.ndjson.*cannot be compared.*UTF-16 LE/);
  });

  it('leaves no copy where a part of it is in another encoding, and says so', async () => {
    const long = text.repeat(5000);
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${long}`, 'utf16le'),
      Buffer.from([0x00, 0xd8, 0x41, 0x00]),
    ]);
    const open = await workspace.open('half.ndjson', bytes);
    await assert.rejects(open.ask('convert', undefined), /A part of the file is not utf-16le/);
    await assert.rejects(stat(`${open.viewer.viewed.path}.utf-8.ndjson`), { code: 'ENOENT' });
    assert.deepEqual(open.desk.opened, []);
  });

  it('leaves no copy where a byte has no meaning in its encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from(text.repeat(5000), 'latin1'),
      Buffer.from('{"a":"\x81"}\n', 'latin1'),
    ]);
    const open = await workspace.open('undefined.ndjson', bytes);
    await assert.rejects(open.ask('convert', undefined), /A part of the file is not windows-1252/);
    assert.deepEqual(open.desk.opened, []);
  });

  it('overwrites no file where its copy would be', async () => {
    const open = await workspace.open('taken.ndjson', Buffer.from(`\ufeff${text}`, 'utf16le'));
    const taken = `${open.viewer.viewed.path}.utf-8.ndjson`;
    await writeFile(taken, 'mine');
    await assert.rejects(open.ask('convert', undefined), { code: 'EEXIST' });
    assert.equal(await readFile(taken, 'utf8'), 'mine');
  });
});

describe('converted copies', () => {
  it('are removed with their folder, and what nobody has used for a day', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'copies-'));
    const copies = createConvertedCopies(path.join(directory, 'converted'));
    const make = async (): Promise<string> => {
      const copyPath = await copies.createCopyPath('/anywhere/users.ndjson');
      await writeFile(copyPath, 'x');
      return copyPath;
    };
    const [closed, old, kept, foreign] = [await make(), await make(), await make(), await make()];
    const others = path.join(path.dirname(foreign), 'notes.txt');
    await writeFile(others, 'mine');
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
    for (const it of [old, kept, foreign]) await utimes(path.dirname(it), longAgo, longAgo);
    await copies.keep(kept);
    await copies.remove(closed);
    await copies.remove(others.replace('converted', 'elsewhere'));
    await copies.remove('/anywhere/users.ndjson');
    await copies.sweep(Date.now());
    for (const it of [closed, old]) await assert.rejects(stat(path.dirname(it)), { code: 'ENOENT' });
    assert.equal(await readFile(kept, 'utf8'), 'x');
    assert.equal(await readFile(others, 'utf8'), 'mine');
    assert.deepEqual(
      [copies.has(kept), copies.has(directory), copies.has('/a/users.ndjson')],
      [true, false, false],
    );
    await rm(directory, { recursive: true });
  });
});
