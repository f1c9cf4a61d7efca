// `npm run screenshots`: takes the README's pictures, docs/images/NAME.png, from the running extension. Names after `--`
// take just these. Look at what it took.
import path from 'node:path';
import { startEditor } from '../test/support/editor.ts';
import type { Editor, WindowOptions } from '../test/support/editor.ts';
import { until } from '../test/support/until.ts';
import type { EditorWindow } from '../test/support/window.ts';
import { showNdjson } from './screenshots/ndjsonPages.ts';
import { showExportStages } from './screenshots/exportStages.ts';
import { projectRoot } from './setup/places.mjs';

interface Screenshot extends WindowOptions {
  readonly name: string;
  /** From a new window to what the picture is of. What does not stay is shot by `shoot` meanwhile. */
  readonly steps: (window: EditorWindow, editor: Editor, shoot: () => Promise<void>) => Promise<void>;
}

type Theme = NonNullable<WindowOptions['theme']>;

/** One item of each kind, by its branch in the Catalog and its label. */
const items = [
  { name: 'metric', branch: 'Key Metrics', label: 'Sessions' },
  { name: 'segment', branch: 'Segments', label: 'All Users' },
  { name: 'campaign', branch: 'Campaigns' },
  { name: 'card', branch: 'News Feed Cards' },
  { name: 'event', branch: 'Custom Events' },
  { name: 'product', branch: 'Products' },
] as const;

async function exploreSample(window: EditorWindow): Promise<void> {
  await window.openView('Appboy');
  await window.runCommand('Appboy: Explore Sample Data');
  await window.statusBarItem('Sample App Group').waitFor();
}

/** Reading an editor's text selects all of it. */
async function showBeginning(window: EditorWindow): Promise<void> {
  await window.page.keyboard.press('Control+Home');
  await until('nothing to be selected', async () => {
    const selected = window.page.locator('.editor-group-container.active .monaco-editor .selected-text');
    return (await selected.count()) === 0;
  });
}

/** The Catalog with a list open, and one of its items as JSON. */
async function showCatalog(window: EditorWindow): Promise<void> {
  await exploreSample(window);
  const catalog = window.tree('Catalog');
  await catalog.expand('Key Metrics');
  await catalog.expand('Segments');
  await catalog.findRow('All Users');
  await catalog.chooseFromMenu('All Users', 'Open Details as JSON');
  await window.editorText('All Users.json');
  await showBeginning(window);
}

async function showUser(window: EditorWindow): Promise<void> {
  await exploreSample(window);
  await window.runCommand('Appboy: Inspect User…');
  await window.quickInput.awaitTitle('Inspect User');
  await window.quickInput.type('user-000042');
  await window.quickInput.accept();
  await window.editorText('user-000042.json');
  await showBeginning(window);
}

/** Opens the item with this label, or the first of its branch that is not a sample of an awkward name. */
async function showItem(window: EditorWindow, branch: string, label: string | undefined): Promise<void> {
  await exploreSample(window);
  const catalog = window.tree('Catalog');
  await catalog.expand(branch);
  // All of them: on a small screen the awkward names, which come first, leave no room for others. The row that says that
  // the list is loading is none of them.
  const plain = await until(`an item of ${branch}`, async () =>
    (await catalog.allRows()).find(
      (it) =>
        it.level === 2 &&
        it.label !== 'Loading…' &&
        (label === undefined ? /^[\p{L}\p{N}][^<>{}$"=`\\]*$/u.test(it.label) : it.label === label),
    ),
  );
  await catalog.click(plain.label);
  const page = window.webview();
  await page.locator('h1').waitFor();
  await page.locator('.chart-section[aria-busy="false"] canvas').first().waitFor();
  await until('the details', async () => (await page.locator('vscode-progress-ring').count()) === 0);
}

const allThemes: readonly Theme[] = ['light', 'dark', 'highContrast'];

/** TABLE of the pictures. */
const screenshots: readonly Screenshot[] = [
  ...allThemes.map((theme) => ({ name: `catalog-${theme}`, theme, steps: showCatalog })),
  ...allThemes.map((theme) => ({ name: `user-${theme}`, theme, steps: showUser })),
  ...allThemes.map((theme) => ({
    name: `exports-${theme}`,
    theme,
    viewport: { width: 900, height: 560 },
    steps: (window: EditorWindow, { profile }: Editor, shoot: () => Promise<void>) =>
      showExportStages(window, profile, shoot),
  })),
  ...allThemes.map((theme) => ({
    name: `ndjson-${theme}`,
    theme,
    viewport: { width: 1280, height: 720 },
    steps: (window: EditorWindow, { profile }: Editor) => showNdjson(window, profile),
  })),
  ...items.flatMap(({ name, branch, ...item }) =>
    allThemes.map((theme) => ({
      name: `${name}-${theme}`,
      theme,
      viewport: { width: 1280, height: 860 },
      steps: (window: EditorWindow) => showItem(window, branch, 'label' in item ? item.label : undefined),
    })),
  ),
];

async function takeScreenshots(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !screenshots.some((it) => it.name === name));
  if (unknown.length > 0) throw new Error(`No such picture: ${unknown.join(', ')}.`);
  const editor = await startEditor();
  try {
    for (const { name, steps, ...options } of screenshots) {
      if (names.length > 0 && !names.includes(name)) continue;
      const window = await editor.openWindow(options);
      const file = path.join(projectRoot, 'docs', 'images', `${name}.png`);
      let isShot = false;
      await steps(window, editor, async () => {
        await window.screenshot(file);
        isShot = true;
      });
      if (!isShot) await window.screenshot(file);
      await editor.closeWindows();
      console.log(path.relative(projectRoot, file));
    }
  } finally {
    await editor.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
await takeScreenshots(process.argv.slice(2));
