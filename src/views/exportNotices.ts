import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { countUnknown, type ExportRow } from '../exports/exportRow.ts';
import type { PartialResult } from '../exports/jobs/jobRecord.ts';
import { showError, showInformation, showWarning, type Action } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import { showCount, showNumber } from '../protocol/showCount.ts';
import { endSentence } from '../util/sentence.ts';
import { showSize } from '../protocol/showSize.ts';
import { asLine } from '../util/showText.ts';
import { describeBadLines, describeLeftOut, describeHowRead, type DoneStage } from './exportFacts.ts';
import { exportKindLooks } from './exportKindLooks.ts';

/** Shows one message when an export ended or waits for the user; none where nothing is left of it. */
export function announceExport(row: ExportRow): Promise<void> {
  const { stage, title } = row;
  const offer: Offer = (name, command, more = {}) => ({
    title: name,
    run: () => vscode.commands.executeCommand(command, { id: row.id, ...more }),
  });
  const copyKeys = offer(l10n.t('Copy Key Patterns'), commands.copyExportKeys);
  switch (stage.stage) {
    case 'done':
      return announceDone(row, stage, offer);
    case 'delivered':
      return showInformation(l10n.t('“{0}”: The service delivers it to your own bucket.', title), copyKeys);
    case 'started':
      return showInformation(
        l10n.t(
          '“{0}”: Week {1} of {2} was started. Once its files have arrived, start the next one.',
          title,
          showNumber(stage.part),
          showNumber(stage.parts),
        ),
        offer(l10n.t('Start Next Week'), commands.startNextWeek),
        copyKeys,
      );
    case 'busy':
      return showWarning(
        `${nameExport(row, endSentence(stage.message))} ${l10n.t('Try again when it has arrived.')}`,
        offer(l10n.t('Try Again'), commands.retryExport),
      );
    case 'expired':
      return showWarning(
        nameExport(row, endSentence(stage.message)),
        offer(l10n.t('Export Again'), commands.retryExport),
      );
    case 'failed':
      return announceFailure(row, stage, offer);
    case 'cancelled': {
      if (!stage.partial) return Promise.resolve();
      const sentences = [
        l10n.t('“{0}”: The export was cancelled.', title),
        describePartial(stage.partial),
        l10n.t('Retry goes on from there.'),
      ];
      return showInformation(
        sentences.join(' '),
        offer(l10n.t('Open'), commands.openExport),
        offer(l10n.t('Retry'), commands.retryExport),
      );
    }
    case 'requested':
    case 'preparing':
    case 'downloading':
    case 'unpacking':
    case 'fetching':
      return Promise.resolve();
  }
}

/** A message may be read long after the export was asked for, so it begins with its title. */
function nameExport({ title }: ExportRow, sentence: string): string {
  return l10n.t({
    message: '“{0}”: {1}',
    args: [title, sentence],
    comment: ['{0} is the title of an export, {1} a sentence that says what became of it'],
  });
}

type Offer = (name: string, command: string, more?: object) => Action;

function announceDone(row: ExportRow, stage: DoneStage, offer: Offer): Promise<void> {
  const unknown = countUnknown(row);
  const reading = describeHowRead(stage);
  const leftOut = row.leftOut?.length ? `; ${describeLeftOut(row.leftOut)}` : '';
  const sentences = [
    endSentence(`${describeDone(row, stage)}${leftOut}`),
    ...(reading === undefined ? [] : [reading]),
    ...(unknown > 0 ? [describeUnknown(row)] : []),
    ...(stage.badLines > 0 ? [describeBadLines(stage)] : []),
  ].join(' ');
  const hasLink = stage.badLines > 0 && stage.firstBadLine !== undefined;
  const actions = [
    ...(hasLink ? [offer(l10n.t('Open Bad Line'), commands.openExport, { badLine: true })] : []),
    offer(l10n.t('Open'), commands.openExport),
    ...(unknown > 0 ? [offer(l10n.t('Copy Unknown IDs'), commands.copyUnknownIds)] : []),
    offer(l10n.t('Reveal'), commands.revealExport),
    offer(l10n.t('Copy Path'), commands.copyExportPath),
    ...(reading === undefined ? [] : [offer(l10n.t('Read Otherwise…'), commands.rereadImport)]),
  ];
  const isFine = unknown === 0 && stage.badLines === 0;
  return isFine ? showInformation(sentences, ...actions) : showWarning(sentences, ...actions);
}

function announceFailure(
  row: ExportRow,
  stage: ExportRow['stage'] & { stage: 'failed' },
  offer: Offer,
): Promise<void> {
  const { message, remedy, follow, partial, code, encodings } = stage;
  const sentences = [
    nameExport(row, endSentence(message)),
    ...(partial ? [describePartial(partial)] : []),
    remedy,
  ].join(' ');
  if (encodings) return showError(sentences, offer(l10n.t('Choose Encoding…'), commands.rereadImport));
  const actions = [
    ...(follow === undefined ? [] : [offer(l10n.t('Follow the Running One'), commands.followExport)]),
    offer(l10n.t('Retry'), commands.retryExport),
    ...(code === 'auth' ? [offer(l10n.t('Replace Key…'), commands.replaceKey)] : []),
    ...(partial ? [offer(l10n.t('Open'), commands.openExport)] : []),
  ];
  return showError(sentences, ...actions);
}

const maxNamed = 5;

/** Names the first of the external ids that the service does not know. */
function describeUnknown({ unknownIds = [], request }: ExportRow): string {
  // The title is the ID.
  if (isOnlyOne(request)) return l10n.t('The service does not know this ID.');
  const named = unknownIds.slice(0, maxNamed).map(asLine).join(', ');
  const more = unknownIds.length - maxNamed;
  return l10n.t(
    'The service does not know: {0}.',
    more > 0 ? l10n.t('{0} and {1} more', named, showNumber(more)) : named,
  );
}

function isOnlyOne({ idCount, externalIds }: ExportRow['request']): boolean {
  return idCount === 1 || (Array.isArray(externalIds) && externalIds.length === 1);
}

function describePartial({ answered, total, users }: PartialResult): string {
  return l10n.t({
    message: 'A partial result is kept: {0} for {1} of {2}.',
    args: [showCount(users, 'user'), showNumber(answered), showCount(total, 'ID')],
    comment: ['As in: 8,950 users for 9,000 of 10,000 IDs'],
  });
}

function describeDone(row: ExportRow, stage: DoneStage): string {
  const [count, size] = [showCount(stage.users, exportKindLooks[row.kind].noun), showSize(stage.sizeBytes)];
  return row.kind === 'import'
    ? l10n.t('Imported {0} ({1}): “{2}”', count, size, row.title)
    : l10n.t('Exported {0} ({1}): “{2}”', count, size, row.title);
}
