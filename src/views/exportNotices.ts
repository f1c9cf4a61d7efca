import * as vscode from 'vscode';
import type { ExportRow } from '../exports/jobs/exportRow.ts';
import type { JobStage, PartialResult } from '../exports/jobs/jobRecord.ts';
import { showError, showInformation, showWarning, type Action } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import { describeBadLines, describeLeftOut, describeReading } from './exportFacts.ts';
import { countUnknown, nounOf } from './exportNode.ts';
import { asLine } from '../util/showText.ts';
import { endSentence } from '../util/sentence.ts';
import { showSize } from '../util/showSize.ts';
import { showCount } from '../protocol/showCount.ts';

type DoneStage = JobStage & { stage: 'done' };

/** Shows one message when an export ended or waits for the user; none where nothing is left of it. */
export function announceExport(row: ExportRow): Promise<void> {
  const { stage, title } = row;
  const offer: Offer = (name, command, more = {}) => ({
    title: name,
    run: () => vscode.commands.executeCommand(command, { id: row.id, ...more }),
  });
  const retry = offer('Retry', commands.retryExport);
  const open = offer('Open', commands.openExport);
  const copyKeys = offer('Copy Key Patterns', commands.copyExportKeys);
  switch (stage.stage) {
    case 'done':
      return announceDone(row, stage, offer);
    case 'delivered':
      return showInformation(`“${title}”: The service delivers it to your own bucket.`, copyKeys);
    case 'started': {
      const next = offer('Start Next Week', commands.startNextWeek);
      const ask = `Week ${stage.part} of ${stage.parts} was started. Once its files have arrived, start the next one.`;
      return showInformation(`“${title}”: ${ask}`, next, copyKeys);
    }
    case 'busy':
      return showWarning(
        `“${title}”: ${endSentence(stage.message)} Try again when it has arrived.`,
        offer('Try Again', commands.retryExport),
      );
    case 'expired':
      return showWarning(
        `“${title}”: ${endSentence(stage.message)}`,
        offer('Export Again', commands.retryExport),
      );
    case 'failed':
      return announceFailure(row, stage, offer);
    case 'cancelled': {
      if (!stage.partial) return Promise.resolve();
      const said = `“${title}”: The export was cancelled. ${describePartial(stage.partial)}`;
      return showInformation(`${said} Retry goes on from there.`, open, retry);
    }
    default:
      return Promise.resolve();
  }
}

type Offer = (name: string, command: string, more?: object) => Action;

function announceDone(row: ExportRow, stage: DoneStage, offer: Offer): Promise<void> {
  const { title } = row;
  const unknown = countUnknown(row);
  const files = [
    offer('Open', commands.openExport),
    ...(unknown > 0 ? [offer('Copy Unknown IDs', commands.copyUnknownIds)] : []),
    offer('Reveal', commands.revealExport),
    offer('Copy Path', commands.copyExportPath),
  ];
  const reading = describeReading(stage);
  const leftOut = row.leftOut?.length ? `; ${describeLeftOut(row.leftOut)}` : '';
  const said = [
    endSentence(`${describeDone(row)}: “${title}”${leftOut}`),
    ...(reading === undefined ? [] : [reading]),
    ...(unknown > 0 ? [describeUnknown(row)] : []),
    ...(stage.badLines > 0 ? [describeBadLines(stage)] : []),
  ].join(' ');
  const hasLink = stage.badLines > 0 && stage.firstBadLine !== undefined;
  const actions = [
    ...(hasLink ? [offer('Open Bad Line', commands.openExport, { badLine: true })] : []),
    ...files,
    ...(reading === undefined ? [] : [offer('Read Otherwise…', commands.rereadImport)]),
  ];
  const isFine = unknown === 0 && stage.badLines === 0;
  return isFine ? showInformation(said, ...actions) : showWarning(said, ...actions);
}

function announceFailure(
  row: ExportRow,
  stage: ExportRow['stage'] & { stage: 'failed' },
  offer: Offer,
): Promise<void> {
  const { message, remedy, follow, partial, code, encodings } = stage;
  const said = [
    `“${row.title}”: ${endSentence(message)}`,
    ...(partial ? [describePartial(partial)] : []),
    remedy,
  ].join(' ');
  if (encodings) return showError(said, offer('Choose Encoding…', commands.rereadImport));
  const actions = [
    ...(follow === undefined ? [] : [offer('Follow the Running One', commands.followExport)]),
    offer('Retry', commands.retryExport),
    ...(code === 'auth' ? [offer('Replace Key…', commands.replaceKey)] : []),
    ...(partial ? [offer('Open', commands.openExport)] : []),
  ];
  return showError(said, ...actions);
}

/** Names the first of the external ids that the service does not know. */
function describeUnknown({ unknownIds = [], request }: ExportRow): string {
  // The title is the ID.
  if (isOnlyOne(request)) return 'The service does not know this ID.';
  const named = unknownIds.slice(0, 5).map(asLine).join(', ');
  const more = unknownIds.length > 5 ? ` and ${(unknownIds.length - 5).toLocaleString()} more` : '';
  return `The service does not know: ${named}${more}.`;
}

function isOnlyOne({ idCount, externalIds }: ExportRow['request']): boolean {
  return idCount === 1 || (Array.isArray(externalIds) && externalIds.length === 1);
}

function describePartial({ answered, total, users }: PartialResult): string {
  const ids = `${answered.toLocaleString()} of ${showCount(total, 'ID')}`;
  return `A partial result is kept: ${showCount(users, 'user')} for ${ids}.`;
}

function describeDone(row: ExportRow): string {
  const { stage, kind } = row;
  if (stage.stage !== 'done') return '';
  const verb = kind === 'import' ? 'Imported' : 'Exported';
  return `${verb} ${showCount(stage.users, nounOf(row))} (${showSize(stage.sizeBytes)})`;
}
