import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ExportFormat } from '../protocol/detail.ts';
import type { ChartDestinations } from './exportChart.ts';

const filters: Record<ExportFormat, Record<string, string[]>> = {
  csv: { CSV: ['csv'] },
  csvForExcel: { [l10n.t('CSV (UTF-8 with mark, for Excel)')]: ['csv'] },
  json: { JSON: ['json'] },
  markdown: { Markdown: ['md'] },
  png: { [l10n.t('PNG image')]: ['png'] },
};

/** The clipboard, the file system and the editors of VS Code. */
export function createChartDestinations(): ChartDestinations {
  return {
    copyText: async (text) => vscode.env.clipboard.writeText(text),
    async saveFile(suggestedName, format, bytes) {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const chosen = await vscode.window.showSaveDialog({
        filters: filters[format],
        ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, suggestedName) } : {}),
      });
      if (!chosen) return undefined;
      await vscode.workspace.fs.writeFile(chosen, bytes);
      return chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
    },
    async openDocument(language, content) {
      const known = await vscode.languages.getLanguages();
      const document = await vscode.workspace.openTextDocument({
        content,
        language: known.includes(language) ? language : 'plaintext',
      });
      await vscode.window.showTextDocument(document, { preview: false });
    },
  };
}
