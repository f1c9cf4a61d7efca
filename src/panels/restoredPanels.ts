import * as vscode from 'vscode';
import { panels } from '../ids.ts';
import type { Disposable } from '../util/disposables.ts';
import type { DetailPanels } from './detailPanel.ts';

/** Lets the editor bring panels back after a reload, with range, filters and toggles; `load` makes what fills them. */
export function restorePanels(load: () => Promise<Pick<DetailPanels, 'restore'>>): Disposable {
  return vscode.window.registerWebviewPanelSerializer(panels.detail, {
    deserializeWebviewPanel: async (panel, state) => (await load()).restore(panel, state),
  });
}
