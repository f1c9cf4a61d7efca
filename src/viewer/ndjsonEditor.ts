import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { runForEditor, type ReportError } from '../host/reportError.ts';
import { editors, schemes } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { once } from '../util/once.ts';
import type { NdjsonDocument } from './ndjsonDocument.ts';
import type { NdjsonEngine } from './openViewer.ts';
import {
  createVirtualDocuments,
  type DocumentQuery,
  type VirtualDocuments,
} from '../panels/virtualDocuments.ts';

export interface NdjsonEditors extends Disposable {
  /** Opens a file of this machine, whatever editor its name would have; at a line, counted from 0, where one is given. */
  open(filePath: string, line?: number): Promise<void>;
  /** Opens the later file and compares it with the earlier one. Rejects with a sentence. */
  compare(earlierPath: string, laterPath: string): Promise<void>;
}

/** Loads what reads the files; `documents` are those of their lines. */
export type LoadEngine = (documents: VirtualDocuments) => Promise<NdjsonEngine>;

/** The read-only editor of NDJSON files, and the documents of their lines. */
export function createNdjsonEditors(loadEngine: LoadEngine, reportError: ReportError): NdjsonEditors {
  const owned = createDisposableStore();
  const opened = new Map<string, NdjsonDocument>();
  const load = once((): Promise<NdjsonEngine> => loadEngine(documents));
  const readText = async (query: DocumentQuery, signal: AbortSignal): Promise<string> =>
    (await load()).readText(query, signal);
  const documents = owned.add(createVirtualDocuments(schemes.line, readText, reportError));

  const provider: vscode.CustomReadonlyEditorProvider<NdjsonDocument> = {
    async openCustomDocument(uri) {
      const openDocument = async (): Promise<NdjsonDocument> => (await load()).openDocument(uri);
      const document = await runForEditor(reportError, nameOf(uri), openDocument);
      const key = uri.toString();
      const dispose = (): void => {
        // The editor may have opened the next document of a file before it lets go of the last.
        if (opened.get(key) === own) opened.delete(key);
        document.dispose();
      };
      const own = { ...document, dispose };
      opened.set(key, own);
      return own;
    },
    resolveCustomEditor: (document, panel) =>
      runForEditor(reportError, nameOf(document.uri), async () => (await load()).fillPanel(document, panel)),
  };
  const options = { supportsMultipleEditorsPerDocument: true };
  owned.add(vscode.window.registerCustomEditorProvider(editors.ndjson, provider, options));

  async function open(filePath: string): Promise<NdjsonDocument | undefined> {
    const uri = vscode.Uri.file(filePath);
    await vscode.commands.executeCommand('vscode.openWith', uri, editors.ndjson, { preview: false });
    return opened.get(uri.toString());
  }

  return {
    async open(filePath, line) {
      const document = await open(filePath);
      if (line !== undefined) document?.viewer.showLine(line);
    },
    async compare(earlierPath, laterPath) {
      const document = await open(laterPath);
      if (!document) throw new UserError(l10n.t('The editor did not open “{0}”.', laterPath));
      await document.viewer.compareWith(earlierPath, { announce: true });
    },
    dispose: owned.dispose,
  };
}

const nameOf = (uri: vscode.Uri): string => path.posix.basename(uri.path);
