import path from 'node:path';
import * as vscode from 'vscode';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { Viewer } from './viewer.ts';

/** A file that is open, for as long as an editor shows it; all its editors share it. */
export interface NdjsonDocument extends vscode.CustomDocument {
  readonly viewer: Viewer;
}

export interface ViewerMakers {
  /** Never rejects: what cannot be opened is viewed too, and says why. */
  view(filePath: string): Promise<Viewer>;
  /** Views something that is no file of this machine. */
  refuse(name: string, sentence: string): Promise<Viewer>;
}

const notHere =
  'This file is not on the machine that the extension runs on, so it cannot be read piece by piece. Copy it there to open it.';

export async function openNdjsonDocument(
  uri: vscode.Uri,
  { view, refuse }: ViewerMakers,
): Promise<NdjsonDocument> {
  const owned = createDisposableStore();
  const isHere = uri.scheme === 'file';
  const viewer = owned.add(
    await (isHere ? view(uri.fsPath) : refuse(path.posix.basename(uri.path), notHere)),
  );
  if (isHere) owned.add(watchFile(uri, viewer));
  return { uri, viewer, dispose: owned.dispose };
}

/** The engine looks whether the file is the same whenever it reads; here for when it does not. */
function watchFile(uri: vscode.Uri, viewer: Viewer): Disposable {
  const owned = createDisposableStore();
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = owned.add(
    vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, escapeGlob(path.posix.basename(uri.path))),
    ),
  );
  const look = (): void => viewer.look();
  owned.add(watcher.onDidChange(look));
  owned.add(watcher.onDidCreate(look));
  owned.add(watcher.onDidDelete(look));
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  return owned;
}

const escapeGlob = (name: string): string => name.replace(/[[\]{}*?]/g, '[$&]');
