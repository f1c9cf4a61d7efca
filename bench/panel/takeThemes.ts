// Takes what the editor's themes give a page, its body's classes and the root's variables, from a real window into
// out/themes/NAME.json, for bench/panel/openViewer.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../scripts/setup/places.mjs';
import { startEditor, themes } from '../../test/support/editor.ts';

const editor = await startEditor();
try {
  const folder = path.join(projectRoot, 'out', 'themes');
  await mkdir(folder, { recursive: true });
  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    const window = await editor.openWindow({ theme });
    await window.openView('Appboy');
    await window.runCommand('Appboy: Explore Sample Data');
    await window.statusBarItem('Sample App Group').waitFor();
    await window.tree('Catalog').expand('Key Metrics');
    await window.tree('Catalog').click('Sessions');
    const page = window.webview();
    await page.locator('h1').waitFor();
    const bodyClass = await page.locator('body').getAttribute('class');
    const style = await page.locator('html').getAttribute('style');
    await writeFile(path.join(folder, `${theme}.json`), JSON.stringify({ bodyClass, style }));
    await editor.closeWindows();
  }
} finally {
  await editor.close();
}
