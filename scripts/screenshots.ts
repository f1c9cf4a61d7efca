// `npm run screenshots`: takes the README's pictures, docs/images/NAME.png, from the running extension. Names after `--`
// take just these. Look at what it took.
import path from 'node:path';
import { startEditor } from '../test/support/editor.ts';
import type { WindowOptions } from '../test/support/editor.ts';
import type { EditorWindow } from '../test/support/window.ts';
import { projectRoot } from './setup/places.mjs';

interface Screenshot extends WindowOptions {
  readonly name: string;
  /** From a new window to what the picture is of. */
  readonly steps: (window: EditorWindow) => Promise<void>;
}

const screenshots: readonly Screenshot[] = [
  {
    name: 'catalog-light',
    theme: 'light',
    steps: async (window) => {
      await window.openView('Appboy');
      await window.runCommand('Appboy: Explore Sample Data');
      const catalog = window.tree('Catalog');
      await catalog.expand('Segments');
      await catalog.findRow('All Users');
    },
  },
];

async function takeScreenshots(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !screenshots.some((it) => it.name === name));
  if (unknown.length > 0) throw new Error(`No such picture: ${unknown.join(', ')}.`);
  const editor = await startEditor({ fresh: true });
  try {
    for (const { name, steps, ...options } of screenshots) {
      if (names.length > 0 && !names.includes(name)) continue;
      const window = await editor.openWindow(options);
      await steps(window);
      const file = path.join(projectRoot, 'docs', 'images', `${name}.png`);
      await window.screenshot(file);
      await editor.closeWindows();
      console.log(path.relative(projectRoot, file));
    }
  } finally {
    await editor.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
await takeScreenshots(process.argv.slice(2));
