import assert from 'node:assert/strict';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { externalIdOf } from '../../src/sample/world/users.ts';
import { useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';
import { writeUsers, type UserTruth } from '../support/userFile.ts';
import { openFromExplorer } from './viewerPage.ts';

/** A folder that is named as exports are, so that its file opens in the editor for NDJSON by itself. */
const exportFolder = '2026-01-05-all-users-0123abcd';
const sizeBytes = 2_000_000_000;

describe('the editor of NDJSON files, on a file of 2 GB', () => {
  const editor = useEditor();
  const inWorkspace = (...names: string[]): string => path.join(editor.profile().workspace, ...names);
  const number = (value: number): string => value.toLocaleString('en-US');
  let truth: UserTruth;
  const file = (): string => inWorkspace(exportFolder, 'users.ndjson');
  const lineCount = (): string => number(truth.lineCount);

  before('write the file', async () => {
    await mkdir(inWorkspace(exportFolder), { recursive: true });
    const { bavail, bsize } = await statfs(inWorkspace());
    assert.ok(bavail * bsize > sizeBytes * 1.2, 'This test needs 2.4 GB of free disk space.');
    truth = writeUsers(file(), sizeBytes);
  });
  after(() => rm(inWorkspace(exportFolder), { recursive: true, force: true }));

  it('opens it, scrolls to its end and jumps to any line', async () => {
    const window = await editor.openWindow({});
    const viewer = await openFromExplorer(window, exportFolder, 'users.ndjson');
    const first = (await readLines(file(), 0, 300_000)).slice(0, 20);
    const rows = await until('rows', async () => {
      const now = await viewer.rows();
      return now.length >= 20 && now.every((it) => it.cells.length > 0) && now;
    });
    for (const [at, line] of first.entries()) {
      const user = JSON.parse(line) as Record<string, string>;
      assert.equal(rows[at]?.line, at + 1);
      assert.equal(rows[at].cells[0], user['external_id'] ?? '');
      assert.ok(rows[at].cells.includes(user['email'] ?? ''));
    }
    await viewer.awaitStatus(new RegExp(`^Line 1 of ${lineCount()} `));

    await viewer.press('End');
    await viewer.awaitStatus(new RegExp(`^Line ${lineCount()} of ${lineCount()} `));
    const last = JSON.parse((await readLines(file(), truth.sizeBytes - 400_000, 400_000)).at(-1) ?? '') as {
      external_id?: string;
    };
    const end = await viewer.activeRow();
    assert.deepEqual([end.line, end.cells[0]], [truth.lineCount, last.external_id ?? '']);

    await viewer.goToLine(123_457);
    await viewer.awaitStatus(/^Line 123,457 of /);
    const there = await viewer.activeRow();
    assert.deepEqual([there.line, there.cells[0]], [123_457, externalIdOf(123_456) ?? '']);
    await viewer.press('PageDown', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await viewer.awaitStatus(/3 selected/);
    await viewer.press('Home');
    await viewer.awaitStatus(/^Line 1 of /);
  });

  it('jumps to a user by external id, and counts the lines that have a text', async () => {
    const window = await editor.openWindow({});
    const viewer = await openFromExplorer(window, exportFolder, 'users.ndjson');
    await viewer.find(truth.lastKey.key);
    await viewer.awaitStatus(new RegExp(`^Line ${number(truth.lastKey.line + 1)} of `));
    assert.equal((await viewer.activeRow()).cells[0], truth.lastKey.key);
    // As bytes: only the country itself is spelt so.
    await viewer.find('"country":"US"');
    await viewer.findResult(new RegExp(`^\\d[\\d,]* of ${number(truth.countries['US'] ?? 0)} lines$`));
  });

  it('filters, counts, and opens a line as the JSON that it is', async () => {
    const window = await editor.openWindow({});
    const viewer = await openFromExplorer(window, exportFolder, 'users.ndjson');
    await viewer.filter('custom_attributes.plan:gold');
    await viewer.awaitStatus(
      new RegExp(`${number(truth.goldCount)} of ${lineCount()} lines match(?! so far)`),
    );
    await viewer.press('ArrowDown', 'ArrowDown', 'ArrowUp');
    const row = await viewer.activeRow();
    await viewer.press('Enter');
    const text = await window.editorText(`users line ${row.line}`);
    const user = JSON.parse(text) as Record<string, Record<string, unknown>>;
    assert.equal(user['custom_attributes']?.['plan'], 'gold');
    assert.equal(user['external_id'] ?? '', row.cells[0]);
    assert.equal(text.split('\n')[1]?.startsWith('  "'), true, 'laid out');

    await window.page.locator('.tabs-container .tab', { hasText: 'users.ndjson' }).click();
    await viewer.filter('');
    await viewer.frame.getByRole('button', { name: 'Count by…' }).click();
    const by = viewer.frame.getByRole('combobox', { name: 'Count by field' });
    await by.fill('country');
    await by.press('Enter');
    const [most, count] = Object.entries(truth.countries).sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
    const top = viewer.frame.locator('table.counts tbody tr').first();
    await until(
      'the counts of all lines',
      async () => (await top.innerText()).replace(/\s+/g, ' ').startsWith(`${most} ${number(count)} `),
      () => top.innerText(),
    );
    await top.getByRole('button').click();
    await viewer.awaitStatus(new RegExp(`${number(count)} of ${lineCount()} lines match(?! so far)`));
  });

  it('is as it was left after the window was loaded again', async () => {
    const window = await editor.openWindow({});
    const viewer = await openFromExplorer(window, exportFolder, 'users.ndjson');
    await viewer.filter('country:DE AND total_revenue:>100');
    await viewer.awaitStatus(/lines match(?! so far)/);
    await viewer.press('PageDown', 'PageDown');
    const before = await viewer.awaitStatus(/^Line \d.* lines match(?! so far)/);
    await window.reload();
    await viewer.grid.waitFor();
    const after = await viewer.awaitStatus(/^Line \d.* lines match(?! so far)/);
    assert.equal(after, before);
  });
});

/** The whole lines within a stretch of a file. */
async function readLines(file: string, from: number, sizeBytes: number): Promise<string[]> {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(sizeBytes);
    const { bytesRead } = await handle.read(bytes, 0, sizeBytes, Math.max(0, from));
    const lines = bytes.toString('utf8', 0, bytesRead).split('\n');
    return lines.slice(from > 0 ? 1 : 0, -1);
  } finally {
    await handle.close();
  }
}
