import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReportError } from '../host/reportError.ts';
import { asFileName } from '../util/showText.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';

/** What a document shows, as plain text values: all that is needed to load it again after a restart. */
export type DocumentQuery = Record<string, string>;

/** Read-only documents of one scheme. */
export interface VirtualDocuments extends Disposable {
  /**
   * Shows the document of `query`, fresh: with `text` where the caller has it already, else loaded. `title` becomes the
   * name of the tab, and its ending (`.json`) decides the language.
   */
  open(
    title: string,
    query: DocumentQuery,
    text?: string,
    options?: vscode.TextDocumentShowOptions,
  ): Promise<void>;
  /** The address of a document with the text, for those who show it themselves. */
  prepare(title: string, query: DocumentQuery, text: string): vscode.Uri;
}

/** A loaded text, for as long as its document is open: personal data is not kept for longer. */
interface LoadedText {
  text: string;
  /** When it was loaded, in epoch milliseconds. Greater for every newer text: the editor reads again by it. */
  mtime: number;
}

/**
 * As files of a read-only file system, because the editor restores files after a restart, and no other documents. Their
 * texts are loaded when they are looked at: a tab in the background costs nothing.
 */
export function createVirtualDocuments(
  scheme: string,
  load: (query: DocumentQuery, signal: AbortSignal) => Promise<string>,
  reportError: ReportError,
): VirtualDocuments {
  const store = createDisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const texts = createTexts();
  const disposing = new AbortController();

  async function read(uri: vscode.Uri): Promise<Uint8Array> {
    try {
      const { text } =
        texts.get(uri) ??
        texts.keep(uri, await load(JSON.parse(uri.query) as DocumentQuery, disposing.signal));
      return encodeText(text, uri);
    } catch (error) {
      // In the document's place the editor says no more than that something went wrong, and offers to try again. It may
      // log what it is given, so the sentence is for the message alone.
      reportError(error, { name: path.posix.basename(uri.path) });
      throw vscode.FileSystemError.Unavailable(l10n.t('The document could not be loaded.'));
    }
  }

  const files: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose: () => undefined }),
    stat(uri) {
      const it = texts.get(uri);
      const size = it ? encodeText(it.text, uri).length : 0;
      const permissions = vscode.FilePermission.Readonly;
      return { type: vscode.FileType.File, ctime: 0, mtime: it?.mtime ?? 0, size, permissions };
    },
    readFile: read,
    ...refusals,
  };
  store.add(vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly: true }));
  store.add(vscode.workspace.onDidCloseTextDocument((it) => texts.forget(it.uri)));
  store.add({ dispose: () => disposing.abort() });

  function prepare(title: string, query: DocumentQuery, text: string | undefined): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${asFileName(title)}`, query: JSON.stringify(query) });
    if (text !== undefined) texts.keep(uri, text);
    else texts.forget(uri);
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    return uri;
  }

  return {
    async open(title, query, text, options) {
      await vscode.window.showTextDocument(prepare(title, query, text), { preview: true, ...options });
    },
    prepare,
    dispose: () => store.dispose(),
  };
}

/** The texts of open documents. */
function createTexts() {
  const kept = new Map<string, LoadedText>();
  return {
    get: (uri: vscode.Uri): LoadedText | undefined => kept.get(uri.toString()),
    keep(uri: vscode.Uri, text: string): LoadedText {
      const before = kept.get(uri.toString())?.mtime ?? 0;
      const it = { text, mtime: Math.max(Date.now(), before + 1) };
      kept.set(uri.toString(), it);
      return it;
    },
    forget: (uri: vscode.Uri): void => void kept.delete(uri.toString()),
  };
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions(l10n.t('This document can only be read.'));
}

const refusals = {
  readDirectory: refuse,
  createDirectory: refuse,
  writeFile: refuse,
  delete: refuse,
  rename: refuse,
};

/** Files are read in the encoding of the user's setting, but for those that begin with a mark of their own. */
function encodeText(text: string, uri: vscode.Uri): Uint8Array {
  const encoding = vscode.workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
  return Buffer.from(encoding === 'utf8' ? text : `\uFEFF${text}`, 'utf8');
}
