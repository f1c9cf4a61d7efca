import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isAborted } from '../api/errors.ts';
import { createAnswerer } from '../host/answerer.ts';
import type { LocalCopies, LocalCopy } from '../host/localCopies.ts';
import { explainError } from '../host/explainError.ts';
import { reportDefect, type ReportError } from '../host/reportError.ts';
import { pageRoots, writePageHtml } from '../host/webviewHtml.ts';
import { createWebviewPort } from '../host/webviewPort.ts';
import { openNdjson, trimCache } from '../ndjson/openFile.ts';
import { UserError } from '../protocol/userError.ts';
import { createDisposableStore } from '../util/disposables.ts';
import { createConvertedCopies } from './convertedCopies.ts';
import { readAddress } from './lineAddress.ts';
import { createLineDocumentOpener } from './lineDocumentOpener.ts';
import { openNdjsonDocument, type NdjsonDocument } from './ndjsonDocument.ts';
import { readLines } from './readLines.ts';
import { createViewer } from './viewer.ts';
import { createViewerAnswers } from './viewerAnswers.ts';
import { createViewerOutlets } from './viewerOutlets.ts';
import type { DocumentQuery, VirtualDocuments } from '../panels/virtualDocuments.ts';

/** All that reads NDJSON files and shows them. A bundle of its own (dist/ndjson.cjs), loaded with the first of them. */
export interface NdjsonEngine {
  openDocument(uri: vscode.Uri): Promise<NdjsonDocument>;
  fillPanel(document: NdjsonDocument, panel: vscode.WebviewPanel): void;
  /** The text of a document of lines by its address; rejects with a sentence. */
  readText(query: DocumentQuery, signal: AbortSignal): Promise<string>;
}

export interface EngineSurroundings {
  extensionUri: vscode.Uri;
  /** Remembers columns: globalState. */
  state: vscode.Memento;
  /** The bundle of `ndjson/worker.ts`. */
  workerUrl: URL;
  /** Where indexes are kept of files that have none beside them. */
  cacheDirectory: string;
  /** For what is no file of this machine. */
  copies: LocalCopies;
  reportError: ReportError;
}

export function createNdjsonEngine(
  { extensionUri, state, workerUrl, cacheDirectory, copies, reportError }: EngineSurroundings,
  documents: VirtualDocuments,
): NdjsonEngine {
  const lines = createLineDocumentOpener(documents, workerUrl);
  // Whatever was kept the last time: a file's own index comes on top at most.
  void trimCache(cacheDirectory);
  const converted = createConvertedCopies(path.join(cacheDirectory, 'converted'));
  void converted.sweep(Date.now());
  /** What the file's page shows of a failure has no way to report it. */
  const open: typeof openNdjson = async (filePath, options) => {
    const report = (error: unknown): void =>
      reportDefect(reportError, error, { name: path.basename(filePath) });
    try {
      const file = await openNdjson(filePath, options);
      file.whenIndexed().catch(report);
      return file;
    } catch (error) {
      report(error);
      throw error;
    }
  };
  const makers = {
    view: (filePath: string) => createViewer(filePath, (it) => open(it, { workerUrl, cacheDirectory })),
    // No index is kept of it: nobody will ever ask for it again.
    viewCopy: (copy: LocalCopy) =>
      createViewer(copy.path, async (it) => {
        if (it === copy.path) await copyToView(copy);
        return open(it, { workerUrl });
      }),
    copies,
  };
  return {
    async openDocument(uri) {
      const document = await openNdjsonDocument(uri, makers);
      if (uri.scheme !== 'file' || !converted.has(uri.fsPath)) return document;
      await converted.keep(uri.fsPath);
      const dispose = (): void => {
        document.dispose();
        void converted.remove(uri.fsPath);
      };
      return { ...document, dispose };
    },
    fillPanel({ uri, viewer }, panel) {
      const owned = createDisposableStore();
      panel.onDidDispose(() => owned.dispose());
      const outlets = createViewerOutlets(folderOf(uri), lines, { state, copies: converted });
      const answers = createViewerAnswers(viewer, outlets);
      const answerer = owned.add(
        createAnswerer(createWebviewPort(panel.webview), answers, {
          explain: (error) => ({ code: 'unexpected', message: explainError(error) }),
          report: (error) => reportDefect(reportError, error, { name: panel.title }),
        }),
      );
      owned.add(viewer.onDidChange(() => answerer.notifyChanged()));
      panel.onDidChangeViewState(() => panel.visible && viewer.look());
      panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
      panel.webview.html = writePageHtml(panel.webview, {
        extensionUri,
        script: 'viewer.js',
        style: 'viewer.css',
      });
    },
    readText: async (query, signal) => (await readLines(readAddress(query), workerUrl, signal)).text,
  };
}

/** Where the dialogs begin that save lines of it: a copy is in nobody's folder. */
function folderOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === 'file' ? vscode.Uri.joinPath(uri, '..') : vscode.Uri.file(homedir());
}

async function copyToView(copy: LocalCopy): Promise<void> {
  await copy.refresh().catch((error: unknown) => {
    throw isAborted(error)
      ? new UserError(l10n.t('Copying the file was cancelled. Retry to copy it again.'))
      : error;
  });
}
