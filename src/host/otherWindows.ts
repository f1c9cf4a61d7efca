import * as vscode from 'vscode';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';

/** Tells this extension's other windows on the machine that something they share has changed, and hears them. */
export interface OtherWindows extends Disposable {
  announce(): Promise<void>;
  /** Calls back whenever another window may have changed something; sometimes when nothing has. */
  listen(onChange: () => void): Disposable;
}

/**
 * The editor brings globalState to other windows by itself, but later and without an event: soon as a rule, after many
 * seconds on a busy machine.
 */
const settleMs = [0, 300, 1000, 2000, 4000, 8000, 16_000, 32_000];

/** Windows signal each other by writing a file: the editor has no event for changes made by another window. */
export function createOtherWindows(storage: vscode.Uri): OtherWindows {
  const store = createDisposableStore();
  const bell = vscode.Uri.joinPath(storage, 'connections.changed');
  return {
    async announce() {
      await vscode.workspace.fs.createDirectory(storage);
      await vscode.workspace.fs.writeFile(bell, new TextEncoder().encode(String(Date.now())));
    },
    listen(onChange) {
      const timers = new Set<NodeJS.Timeout>();
      const settle = (): void => {
        for (const ms of settleMs) {
          const timer = setTimeout(() => {
            timers.delete(timer);
            onChange();
          }, ms);
          timers.add(timer);
        }
      };
      const subscriptions = createDisposableStore();
      // Where files cannot be watched, coming back to the window is the next best moment.
      subscriptions.add(vscode.window.onDidChangeWindowState((state) => state.focused && settle()));
      subscriptions.add({ dispose: () => timers.forEach(clearTimeout) });
      const watch = (): void => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(storage, 'connections.changed'),
        );
        for (const it of [watcher, watcher.onDidChange(settle), watcher.onDidCreate(settle)])
          subscriptions.add(it);
      };
      // Whoever watches the folder misses a file that is created together with it.
      Promise.resolve(vscode.workspace.fs.createDirectory(storage)).then(watch, watch);
      // Changes are also missed until the watcher has started.
      settle();
      return store.add(subscriptions);
    },
    dispose: () => store.dispose(),
  };
}
