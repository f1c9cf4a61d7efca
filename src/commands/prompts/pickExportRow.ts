import * as vscode from 'vscode';
import type { ExportRow } from '../../exports/exportRow.ts';
import { withoutIcons } from '../../util/showText.ts';
import { drawExport } from '../../views/exportNode.ts';

/** Asks for one of the exports, drawn as the Exports view draws them; undefined where the user thought better of it. */
export async function pickExportRow(
  rows: readonly ExportRow[],
  asked: { readonly title: string; readonly placeHolder?: string },
): Promise<ExportRow | undefined> {
  const picks = rows.map((row) => {
    const { label, description, icon } = drawExport(row, Date.now());
    return { label: `$(${icon}) ${withoutIcons(label)}`, description: withoutIcons(description), row };
  });
  const chosen = await vscode.window.showQuickPick(picks, { ...asked, matchOnDescription: true });
  return chosen?.row;
}
