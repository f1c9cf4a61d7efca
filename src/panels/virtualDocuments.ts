import * as vscode from 'vscode';
import { asLine } from '../util/showText.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { signalOf } from '../host/progress.ts';

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

export function createVirtualDocuments(
  scheme: string,
  load: (query: DocumentQuery, signal: AbortSignal) => Promise<string>,
): VirtualDocuments {
  const store = createDisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  /** Texts that were fetched before their document was opened; each is handed out once. */
  const ready = new Map<string, string>();

  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri, token) {
      const text = ready.get(uri.toString());
      ready.delete(uri.toString());
      if (text !== undefined) return text;
      const cancelling = signalOf(token);
      try {
        return await load(JSON.parse(uri.query) as DocumentQuery, cancelling.signal);
      } finally {
        cancelling.dispose();
      }
    },
  };
  store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));

  function address(title: string, query: DocumentQuery, text: string | undefined): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${asFileName(title)}`, query: JSON.stringify(query) });
    if (text !== undefined) ready.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  }

  return {
    async open(title, query, text, options) {
      await vscode.window.showTextDocument(address(title, query, text), { preview: true, ...options });
    },
    prepare: address,
    dispose: () => store.dispose(),
  };
}

/** A title as the last part of a path: other people's text must not make folders of it. */
function asFileName(title: string): string {
  return asLine(title).replace(/[/\\]/g, '⁄').slice(-150);
}
