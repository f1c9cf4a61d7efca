import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { runWithProgress } from '../host/progress.ts';
import { showInformation } from '../host/showMessage.ts';
import { editors } from '../ids.ts';
import type { SaveFormat } from '../protocol/viewer.ts';
import { UserError } from '../protocol/userError.ts';
import type { ConvertedCopies } from './convertedCopies.ts';
import type { LineDocumentOpener } from './lineDocumentOpener.ts';
import { createColumnMemory } from './columnMemory.ts';
import type { ViewerOutlets } from './takeRows.ts';

const saveFilters: Readonly<Record<SaveFormat, Record<string, string[]>>> = {
  ndjson: { NDJSON: ['ndjson', 'jsonl'] },
  csv: { CSV: ['csv'] },
  csvForExcel: { [l10n.t('CSV (UTF-8 with mark, for Excel)')]: ['csv'] },
};

/** The editor's dialogs, documents and clipboard, for the pages of a file; `folder` is where the dialogs begin. */
export function createViewerOutlets(
  folder: vscode.Uri,
  lines: LineDocumentOpener,
  { state, copies }: { state: vscode.Memento; copies: Pick<ConvertedCopies, 'createCopyPath'> },
): ViewerOutlets {
  const columns = createColumnMemory(state);
  return {
    openLine: lines.openLine,
    openLines: lines.openLines,
    compareLines: lines.compareLines,
    copyText: async (text) => vscode.env.clipboard.writeText(text),
    async askTarget(suggestedName, format) {
      const defaultUri = vscode.Uri.joinPath(folder, suggestedName);
      const chosen = await vscode.window.showSaveDialog({ defaultUri, filters: saveFilters[format] });
      return chosen && requireFile(chosen);
    },
    async askOther() {
      const [chosen] =
        (await vscode.window.showOpenDialog({
          title: l10n.t('Compare with an Earlier File'),
          openLabel: l10n.t('Compare'),
          defaultUri: folder,
          filters: { NDJSON: ['ndjson', 'jsonl'], [l10n.t('All Files')]: ['*'] },
        })) ?? [];
      return chosen && requireFile(chosen);
    },
    async askEncoding(choices) {
      const items = choices.map(({ label, sample }) => ({ label, description: sample }));
      const options = {
        title: l10n.t('Encoding of the File'),
        placeHolder: l10n.t('Choose the one whose letters read right'),
      };
      return (await vscode.window.showQuickPick(items, options))?.label;
    },
    createCopyPath: (original) => copies.createCopyPath(original),
    openFile: async (filePath) =>
      void (await vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.file(filePath),
        editors.ndjson,
        {
          preview: false,
        },
      )),
    runWithProgress,
    announce: (sentence) => void showInformation(sentence),
    recallColumns: columns.recall,
    rememberColumns: columns.remember,
  };
}

function requireFile(uri: vscode.Uri): string {
  if (uri.scheme !== 'file')
    throw new UserError(
      l10n.t('This place is not on the machine that the extension runs on. Choose one that is.'),
    );
  return uri.fsPath;
}
