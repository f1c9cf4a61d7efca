import * as vscode from 'vscode';
import type { ExportRow } from '../exports/exportRow.ts';
import { showError, showInformation, showWarning, type Action } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import type { Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { describeBadLines, describeLeftOut } from './exportFacts.ts';
import { nounOf } from './exportNode.ts';
import { showSize } from '../util/showSize.ts';
import { showCount } from './showFigures.ts';

/** One message when an export comes to its end, or needs a word from the user; none for what was cancelled. */
export function createExportNotices(source: { readonly onDidSettle: Listen<ExportRow> }): Disposable {
  return source.onDidSettle((row) => void announce(row));
}

function announce(row: ExportRow): Promise<void> {
  const { stage, title } = row;
  const offer = (name: string, command: string): Action => ({
    title: name,
    run: () => vscode.commands.executeCommand(command, { id: row.id }),
  });
  const retry = offer('Retry', commands.retryExport);
  const copyKeys = offer('Copy Key Patterns', commands.copyExportKeys);
  switch (stage.stage) {
    case 'done': {
      const files = [
        offer('Open', commands.openExport),
        offer('Reveal', commands.revealExport),
        offer('Copy Path', commands.copyExportPath),
      ];
      const leftOut = row.leftOut?.length ? `; ${describeLeftOut(row.leftOut)}` : '';
      const sentence = `${describeDone(row)}: ${title}${leftOut}`;
      if (stage.badLines === 0) return showInformation(sentence, ...files);
      return showWarning(`${sentence}. ${describeBadLines(stage)}`, ...files);
    }
    case 'delivered':
      return showInformation(`${title}: the service delivers it to your own bucket.`, copyKeys);
    case 'started': {
      const next = offer('Start Next Week', commands.startNextWeek);
      const ask = `Week ${stage.part} of ${stage.parts} was started. Once its files have arrived, start the next one.`;
      return showInformation(`${title}: ${ask}`, next, copyKeys);
    }
    case 'busy':
      return showWarning(
        `${title}: ${stage.message} Try again when it has arrived.`,
        offer('Try Again', commands.retryExport),
      );
    case 'expired':
      return showWarning(`${title}: ${stage.message}`, offer('Export Again', commands.retryExport));
    case 'failed': {
      const follow =
        stage.follow === undefined ? [] : [offer('Follow the Running One', commands.followExport)];
      return showError(`${title}: ${stage.message} ${stage.remedy}`, ...follow, retry);
    }
    default:
      return Promise.resolve();
  }
}

function describeDone(row: ExportRow): string {
  const { stage, kind } = row;
  if (stage.stage !== 'done') return '';
  const verb = kind === 'import' ? 'Unpacked' : 'Exported';
  return `${verb} ${showCount(stage.users, nounOf(row))} (${showSize(stage.sizeBytes)})`;
}
