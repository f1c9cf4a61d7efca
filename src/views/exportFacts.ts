import * as l10n from '@vscode/l10n';
import { holdsRows, partialOf, type ExportRow } from '../exports/exportRow.ts';
import type { JobStage, RunningStage } from '../exports/jobs/jobRecord.ts';
import { showCount, showNumber } from '../protocol/showCount.ts';
import { listNames } from '../util/listNames.ts';
import { showSize } from '../protocol/showSize.ts';
import { exportKindLooks } from './exportKindLooks.ts';
import { showMoment, showTime } from './showFigures.ts';

export type DoneStage = JobStage & { stage: 'done' };

/** All that is known of an export, a line each; texts of the service in them are unchanged. */
export function explainExport(row: ExportRow, description: string): string[] {
  const { createdAt, stage, request, warnings, notes = [], directory } = row;
  return [
    describeKind(row),
    description,
    ...(stage.stage === 'failed' && isUnclear(row) ? [stage.remedy] : explainStage(stage)),
    ...explainPartial(stage),
    ...explainRequest(request),
    ...(createdAt > 0 ? [l10n.t('Requested: {0}', showMoment(createdAt))] : []),
    ...(stage.at > 0 && stage.at !== createdAt ? [sinceTexts[stage.stage](showMoment(stage.at))] : []),
    ...warnings.map((it) => l10n.t('The service warned: {0}', it)),
    ...notes,
    l10n.t('Folder: {0}', directory),
  ];
}

function describeKind({ kind, connectionName }: ExportRow): string {
  const { title } = exportKindLooks[kind];
  if (connectionName === undefined) return title;
  return l10n.t({
    message: '{0} of “{1}”',
    args: [title, connectionName],
    comment: ['{0} is a kind of export, {1} the name of the app group that it is of'],
  });
}

/** Folders in which no export can be recognised. */
function isUnclear({ kind }: ExportRow): boolean {
  return kind === 'unreadable' || kind === 'leftover';
}

/** What a finished export's row says besides its figures; more is in its tooltip. */
export function noteWarnings({ stage, warnings, leftOut = [] }: ExportRow): string | undefined {
  const noted = [
    ...(stage.stage === 'done' && stage.badLines > 0 ? [showCount(stage.badLines, 'bad line')] : []),
    ...(leftOut.length > 0 ? [describeLeftOut(leftOut)] : []),
  ];
  if (noted.length > 0) return noted.join(' · ');
  return warnings.length > 0 ? l10n.t('with a warning') : undefined;
}

/** What is said of members of an archive that are no data: `left out: README.txt`. */
export function describeLeftOut(names: readonly string[]): string {
  return l10n.t('left out: {0}', listNames(names));
}

/** What a message says of a result with bad lines: what is wrong with them, and what was done with them. */
export function describeBadLines(stage: DoneStage): string {
  const isOne = stage.badLines === 1;
  if (holdsRows(stage)) {
    const rows = showCount(stage.badLines, 'row');
    return isOne
      ? l10n.t('{0} of it does not fit the columns: kept as far as the text could be told apart.', rows)
      : l10n.t('{0} of it do not fit the columns: kept as far as the text could be told apart.', rows);
  }
  const lines = showCount(stage.badLines, 'line');
  return isOne
    ? l10n.t('{0} of it is no whole object: kept as received.', lines)
    : l10n.t('{0} of it are no whole object: kept as received.', lines);
}

/** How many lines of a result are bad, and which is the first; nothing where all are fine. */
function explainBadLines(stage: DoneStage): string[] {
  if (stage.badLines === 0) return [];
  const count = showNumber(stage.badLines);
  const first = stage.firstBadLine === undefined ? undefined : showNumber(stage.firstBadLine);
  if (holdsRows(stage))
    return [
      first === undefined
        ? l10n.t('Rows that do not fit the columns: {0}', count)
        : l10n.t('Rows that do not fit the columns: {0}, the first in line {1}', count, first),
    ];
  return [
    first === undefined
      ? l10n.t('Lines that are no whole object: {0}', count)
      : l10n.t('Lines that are no whole object: {0}, the first in line {1}', count, first),
  ];
}

/** What a message says of how a file that was opened was read; undefined for what the service sent. */
export function describeHowRead({ reading, readingNotes = [] }: DoneStage): string | undefined {
  return reading === undefined ? undefined : [l10n.t('Read as {0}.', reading), ...readingNotes].join(' ');
}

/** When a stage began, given that moment in words. */
const sinceTexts: Record<JobStage['stage'], (moment: string) => string> = {
  requested: (moment) => l10n.t('Being requested since: {0}', moment),
  preparing: (moment) => l10n.t('Being prepared since: {0}', moment),
  downloading: (moment) => l10n.t('Downloading since: {0}', moment),
  unpacking: (moment) => l10n.t('Unpacking since: {0}', moment),
  fetching: (moment) => l10n.t('Fetching since: {0}', moment),
  failed: (moment) => l10n.t('Failed: {0}', moment),
  expired: (moment) => l10n.t('Expired: {0}', moment),
  cancelled: (moment) => l10n.t('Cancelled: {0}', moment),
  busy: (moment) => l10n.t('Refused: {0}', moment),
  started: (moment) => l10n.t('Started: {0}', moment),
  done: (moment) => l10n.t('Finished: {0}', moment),
  delivered: (moment) => l10n.t('Accepted: {0}', moment),
};

function explainStage(stage: JobStage): string[] {
  switch (stage.stage) {
    case 'requested':
    case 'unpacking':
    case 'cancelled':
    case 'delivered':
      return [];
    case 'preparing':
      return [
        l10n.t({
          message: 'Looked for it {0}',
          args: [showCount(stage.polls, 'time')],
          comment: ['{0} says how often: 3 times'],
        }),
        ...(stage.nextPollAt === undefined ? [] : [l10n.t('Next look: {0}', showTime(stage.nextPollAt))]),
      ];
    case 'downloading':
      return stage.retryAt === undefined ? [] : [l10n.t('Tries again: {0}', showTime(stage.retryAt))];
    case 'fetching':
      return [l10n.t('Users: {0}', showNumber(stage.users)), ...explainUnknownIds(stage.unknownIds)];
    case 'failed':
      return [describeDuring(stage.during), stage.remedy];
    case 'expired':
      return [stage.message, l10n.t('Retry asks for a new export.')];
    case 'busy':
      return [stage.message, l10n.t('Retry when that one has arrived.')];
    case 'started':
      return [l10n.t('Once the files have arrived in your bucket, start the next week.')];
    case 'done':
      return [
        l10n.t('Size: {0}', showWholeSize(stage.sizeBytes)),
        ...explainBadLines(stage),
        ...(stage.reading === undefined ? [] : [l10n.t('Read as: {0}', stage.reading)]),
        ...(stage.readingNotes ?? []),
      ];
  }
}

function explainPartial(stage: JobStage): string[] {
  const partial = partialOf(stage);
  if (!partial) return [];
  const { answered, total, unknownIds } = partial;
  return [
    l10n.t('Partial result: {0} of {1} were answered', showNumber(answered), showCount(total, 'ID')),
    ...explainUnknownIds(unknownIds),
  ];
}

function explainUnknownIds(count: number): string[] {
  return count > 0 ? [l10n.t('Unknown IDs: {0}', showNumber(count))] : [];
}

const duringTexts: Record<RunningStage['stage'], string> = {
  requested: l10n.t('While it was being requested'),
  preparing: l10n.t('While it was being prepared'),
  downloading: l10n.t('While it was being downloaded'),
  unpacking: l10n.t('While it was being unpacked'),
  fetching: l10n.t('While it was being fetched'),
};

/** `during` is read from a file: another version may know more stages. */
function describeDuring(during: string): string {
  const known = Object.entries(duringTexts).find(([stage]) => stage === during);
  return known ? known[1] : l10n.t('While it was being {0}', during);
}

/** What was asked, as far as it is worth a line; a request may hold anything, since it was read from a file. */
function explainRequest(request: ExportRow['request']): string[] {
  const { segmentId, fields, appIds, eventNames, callbackEndpoint, path, parts, externalIds, idCount } =
    request;
  return [
    ...ifText(segmentId, (it) => l10n.t('Segment identifier: {0}', it)),
    ...ifList(externalIds, (it) => l10n.t('External IDs: {0}', it)),
    ...(typeof idCount === 'number' ? [l10n.t('External IDs: {0}', showNumber(idCount))] : []),
    ...ifList(fields, (it) => l10n.t('Fields: {0}', it)),
    ...ifList(appIds, (it) => l10n.t('Apps: {0}', it)),
    ...ifList(eventNames, (it) => l10n.t('Events: {0}', it)),
    ...ifText(callbackEndpoint, (it) => l10n.t('Callback: {0}', it)),
    ...ifText(path, (it) => l10n.t('File: {0}', it)),
    ...(Array.isArray(parts) && parts.length > 1 ? [l10n.t('Weeks: {0}', showNumber(parts.length))] : []),
  ];
}

function ifText(value: unknown, describe: (text: string) => string): string[] {
  return typeof value === 'string' ? [describe(value)] : [];
}

const maxNamed = 8;

function ifList(value: unknown, describe: (list: string) => string): string[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  const named = value.slice(0, maxNamed).join(', ');
  const more = value.length - maxNamed;
  return [describe(more > 0 ? l10n.t('{0} and {1} more', named, showNumber(more)) : named)];
}

/** With the bytes where the rounded size is in another unit. */
function showWholeSize(bytes: number): string {
  const size = showSize(bytes);
  return bytes < 1024 ? size : `${size} (${showCount(bytes, 'byte')})`;
}
