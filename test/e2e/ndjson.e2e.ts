import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { themes, useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';
import { findViolations } from './findViolations.ts';
import { onViewer, openWithViewer } from './viewerPage.ts';

describe('the editor of NDJSON files', () => {
  const editor = useEditor();
  const inWorkspace = (...names: string[]): string => path.join(editor.profile().workspace, ...names);

  const odd = [
    '\ufeff{"id":"with a byte order mark","n":1}',
    '{"id":"crlf","n":2}\r',
    '',
    'not json at all',
    '{"id":"nul\0here","n":3}',
    '{"id":"lone \\ud800 half","n":4}',
    '{"id":"<img src=x onerror=alert(1)>","n":5}',
    `{"id":"long","n":6,"text":"${'x'.repeat(3_000_000)}"}`,
    '{"id":"عربي 🎉","n":7}',
  ];

  async function writeOddFile(): Promise<void> {
    const bytes = odd.map((it) => Buffer.from(it));
    bytes.push(Buffer.from([...Buffer.from('{"id":"wrong byte '), 0xff, ...Buffer.from('","n":8}')]));
    await writeFile(
      inWorkspace('odd.jsonl'),
      Buffer.concat(bytes.flatMap((it, at) => (at === 0 ? [it] : [Buffer.from('\n'), it]))),
    );
  }

  it('shows what is odd about a line for what it is, and goes on', async () => {
    await writeOddFile();
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'odd.jsonl');
    await viewer.awaitStatus(/^Line 1 of 10 /);
    const rows = await until('ten rows', async () => {
      const now = await viewer.rows();
      return now.length === 10 && now.every((it) => it.cells.length > 0) && now;
    });
    const badges = rows.map((it) => it.badges.join('; '));
    assert.match(badges[0] ?? '', /byte order mark/);
    assert.match(badges[1] ?? '', /CRLF/);
    assert.match(badges[2] ?? '', /blank/);
    assert.match(badges[3] ?? '', /not JSON/);
    assert.match(badges[4] ?? '', /NUL/);
    assert.match(badges[5] ?? '', /lone surrogate/);
    assert.match(badges[7] ?? '', /long line, 2\.9 MB/);
    assert.match(badges[9] ?? '', /invalid UTF-8/);
    assert.ok(rows[6]?.cells.includes('<img src=x onerror=alert(1)>'));
    assert.equal(await viewer.frame.locator('img').count(), 0);
    assert.ok(rows[3]?.cells.includes('not json at all'));

    await viewer.filter('n:>=3');
    await viewer.awaitStatus(/ 5 of 10 lines match(?! so far)/);
    await viewer.filter('n:');
    await viewer.frame.getByText('A value is missing after the colon.').waitFor();
    await viewer.filter('');
    await viewer.find('wrong byte');
    await viewer.awaitStatus(/^Line 10 of 10 /);
    await viewer.goToLine(4);
    await viewer.press('Enter');
    assert.equal(await window.editorText('odd line 4'), 'not json at all');
    assert.deepEqual(
      (await window.notifications()).filter((it) => /alert/.test(it)),
      [],
    );
  });

  const spelt = String.raw`{"external_id":"u\u0031","city":"\u041c\u043e\u0441\u043a\u0432\u0430"}
{"external_id":"u2","city":"Москва"}
{"external_id":"u3","city":"say \"hi\""}
`;

  it('finds what cells show in any spelling, and by a switch what the file spells', async () => {
    await writeFile(inWorkspace('spelt.ndjson'), spelt);
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'spelt.ndjson');
    await viewer.awaitStatus(/^Line 1 of 3 /);
    await viewer.find('Москва');
    await viewer.findResult(/of 2 lines/);
    // No column shows it, and the line spells it with escapes.
    const found = viewer.frame.getByRole('region', { name: 'Found in this line' }).locator('mark');
    await until('the place', async () => (await found.allInnerTexts()).join() === 'Москва');
    const raw = viewer.frame.getByRole('button', { name: 'Search raw text (escapes as in the file)' });
    assert.equal(await raw.getAttribute('aria-pressed'), 'false');
    await raw.focus();
    await window.page.keyboard.press('Space');
    assert.equal(await raw.getAttribute('aria-pressed'), 'true');
    await viewer.findResult(/of 1 line\b/);
    assert.deepEqual(await findViolations(viewer.frame), []);
    await raw.click();
    await viewer.find('u1');
    await viewer.findResult(/^(?:1 of )?1 line$/);
    assert.equal((await viewer.activeRow()).line, 1);
  });

  it('says that a file is not UTF-8, and opens a copy that is', async () => {
    await writeFile(inWorkspace('wide.ndjson'), Buffer.from(`\ufeff${spelt}`, 'utf16le'));
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'wide.ndjson');
    await viewer.frame.getByText('The file is not UTF-8, but UTF-16 LE.').waitFor();
    assert.deepEqual(await findViolations(viewer.frame), []);
    await viewer.frame.getByText('Convert and Open', { exact: true }).click();
    await window.page.getByRole('tab', { name: /wide\.utf-8\.ndjson/ }).waitFor();
    const copy = onViewer(window);
    await copy.awaitStatus(/^Line 1 of 3 /);
  });

  it('compares two selected lines with their keys sorted', async () => {
    await writeFile(inWorkspace('pair.ndjson'), '{"b":1,"a":{"d":2,"c":3}}\n{"a":{"c":3,"d":4},"b":1}\n');
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'pair.ndjson');
    await viewer.awaitStatus(/^Line 1 of 2 /);
    await viewer.press('Home', 'Shift+ArrowDown');
    await viewer.awaitStatus(/2 selected/);
    await viewer.chooseFromMenu('Compare Selected');
    const diff = window.page.locator('.monaco-diff-editor');
    await diff.waitFor();
    const sides = diff.locator('.editor.original .view-lines, .editor.modified .view-lines');
    await until('both sides', async () =>
      (await sides.allInnerTexts()).every((it) => /"a"[^]*"c"[^]*"d"[^]*"b"/.test(it)),
    );
  });

  it('says that the file has changed on disk, and opens it anew', async () => {
    await writeFile(inWorkspace('growing.ndjson'), '{"id":1}\n{"id":2}\n');
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'growing.ndjson');
    await viewer.awaitStatus(/^Line 1 of 2 /);
    await appendFile(inWorkspace('growing.ndjson'), '{"id":3}\n');
    await viewer.frame.getByRole('button', { name: /Reopen|Open Again/ }).click();
    await viewer.awaitStatus(/ of 3 /);
  });

  it('opens several lines as one document, copies and saves them', async () => {
    const lines = Array.from({ length: 5 }, (_, i) => `{"id": "u${i}", "n":${i}.0, "say":"=1+1"}`);
    await writeFile(inWorkspace('several.ndjson'), `${lines.join('\n')}\n`);
    const window = await editor.openWindow({});
    const viewer = await openWithViewer(window, 'several.ndjson');
    await viewer.goToLine(2);
    await viewer.press('Shift+ArrowDown', 'Shift+ArrowDown');
    const copied = await window.copiedBy(() => viewer.press('Control+c'));
    assert.equal(copied.trimEnd(), lines.slice(1, 4).join('\n'));
    await viewer.chooseFromMenu('Save All Shown as CSV…');
    await window.quickInput.proposedFile(/\.csv$/);
    await window.quickInput.type(inWorkspace('saved.csv'));
    await window.quickInput.accept();
    const csv = await until('the saved file', () =>
      readFile(inWorkspace('saved.csv'), 'utf8').catch(() => undefined),
    );
    assert.deepEqual(csv.split('\r\n').slice(0, 2), ['id,n,say', "u0,0.0,'=1+1"]);
    await viewer.chooseFromMenu('Open 3 Lines as NDJSON');
    assert.equal((await window.editorText('several 3 rows')).trimEnd(), lines.slice(1, 4).join('\n'));
  });

  it('compares two exports by external id: who was added, removed or changed', async () => {
    const exportsFolder = path.join(
      editor.profile().userData,
      'User/globalStorage/export-explorer.appboy-export-explorer/exports',
    );
    const user = (n: number, more = ''): string => `{"external_id":"u${n}"${more}}`;
    await writeExport(exportsFolder, 'earlier', 1, [user(1), user(2), user(3, ',"plan":"free"'), user(4)]);
    await writeExport(exportsFolder, 'later', 2, [
      user(4),
      user(3, ',"plan":"gold"'),
      user(5),
      user(2),
      user(6),
    ]);
    const window = await editor.openWindow({});
    await window.openView('Appboy');
    await window.runCommand('Appboy: Explore Sample Data');
    await window.runCommand('Appboy: Compare Exports…');
    await window.quickInput.pick('earlier');
    await window.quickInput.pick('later');
    const viewer = onViewer(window);
    await viewer.frame.getByRole('button', { name: 'Added 2' }).click();
    const ids = async (): Promise<string[]> => (await viewer.rows()).map((it) => it.cells[0] ?? '');
    await until('those added', async () => (await ids()).join() === 'u5,u6', ids);
    await viewer.frame.getByRole('button', { name: 'Removed 1' }).click();
    await until('those removed', async () => (await ids()).join() === 'u1', ids);
    await viewer.frame.getByRole('button', { name: 'Changed 1' }).click();
    await until('those changed', async () => (await ids()).join() === 'u3', ids);
    await viewer.press('Enter');
    await window.page.locator('.monaco-diff-editor').waitFor();
    await until('the change', async () =>
      /free/.test(await window.page.locator('.monaco-diff-editor .editor.original').innerText()),
    );
  });

  for (const theme of Object.keys(themes) as (keyof typeof themes)[])
    it(`has nothing that axe objects to in ${theme}`, async () => {
      await writeOddFile();
      const window = await editor.openWindow({ theme });
      const viewer = await openWithViewer(window, 'odd.jsonl');
      await viewer.awaitStatus(/^Line 1 of 10 /);
      assert.deepEqual(await findViolations(viewer.frame), []);
      await viewer.frame.getByRole('button', { name: 'Count by…' }).click();
      const by = viewer.frame.getByRole('combobox', { name: 'Count by field' });
      await by.fill('n');
      await by.press('Enter');
      await viewer.frame.locator('table.counts').waitFor();
      await viewer.find('byte order');
      await viewer.findResult(/1 of 1 line/);
      await viewer.filter('id:');
      assert.deepEqual(await findViolations(viewer.frame), []);
      await viewer.filter('n:>2');
      await viewer.frame.getByRole('tab', { name: 'Fields' }).click();
      await viewer.frame.locator('table.fields').waitFor();
      assert.deepEqual(await findViolations(viewer.frame), []);
    });
});

/** A finished export, as the extension leaves it. */
async function writeExport(root: string, title: string, day: number, lines: string[]): Promise<void> {
  const id = `2026-01-0${day}-${title}-${createHash('sha256').update(title).digest('hex').slice(0, 8)}`;
  const text = `${lines.join('\n')}\n`;
  await mkdir(path.join(root, id), { recursive: true });
  await writeFile(path.join(root, id, 'users.ndjson'), text);
  const manifest = {
    ...{ version: 1, id, kind: 'segment', title, request: {}, warnings: [] },
    requestedAt: `2026-01-0${day}T10:00:00Z`,
    finishedAt: `2026-01-0${day}T10:01:00Z`,
    result: {
      ...{ outcome: 'file', file: 'users.ndjson', sizeBytes: text.length, users: lines.length },
      ...{ blankLines: 0, badLines: { count: 0, numbers: [] } },
    },
  };
  await writeFile(path.join(root, id, 'manifest.json'), JSON.stringify(manifest));
}
