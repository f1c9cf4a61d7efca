import './host/useEditorLanguage.ts';
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { createCatalogLists } from './catalog/catalogLists.ts';
import { createExportJobs } from './exports/jobs/exportJobs.ts';
import { createExportPlaces } from './exports/jobs/exportPlaces.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { createConnectionStore, type ConnectionStore } from './connections/connectionStore.ts';
import { createSession, type Session } from './connections/session.ts';
import { createClientMaker, createDownloads, createFetches, type Fetches } from './host/clientMaker.ts';
import { followContext } from './host/followContext.ts';
import { createLocalCopies, type LocalCopies } from './host/localCopies.ts';
import { createOtherWindows } from './host/otherWindows.ts';
import { loadBundle } from './host/loadBundle.ts';
import { createLog, type Log } from './host/log.ts';
import { createReportError, reportDefect, runForEditor, type ReportError } from './host/reportError.ts';
import { createSettings, type Settings } from './host/settings.ts';
import { schemes } from './ids.ts';
import type { OnDemand, StartContext } from './onDemand.ts';
import { createNdjsonEditors, type NdjsonEditors } from './viewer/ndjsonEditor.ts';
import { restorePanels } from './panels/restoredPanels.ts';
import { createVirtualDocuments } from './panels/virtualDocuments.ts';
import { once } from './util/once.ts';
import { createCatalogTree } from './views/catalogTree.ts';
import { createExportsStatus } from './views/exportsStatus.ts';
import { createExportsTree } from './views/exportsTree.ts';
import { createStatusBar } from './views/statusBar.ts';

/** The two functions that the editor calls; only the shutdown is kept between them. */
function createExtension() {
  let shutDown = (): Promise<void> => Promise.resolve();
  return {
    activate: (context: vscode.ExtensionContext): void => void (shutDown = build(context)),
    /** The editor waits some seconds for it, so that the answer to a started export is not lost. */
    deactivate: (): Promise<void> => shutDown(),
  };
}

export const { activate, deactivate } = createExtension();

/**
 * The composition root: creates and connects all parts, registers them, and returns the shutdown. What is imported here
 * delays every start of the editor: what needs the tables, and with them the schemas, is in `onDemand.ts`, loaded at
 * first use.
 */
function build(context: vscode.ExtensionContext): () => Promise<void> {
  const own = <T extends vscode.Disposable>(thing: T): T => (context.subscriptions.push(thing), thing);

  const log = createLog(own(vscode.window.createOutputChannel('Appboy Export Explorer', { log: true })));
  const reportError = createReportError(log);
  const settings = createSettings();
  const fetches = createFetches(async () => {
    const { createSample } = await loadBundle(() => import('./sample/server.ts'));
    return own(createSample());
  });
  const makeClient = createClientMaker(settings, log, fetches);

  const otherWindows = own(createOtherWindows(context.globalStorageUri));
  const store = own(
    createConnectionStore({
      state: context.globalState,
      secrets: context.secrets,
      newId: randomUUID,
      announce: otherWindows.announce,
    }),
  );
  own(otherWindows.listen(store.reload));
  const session = own(createSession(store, (it) => makeClient(it, () => store.readKey(it))));
  own(followContext(session, store));

  const lists = own(
    createCatalogLists(
      () => session.current()?.client,
      (it) => settings.includeArchived(it.kind),
      (it, error) => reportDefect(reportError, error, { name: it.title }),
    ),
  );
  own(session.onDidChange(() => lists.forget()));
  own(settings.onDidChangeLists(() => lists.forget()));
  const onDemand = once(async () => {
    const { createOnDemand } = await loadBundle(() => import('./onDemand.ts'));
    return createOnDemand(context, startContext);
  });
  const loadFor = <T>(name: string, pick: (it: OnDemand) => T): Promise<T> =>
    runForEditor(reportError, name, async () => pick(await onDemand()));
  const tree = own(createCatalogTree(session, lists, () => loadFor('Catalog', (it) => it.catalogRows)));
  own(createStatusBar(session));
  own(restorePanels(() => loadFor('Charts', (it) => it.panels)));
  own(registerCommands(async () => (await onDemand()).handlers, reportError));

  const copies = own(createLocalCopies(vscode.Uri.joinPath(context.globalStorageUri, 'copies').fsPath));
  void copies.removeAbandoned();

  const startContext: StartContext = {
    store,
    session,
    lists,
    tree,
    settings,
    reportError,
    documents: joinDocuments(context, onDemand, reportError),
    ...joinExports(context, { store, session, settings, fetches, log, reportError, onDemand }),
    createTrialClient: (connection, key) => makeClient(connection, async () => key),
    ndjson: joinNdjson(context, copies, reportError),
    copies,
    memory: context.globalState,
  };
  return () => startContext.exports.shutdown();
}

/** The read-only documents: each is loaded again by its address when the editor asks. */
function joinDocuments(
  context: vscode.ExtensionContext,
  onDemand: () => Promise<OnDemand>,
  reportError: ReportError,
) {
  const user = createVirtualDocuments(
    schemes.user,
    async (query, signal) => (await onDemand()).loadUser(query, signal),
    reportError,
  );
  const details = createVirtualDocuments(
    schemes.details,
    async (query, signal) => (await onDemand()).loadDetails(query, signal),
    reportError,
  );
  context.subscriptions.push(user, details);
  return { user, details };
}

/** The editor of NDJSON files. What reads and shows them is loaded with the first of them. */
function joinNdjson(
  context: vscode.ExtensionContext,
  copies: LocalCopies,
  reportError: ReportError,
): NdjsonEditors {
  const { extensionUri, globalState: state, globalStorageUri } = context;
  const ndjson = createNdjsonEditors(async (documents) => {
    const { createNdjsonEngine } = await loadBundle(() => import('./viewer/openViewer.ts'));
    const workerUrl = pathToFileURL(context.asAbsolutePath('dist/ndjsonWorker.cjs'));
    const cacheDirectory = vscode.Uri.joinPath(globalStorageUri, 'indexes').fsPath;
    return createNdjsonEngine(
      { extensionUri, state, workerUrl, cacheDirectory, copies, reportError },
      documents,
    );
  }, reportError);
  context.subscriptions.push(ndjson);
  return ndjson;
}

interface ExportParts {
  store: ConnectionStore;
  session: Session;
  settings: Settings;
  fetches: Fetches;
  log: Log;
  reportError: ReportError;
  onDemand: () => Promise<Pick<OnDemand, 'announceExport'>>;
}

/** The Exports view with what runs the exports, which is loaded when it is needed. */
function joinExports(context: vscode.ExtensionContext, parts: ExportParts) {
  const { store, session, settings, fetches, log, reportError, onDemand } = parts;
  const own = <T extends vscode.Disposable>(thing: T): T => (context.subscriptions.push(thing), thing);
  const reportUnexpected = (error: unknown): void => reportError(error, { name: 'Exports' });
  const exportPlaces = createExportPlaces(
    context.globalState,
    vscode.Uri.joinPath(context.globalStorageUri, 'exports').fsPath,
    settings.exportsDirectory,
  );
  const exports = own(
    createExportJobs(exportPlaces, async () => {
      const { createJobsOpener } = await loadBundle(() => import('./exports/jobs/openJobs.ts'));
      const workerUrl = pathToFileURL(context.asAbsolutePath('dist/unpackWorker.cjs'));
      const downloads = createDownloads(fetches, log);
      return createJobsOpener({ store, session, downloads, workerUrl, reportUnexpected });
    }),
  );
  const exportsTree = own(createExportsTree(exports));
  own(createExportsStatus(exports));
  exports.onDidSettle((row) => {
    const { kind, stage } = row;
    const code = 'code' in stage ? stage.code : undefined;
    log.write({ event: 'export', kind, stage: stage.stage, code });
    onDemand().then((it) => it.announceExport(row), reportUnexpected);
  });
  exports.resume().catch(reportUnexpected);
  return { exports, exportsTree };
}
