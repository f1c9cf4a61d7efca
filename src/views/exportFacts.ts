import { folderFiles } from '../exports/disk/exportFolder.ts';
import { partialOf, type ExportRow } from '../exports/jobs/exportRow.ts';
import type { JobStage } from '../exports/jobs/jobRecord.ts';
import { listNames } from '../util/listNames.ts';
import { showSize } from '../util/showSize.ts';
import { showCount } from '../protocol/showCount.ts';

type DoneStage = JobStage & { stage: 'done' };

const kinds: Record<ExportRow['kind'], string> = {
  segment: 'Segment export',
  users: 'Users by external ID',
  events: 'Raw event export',
  import: 'Opened file',
  unreadable: 'A folder named like an export',
  leftover: 'Remains of an export',
};

/** All that is known of an export, a line each; the texts in them are as they came. */
export function explainExport(row: ExportRow, description: string): string[] {
  const { kind, connectionName, createdAt, stage, request, warnings, notes = [], directory } = row;
  const of = connectionName === undefined ? '' : ` of “${connectionName}”`;
  return [
    `${kinds[kind]}${of}`,
    description,
    ...(stage.stage === 'failed' && isUnclear(row) ? [stage.remedy] : explainStage(stage)),
    ...explainPartial(stage),
    ...explainRequest(request),
    ...(createdAt > 0 ? [`Requested: ${showMoment(createdAt)}`] : []),
    ...(stage.at > 0 && stage.at !== createdAt
      ? [`${sinceWords[stage.stage]}: ${showMoment(stage.at)}`]
      : []),
    ...warnings.map((it) => `The service warned: ${it}`),
    ...notes,
    `Folder: ${directory}`,
  ];
}

/** Folders that no export can be told of. */
function isUnclear({ kind }: ExportRow): boolean {
  return kind === 'unreadable' || kind === 'leftover';
}

/** What a finished export's row says besides its figures; more is in its tooltip. */
export function noteWarnings({ stage, warnings, leftOut = [] }: ExportRow): string | undefined {
  const told = [
    ...(stage.stage === 'done' && stage.badLines > 0 ? [showCount(stage.badLines, 'bad line')] : []),
    ...(leftOut.length > 0 ? [describeLeftOut(leftOut)] : []),
  ];
  if (told.length > 0) return told.join(' · ');
  return warnings.length > 0 ? 'with a warning' : undefined;
}

/** What is said of members of an archive that are no data: `left out: README.txt`. */
export function describeLeftOut(names: readonly string[]): string {
  return `left out: ${listNames(names)}`;
}

/** What a message says of a result with bad lines: what is wrong with them, and what became of them. */
export function describeBadLines(stage: DoneStage): string {
  const one = stage.badLines === 1;
  if (holdsRows(stage)) {
    const rows = `${showCount(stage.badLines, 'row')} of it ${one ? 'does' : 'do'} not fit the columns`;
    return `${rows}: kept as far as the text could be told apart.`;
  }
  return `${showCount(stage.badLines, 'line')} of it ${one ? 'is' : 'are'} no whole object: kept as received.`;
}

function showFirst({ firstBadLine }: DoneStage): string {
  return firstBadLine === undefined ? '' : `, the first in line ${firstBadLine.toLocaleString()}`;
}

/** What a message says of how a file that was opened was read; undefined for what the service sent. */
export function describeReading({ reading, readingNotes = [] }: DoneStage): string | undefined {
  return reading === undefined ? undefined : [`Read as ${reading}.`, ...readingNotes].join(' ');
}

/** Whether the lines of a result were rows of CSV. */
function holdsRows({ ndjsonPath }: DoneStage): boolean {
  return ndjsonPath.endsWith(folderFiles.events);
}

const sinceWords: Record<JobStage['stage'], string> = {
  requested: 'Being requested since',
  preparing: 'Being prepared since',
  downloading: 'Downloading since',
  unpacking: 'Unpacking since',
  fetching: 'Fetching since',
  failed: 'Failed',
  expired: 'Expired',
  cancelled: 'Cancelled',
  busy: 'Refused',
  started: 'Started',
  done: 'Finished',
  delivered: 'Accepted',
};

function explainStage(stage: JobStage): string[] {
  switch (stage.stage) {
    case 'preparing': {
      const next = stage.nextPollAt === undefined ? [] : [`Next look: ${showTime(stage.nextPollAt)}`];
      return [`Looked for it ${showCount(stage.polls, 'time')}`, ...next];
    }
    case 'downloading':
      return stage.retryAt === undefined ? [] : [`Tries again: ${showTime(stage.retryAt)}`];
    case 'fetching':
      return [
        `Users: ${stage.users.toLocaleString()}`,
        ...(stage.unknownIds > 0 ? [`Unknown IDs: ${stage.unknownIds.toLocaleString()}`] : []),
      ];
    case 'failed':
      return [`While it was being ${duringWords[stage.during] ?? stage.during}`, stage.remedy];
    case 'expired':
      return [stage.message, 'Retry asks for a new export.'];
    case 'busy':
      return [stage.message, 'Retry when that one has arrived.'];
    case 'started':
      return ['Once the files have arrived in your bucket, start the next week.'];
    case 'done':
      return [
        `Size: ${showWholeSize(stage.sizeBytes)}`,
        ...(stage.badLines > 0
          ? [
              `${holdsRows(stage) ? 'Rows that do not fit the columns' : 'Lines that are no whole object'}: ${stage.badLines.toLocaleString()}${showFirst(stage)}`,
            ]
          : []),
        ...(stage.reading === undefined ? [] : [`Read as: ${stage.reading}`]),
        ...(stage.readingNotes ?? []),
      ];
    default:
      return [];
  }
}

function explainPartial(stage: JobStage): string[] {
  const partial = partialOf(stage);
  if (!partial) return [];
  const { answered, total, unknownIds } = partial;
  return [
    `Partial result: ${answered.toLocaleString()} of ${showCount(total, 'ID')} were answered`,
    ...(unknownIds > 0 ? [`Unknown IDs: ${unknownIds.toLocaleString()}`] : []),
  ];
}

const duringWords: Record<string, string> = {
  requested: 'requested',
  preparing: 'prepared',
  downloading: 'downloaded',
  unpacking: 'unpacked',
  fetching: 'fetched',
};

/** What was asked, as far as it is worth a line; a request may hold anything, since it was read from a file. */
function explainRequest(request: ExportRow['request']): string[] {
  const { segmentId, fields, appIds, eventNames, callbackEndpoint, path, parts, externalIds, idCount } =
    request;
  const list = (name: string, value: unknown): string[] =>
    Array.isArray(value) && value.length > 0
      ? [`${name}: ${value.slice(0, maxNamed).join(', ')}${more(value)}`]
      : [];
  const text = (name: string, value: unknown): string[] =>
    typeof value === 'string' ? [`${name}: ${value}`] : [];
  return [
    ...text('Segment identifier', segmentId),
    ...list('External IDs', externalIds),
    ...(typeof idCount === 'number' ? [`External IDs: ${idCount.toLocaleString()}`] : []),
    ...list('Fields', fields),
    ...list('Apps', appIds),
    ...list('Events', eventNames),
    ...text('Callback', callbackEndpoint),
    ...text('File', path),
    ...(Array.isArray(parts) && parts.length > 1 ? [`Weeks: ${parts.length}`] : []),
  ];
}

const maxNamed = 8;
const more = (list: readonly unknown[]): string =>
  list.length > maxNamed ? ` and ${(list.length - maxNamed).toLocaleString()} more` : '';

const showMoment = (at: number): string => new Date(at).toLocaleString();
export const showTime = (at: number): string => new Date(at).toLocaleTimeString();

/** With the bytes where the rounded size is in another unit. */
function showWholeSize(bytes: number): string {
  const exact = showSize(bytes);
  return exact.endsWith(' bytes') ? exact : `${exact} (${bytes.toLocaleString()} bytes)`;
}
