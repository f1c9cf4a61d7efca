import path from 'node:path';
import * as vscode from 'vscode';
import type { LocalCopies, LocalCopy } from '../host/localCopies.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { Viewer } from './viewer.ts';

/** A file that is open, for as long as an editor shows it; all its editors share it. */
export interface NdjsonDocument extends vscode.CustomDocument {
  readonly viewer: Viewer;
}

export interface ViewerMakers {
  /** Never rejects: what cannot be opened is viewed too, and says why. */
  view(filePath: string): Promise<Viewer>;
  /** Views a copy of something that is no file of this machine, which is made whenever it is opened. Never rejects. */
  viewCopy(copy: LocalCopy): Promise<Viewer>;
  copies: LocalCopies;
}

export async function openNdjsonDocument(
  uri: vscode.Uri,
  { view, viewCopy, copies }: ViewerMakers,
): Promise<NdjsonDocument> {
  const owned = createDisposableStore();
  if (uri.scheme === 'file') {
    const viewer = owned.add(await view(uri.fsPath));
    owned.add(watchFile(uri, () => viewer.look()));
    return { uri, viewer, dispose: owned.dispose };
  }
  const copy = owned.add(copies.copyOf(uri));
  const viewer = owned.add(await viewCopy(copy));
  owned.add(watchFile(uri, () => void copy.follow().then(() => viewer.look())));
  return { uri, viewer, dispose: owned.dispose };
}

/** The engine looks whether the file is the same whenever it reads; here for when it does not. */
function watchFile(uri: vscode.Uri, look: () => void): Disposable {
  const owned = createDisposableStore();
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = owned.add(
    vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, escapeGlob(path.posix.basename(uri.path))),
    ),
  );
  owned.add(watcher.onDidChange(look));
  owned.add(watcher.onDidCreate(look));
  owned.add(watcher.onDidDelete(look));
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  return owned;
}

const escapeGlob = (name: string): string => name.replace(/[[\]{}*?]/g, '[$&]');
