import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRunning } from '../exports/jobStages.ts';
import { views } from '../ids.ts';
import { showCount } from '../protocol/showCount.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine, withoutIcons } from '../util/showText.ts';
import { drawExport } from './exportNode.ts';
import type { ExportRowSource } from './exportsRedraw.ts';
import { createThrottledCall } from './throttledCall.ts';

const redrawMs = 500;

/** In the status bar, while exports run: which, and how far. A click leads to the view. */
export function createExportsStatus(source: Pick<ExportRowSource, 'list' | 'onDidChange'>): Disposable {
  const store = createDisposableStore();
  const bar = store.add(
    vscode.window.createStatusBarItem('appboy.exports', vscode.StatusBarAlignment.Left, 9),
  );
  bar.name = l10n.t('Appboy Exports');
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
    const text =
      looks.length > 1 ? showCount(looks.length, 'export') : `${first.label}: ${stage} ${figure}`.trim();
    bar.text = `$(sync~spin) ${withoutIcons(text)}`;
    bar.tooltip = looks.map((it) => asLine(`${it.label}: ${it.description}`)).join('\n');
    bar.accessibilityInformation = { label: l10n.t('Appboy exports: {0}', text) };
    bar.show();
  }

  const redraws = store.add(createThrottledCall(redrawMs, draw));
  let running = 0;
  store.add(
    source.onDidChange(() => {
      const now = source.list().filter((it) => isRunning(it.stage)).length;
      if (now === running) redraws.request();
      else redraws.runNow();
      running = now;
    }),
  );
  return store;
}
