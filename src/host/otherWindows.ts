import * as vscode from 'vscode';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';

/** Tells this extension's other windows on the machine that something they share has changed, and hears them. */
export interface OtherWindows extends Disposable {
  announce(): Promise<void>;
  /** Calls back whenever another window may have changed something; sometimes when nothing has. */
  listen(onChange: () => void): Disposable;
}

/** The editor brings globalState to other windows by itself, but a moment later, and without an event. */
const settleMs = [0, 300, 1500];

/** A file in the extension's storage is the bell: the editor has no event for a change made by another window. */
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
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(storage, 'connections.changed'),
      );
      const subscriptions = [
        watcher,
        watcher.onDidChange(settle),
        watcher.onDidCreate(settle),
        // Where files cannot be watched, coming back to the window is the next best moment.
        vscode.window.onDidChangeWindowState((state) => state.focused && settle()),
      ];
      return store.add({
        dispose: () => {
          timers.forEach(clearTimeout);
          subscriptions.forEach((it) => void it.dispose());
        },
      });
    },
    dispose: () => store.dispose(),
  };
}
