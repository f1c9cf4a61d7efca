import assert from 'node:assert/strict';
import path from 'node:path';
import { useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';
import { onDetailPage } from './detailPage.ts';
import { useDetailPanels } from './detailPanels.ts';

/** A request that is never answered. */
const hang = (): Promise<never> => new Promise<never>(() => undefined);

describe('a service that hangs, or says what is not understood', () => {
  const editor = useEditor();
  const { service, connect } = useDetailPanels(editor);

  for (const theme of ['light', 'dark', 'highContrast'] as const)
    it(`is said to be slow, with a way to stop, and to be not understood: ${theme}`, async () => {
      const window = await connect(theme);
      const catalog = window.tree('Catalog');
      const picture = (name: string): Promise<void> =>
        window.screenshot(path.join('out/test/pictures', `${name}-${theme}.png`));
      await window.runCommand('Appboy: Refresh');
      service().interfere = hang;
      await catalog.expand('Segments');
      // Both are slow after the same seconds, which are waited for once.
      await catalog.click('Key Metrics');
      await catalog.expand('Key Metrics');
      await catalog.click('Sessions');
      const row = await until('the slow row', async () =>
        (await catalog.visibleRows()).find((it) => it.description === 'Try 1 of 2'),
      );
      assert.equal(row.label, 'Loading…');
      const page = onDetailPage(window);
      const slow = page.frame.locator('.placeholder', { hasText: 'Try 1 of 2' });
      await slow.waitFor();
      await picture('slow');
      await slow.getByRole('button', { name: 'Cancel' }).click();
      await page.frame.locator('.placeholder', { hasText: 'Loading was cancelled.' }).waitFor();
      await catalog.pressInline('Loading…', 'Cancel Loading');
      await catalog.findRow('Loading was cancelled.');

      service().interfere = () => Response.json({ message: 'success', data: { '2016-05-31': 7 } });
      await page.frame.getByRole('button', { name: 'Retry' }).click();
      const unread = page.frame.locator('.placeholder', { hasText: 'The answer could not be understood' });
      await unread.waitFor();
      await picture('not-understood');
      await unread.getByRole('button', { name: 'Open as JSON' }).click();
      assert.match(await window.editorText('Sessions'), /"2016-05-31": 7/);

      service().interfere = () => undefined;
      await catalog.click('Loading was cancelled.');
      await catalog.findRow('Load more…');
    });

  it('shows no text of others with direction controls in headings and tabs', async () => {
    const window = await connect();
    await window.runCommand('Appboy: Refresh');
    service().interfere = (request) =>
      new URL(request.url).pathname === '/segments/list'
        ? Response.json({ segments: [{ id: 'a', name: 'name \u202egnp.exe' }] })
        : undefined;
    await window.tree('Catalog').expand('Segments');
    await window.tree('Catalog').click('name gnp.exe');
    const page = onDetailPage(window);
    await page.frame.getByRole('heading', { level: 1, name: 'name gnp.exe', exact: true }).waitFor();
    const shown = [...(await window.tabs()), await page.frame.locator('body').innerText()];
    for (const text of shown) assert.doesNotMatch(text, /\u202e/);
    assert.ok(shown.includes('name gnp.exe'));
  });
});
