import * as vscode from 'vscode';
import { views } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine, withoutIcons } from '../util/showText.ts';
import { drawExport } from './exportNode.ts';
import { isRunning } from '../exports/jobs/isRunning.ts';
import type { ExportRows } from './exportsRedraw.ts';
import { createPace } from './pace.ts';

const redrawMs = 500;

/** In the status bar, while exports run: which, and how far. A click leads to the view. */
export function createExportsStatus(source: Pick<ExportRows, 'list' | 'onDidChange'>): Disposable {
  const store = createDisposableStore();
  const bar = store.add(
    vscode.window.createStatusBarItem('appboy.exports', vscode.StatusBarAlignment.Left, 9),
  );
  bar.name = 'Appboy Exports';
  bar.command = `${views.exports}.focus`;

  function draw(): void {
    const running = source.list().filter((it) => isRunning(it.stage) && it.worker === 'here');
    const looks = running.map((it) => drawExport(it, Date.now()));
    const [first] = looks;
    if (!first) {
      bar.hide();
      return;
    }
    const [stage = '', figure = ''] = first.description.split(' · ');
    const said = looks.length > 1 ? `${looks.length} exports` : `${first.label}: ${stage} ${figure}`.trim();
    bar.text = `$(sync~spin) ${withoutIcons(said)}`;
    bar.tooltip = looks.map((it) => asLine(`${it.label}: ${it.description}`)).join('\n');
    bar.accessibilityInformation = { label: `Appboy exports: ${said}` };
    bar.show();
  }

  const pace = store.add(createPace(redrawMs, draw));
  let running = 0;
  store.add(
    source.onDidChange(() => {
      const now = source.list().filter((it) => isRunning(it.stage)).length;
      if (now === running) pace.ask();
      else pace.askNow();
      running = now;
    }),
  );
  return store;
}
