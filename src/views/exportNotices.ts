import * as vscode from 'vscode';
import type { ExportRow } from '../exports/exportRow.ts';
import type { JobStage } from '../exports/jobRecord.ts';
import { showError, showInformation, showWarning, type Action } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import type { Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { describeBadLines, describeLeftOut, describeReading } from './exportFacts.ts';
import { nounOf } from './exportNode.ts';
import { showSize } from '../util/showSize.ts';
import { showCount } from './showFigures.ts';

type DoneStage = JobStage & { stage: 'done' };

/** One message when an export comes to its end, or needs a word from the user; none for what was cancelled. */
export function createExportNotices(source: { readonly onDidSettle: Listen<ExportRow> }): Disposable {
  return source.onDidSettle((row) => void announce(row));
}

function announce(row: ExportRow): Promise<void> {
  const { stage, title } = row;
  const offer: Offer = (name, command, more = {}) => ({
    title: name,
    run: () => vscode.commands.executeCommand(command, { id: row.id, ...more }),
  });
  const retry = offer('Retry', commands.retryExport);
  const copyKeys = offer('Copy Key Patterns', commands.copyExportKeys);
  switch (stage.stage) {
    case 'done':
      return announceDone(row, stage, offer);
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
      if (stage.encodings)
        return showError(
          `${title}: ${stage.message} ${stage.remedy}`,
          offer('Choose Encoding…', commands.rereadImport),
        );
      return showError(`${title}: ${stage.message} ${stage.remedy}`, ...follow, retry);
    }
    default:
      return Promise.resolve();
  }
}

type Offer = (name: string, command: string, more?: object) => Action;

function announceDone(row: ExportRow, stage: DoneStage, offer: Offer): Promise<void> {
  const { title } = row;
  const files = [
    offer('Open', commands.openExport),
    offer('Reveal', commands.revealExport),
    offer('Copy Path', commands.copyExportPath),
  ];
  const reading = describeReading(stage);
  const leftOut = row.leftOut?.length ? `; ${describeLeftOut(row.leftOut)}` : '';
  const done = `${describeDone(row)}: ${title}${leftOut}`;
  const sentence = reading === undefined ? done : `${done}. ${reading}`;
  const reread = reading === undefined ? [] : [offer('Read Otherwise…', commands.rereadImport)];
  if (stage.badLines === 0) return showInformation(sentence, ...files, ...reread);
  const bad = offer('Open Bad Line', commands.openExport, { badLine: true });
  const isLinked = stage.firstBadLine !== undefined;
  const first = reading === undefined ? `${sentence}.` : sentence;
  return showWarning(`${first} ${describeBadLines(stage)}`, ...(isLinked ? [bad] : []), ...files, ...reread);
}

function describeDone(row: ExportRow): string {
  const { stage, kind } = row;
  if (stage.stage !== 'done') return '';
  const verb = kind === 'import' ? 'Unpacked' : 'Exported';
  return `${verb} ${showCount(stage.users, nounOf(row))} (${showSize(stage.sizeBytes)})`;
}
