import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Client } from '../api/client.ts';
import { isApiError } from '../api/errors.ts';
import { itemKeyOf, maxCompared, type ItemRef } from '../catalog/item.ts';
import { withName } from '../catalog/panelShape.ts';
import { createAnswerer } from '../host/answerer.ts';
import { explainError } from '../host/explainError.ts';
import { reportDefect, type ReportError } from '../host/reportError.ts';
import { pageRoots, writePageHtml } from '../host/webviewHtml.ts';
import { createWebviewPort } from '../host/webviewPort.ts';
import { panels as kinds } from '../ids.ts';
import type { RpcFailure } from '../protocol/rpc.ts';
import { UserError } from '../protocol/userError.ts';
import { createDisposableStore } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { asTitle } from '../util/showText.ts';
import { createAppIds } from './appIds.ts';
import { createChartDestinations } from './chartDestinations.ts';
import { createDetailAnswers } from './detailAnswers.ts';
import { panelState } from './detailArguments.ts';
import { fetchImage } from './fetchImage.ts';

/** The connection that is in use now, as far as a panel needs it. */
export interface DetailSession {
  current(): { connection: { id: string; name: string }; client: Client } | undefined;
  onDidChange: Listen<void>;
}

export interface DetailPanelOptions {
  session: DetailSession;
  /** Remembers app ids per connection: globalState. */
  state: vscode.Memento;
  extensionUri: vscode.Uri;
  /** The setting `appboy.charts.length`. */
  defaultLength: () => number;
  /** Shows what went wrong with something the user asked for. */
  reportError: ReportError;
  /** Shows the details of an item, unchanged, as a read-only JSON document. */
  openJson: (title: string, text: string, source: JsonSource) => Promise<void>;
}

export interface OpenOptions {
  beside?: boolean;
  /** Leaves the focus where it is: in the tree, for those who walk through it. */
  preserveFocus?: boolean;
}

export interface DetailPanels {
  /** Opens a panel on 1 to 8 items of one kind, or reveals the one that already shows them. */
  open(items: readonly ItemRef[], options?: OpenOptions): void;
  /** Fills a panel that the editor restores after a reload; `state` is what its page had kept. */
  restore(panel: vscode.WebviewPanel, state: unknown): void;
}

/** Where a JSON document can be had again after a reload. */
export interface JsonSource {
  connection: string;
  kind: string;
  id: string;
}

/** What a panel stays about for as long as it lives. */
interface Subject {
  items: readonly ItemRef[];
  connection: { id: string; name: string };
}

export function createDetailPanels(options: DetailPanelOptions): DetailPanels {
  const { session, extensionUri } = options;
  const open = new Map<string, vscode.WebviewPanel>();
  const webviewOptions = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };

  function adopt(panel: vscode.WebviewPanel, subject: Subject): void {
    const key = keyOf(subject);
    open.set(key, panel);
    panel.onDidDispose(() => {
      if (open.get(key) === panel) open.delete(key);
    });
    panel.webview.options = webviewOptions;
    fillPanel(panel, subject, options);
  }

  // Panels are not disposed when the extension ends: the editor restores only those that are still there on a reload.
  return {
    restore(panel, state) {
      const read = panelState.safeParse(state);
      // State of another version, or none: an empty panel would be worse than none.
      if (read.success) adopt(panel, read.data);
      else panel.dispose();
    },
    open(items, { beside = false, preserveFocus = false } = {}) {
      const active = session.current();
      if (!active)
        return options.reportError(new UserError(l10n.t('No app group is connected. Connect one first.')), {
          name: titleOf(items),
        });
      const { id, name } = active.connection;
      const subject = { items: items.slice(0, maxCompared).map(toRef), connection: { id, name } };
      const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      const known = open.get(keyOf(subject));
      if (known) known.reveal(beside ? column : undefined, preserveFocus);
      else
        adopt(
          vscode.window.createWebviewPanel(
            kinds.detail,
            titleOf(subject.items),
            { viewColumn: column, preserveFocus },
            webviewOptions,
          ),
          subject,
        );
    },
  };
}

function fillPanel(
  panel: vscode.WebviewPanel,
  { items, connection }: Subject,
  options: DetailPanelOptions,
): void {
  const { session, extensionUri } = options;
  const owned = createDisposableStore();
  panel.onDidDispose(() => owned.dispose());
  panel.title = titleOf(items);
  const answers = createDetailAnswers({
    items,
    connection,
    client: () => {
      const active = session.current();
      return active?.connection.id === connection.id ? active.client : undefined;
    },
    appIds: createAppIds(options.state, connection.id),
    defaultLength: options.defaultLength,
    now: Date.now,
    // Looked up at call time: the editor routes its global `fetch` through the user's proxy.
    fetchImage: (url, signal) => fetchImage(url, (...all) => globalThis.fetch(...all), signal),
    destinations: createChartDestinations(),
    openJson: (title, text, { kind, id }) =>
      options.openJson(title, text, { connection: connection.id, kind, id }),
    openBeside: () => panel.reveal(vscode.ViewColumn.Beside),
    onTitle: (title) => (panel.title = asTitle(title)),
  });
  const errors = {
    explain: explainFailure,
    report: (error: unknown) => reportDefect(options.reportError, error, { name: panel.title }),
  };
  const answerer = owned.add(createAnswerer(createWebviewPort(panel.webview), answers, errors));
  owned.add(session.onDidChange(() => answerer.notifyChanged()));
  panel.webview.html = writePageHtml(panel.webview, {
    extensionUri,
    script: 'detail.js',
    style: 'detail.css',
  });
}

function explainFailure(error: unknown): RpcFailure {
  return { code: isApiError(error) ? error.code : 'unexpected', message: explainError(error) };
}

/** Only what a ref is made of: callers may pass their own richer items. */
function toRef({ kind, id, name, tracked }: ItemRef): ItemRef {
  return withName({ kind, id, name, tracked });
}

function titleOf(items: readonly ItemRef[]): string {
  const [first, ...others] = items.map((it) => it.name ?? it.id);
  const title = asTitle(first ?? '');
  return others.length === 0 ? title : `${title} +${others.length}`;
}

function keyOf({ items, connection }: Subject): string {
  return JSON.stringify([connection.id, ...items.map(itemKeyOf).sort()]);
}
