import { partialOf, resultFileOf, type ExportRow } from '../exports/jobs/exportRow.ts';
import { isRunning } from '../exports/jobs/isRunning.ts';
import type { JobStage } from '../exports/jobs/jobRecord.ts';
import { viewItems } from '../ids.ts';
import { asLine } from '../util/showText.ts';
import { explainExport, noteWarnings, showTime } from './exportFacts.ts';
import { readKeyPatterns } from './keyPatterns.ts';
import { showCount, type Noun } from '../protocol/showCount.ts';
import { showAge, showDuration, showElapsed, showShare } from './showFigures.ts';
import { showSize } from '../util/showSize.ts';

/** What can be done with an export: the words in its row's `contextValue`, on which the menus' conditions look. */
export type ExportAction =
  | 'cancel'
  | 'retry'
  | 'next'
  | 'follow'
  | 'open'
  | 'reveal'
  | 'copyPath'
  | 'copyKeys'
  | 'copyUnknown'
  | 'reread'
  | 'delete';

/** How a row of the Exports view looks. Every text is one line fit to show, but for the tooltip, which has several. */
export interface ExportLook {
  label: string;
  description: string;
  /** A codicon. */
  icon: string;
  tint: 'error' | 'warning' | undefined;
  tooltip: string;
  spoken: string;
  contextValue: string;
  /** Rows below this one: where in the company's bucket the files arrive. */
  keyPatterns: readonly string[];
}

/** Draws an export as it stands at `now` (epoch milliseconds). */
export function drawExport(row: ExportRow, now: number): ExportLook {
  const title = asLine(row.title);
  const label = title.trim() === '' ? '(no name)' : title;
  const description = asLine(describeProgress(row, now));
  return {
    label,
    description,
    icon: chooseIcon(row),
    tint: chooseTint(row.stage),
    tooltip: [label, ...explainExport(row, description)].map(asLine).join('\n'),
    spoken: `${label}, ${kindNames[row.kind]}, ${description.replaceAll(' · ', ', ')}`,
    contextValue: [viewItems.export, ...listActions(row)].join(' '),
    keyPatterns: readKeyPatterns(row),
  };
}

const kindNames: Record<ExportRow['kind'], string> = {
  segment: 'segment export',
  users: 'users by external ID',
  events: 'raw events',
  import: 'opened file',
  unreadable: 'folder',
  leftover: 'remains of an export',
};

/**
 * The row's id in the view. The editor keeps a row that it knows as it was, folded or not: one that comes to have rows
 * below it is another, so that it comes unfolded.
 */
export function rowIdOf(row: ExportRow): string {
  return readKeyPatterns(row).length > 0 ? `${row.id} with keys` : row.id;
}

/** What can be done with an export in its stage. */
export function listActions(row: ExportRow): ExportAction[] {
  const { stage, worker, kind } = row;
  const copyKeys: ExportAction[] = readKeyPatterns(row).length > 0 ? ['copyKeys'] : [];
  const open: ExportAction[] = resultFileOf(row) === undefined ? [] : ['open', 'copyPath'];
  const copyUnknown: ExportAction[] = countUnknown(row) > 0 ? ['copyUnknown'] : [];
  switch (stage.stage) {
    case 'requested':
    case 'preparing':
    case 'downloading':
    case 'unpacking':
    case 'fetching':
      // Another window's job is cancelled there: its process alone can stop it.
      return worker === 'elsewhere' ? ['reveal'] : ['cancel', 'reveal'];
    case 'failed': {
      if (kind === 'unreadable') return ['reveal'];
      const retry: ExportAction[] = kind === 'leftover' ? [] : ['retry'];
      const follow: ExportAction[] = stage.follow === undefined ? [] : ['follow'];
      // What was taken for no data may be some when it is said how it is divided.
      const mayBeRead = stage.encodings ?? (kind === 'import' && stage.code === 'notAnExport');
      const reread: ExportAction[] = mayBeRead ? ['reread'] : [];
      return [...open, ...retry, ...follow, ...reread, ...copyKeys, ...copyUnknown, 'reveal', 'delete'];
    }
    case 'expired':
    case 'cancelled':
    case 'busy':
      return [...open, 'retry', ...copyKeys, ...copyUnknown, 'reveal', 'delete'];
    case 'started':
      return ['next', ...copyKeys, 'reveal', 'delete'];
    case 'done':
      return [
        ...open,
        ...copyUnknown,
        ...(kind === 'import' ? (['reread'] as const) : []),
        'reveal',
        'delete',
      ];
    case 'delivered':
      return [...copyKeys, 'reveal', 'delete'];
  }
}

/** External ids that the service does not know, as far as they were asked for. */
export function countUnknown({ stage, unknownIds }: ExportRow): number {
  return partialOf(stage)?.unknownIds ?? unknownIds?.length ?? 0;
}

/** What a line of the export's file stands for. A file that was opened may hold anything. */
export function nounOf({ kind }: ExportRow): Noun {
  return kind === 'import' ? 'line' : 'user';
}

const doneIcons: Record<ExportRow['kind'], string> = {
  segment: 'organization',
  users: 'account',
  events: 'pulse',
  import: 'package',
  unreadable: 'question',
  leftover: 'question',
};

function chooseIcon({ stage, kind, worker }: ExportRow): string {
  if (worker === 'nobody' && isRunning(stage)) return 'debug-pause';
  switch (stage.stage) {
    case 'requested':
    case 'preparing':
      return 'loading~spin';
    case 'downloading':
    case 'fetching':
      return 'cloud-download';
    case 'unpacking':
      return 'file-zip';
    case 'failed':
      return 'error';
    case 'expired':
      return 'watch';
    case 'cancelled':
      return 'circle-slash';
    case 'busy':
      return 'debug-pause';
    case 'started':
      return 'bell';
    case 'done':
      return doneIcons[kind];
    case 'delivered':
      return 'cloud';
  }
}

function chooseTint(stage: JobStage): ExportLook['tint'] {
  if (stage.stage === 'failed') return 'error';
  return stage.stage === 'expired' || stage.stage === 'busy' ? 'warning' : undefined;
}

/** The stage and what is known, in as few words as a narrow side bar has place for. */
function describeProgress(row: ExportRow, now: number): string {
  const { stage, worker } = row;
  if (!isRunning(stage)) return describeRest(stage, now, row);
  const parts = describeMove(stage, now, nounOf(row));
  if (worker === 'elsewhere') parts.push('in another window');
  if (worker === 'nobody') parts.push('waiting to go on');
  return join(parts);
}

type Part = string | undefined;

const join = (parts: readonly Part[]): string => parts.filter((it) => it !== undefined).join(' · ');

function describeMove(stage: JobStage, now: number, noun: Noun): Part[] {
  const elapsed = showElapsed(now - stage.at);
  switch (stage.stage) {
    case 'preparing':
      return ['Preparing', elapsed, stage.trouble];
    case 'downloading':
      return ['Downloading', ...describeDownload(stage)];
    case 'unpacking':
      return [
        'Unpacking',
        showShare(stage.readBytes, stage.totalBytes),
        stage.users > 0 ? showCount(stage.users, noun) : undefined,
        stage.writtenBytes > 0 ? showSize(stage.writtenBytes) : undefined,
      ];
    case 'fetching':
      return ['Fetching', ...describeFetching(stage)];
    case 'requested':
      return ['Requesting', elapsed, stage.trouble];
    default:
      return [elapsed];
  }
}

function describeFetching({ answered, total, trouble, retryAt }: JobStage & { stage: 'fetching' }): Part[] {
  return [
    `${answered.toLocaleString()} of ${showCount(total, 'ID')}`,
    trouble,
    retryAt === undefined ? undefined : `goes on at ${showTime(retryAt)}`,
  ];
}

/** What has come of an export that is not whole. */
function describePartial(stage: JobStage): Part[] {
  const partial = partialOf(stage);
  if (!partial) return [];
  return [`Partial, ${partial.users.toLocaleString()} of ${showCount(partial.total, 'user')}`];
}

function describeDownload(stage: JobStage & { stage: 'downloading' }): Part[] {
  const { receivedBytes, totalBytes, bytesPerSecond, trouble } = stage;
  if (trouble !== undefined) return [showShare(receivedBytes, totalBytes), trouble];
  const leftMs =
    totalBytes !== undefined && bytesPerSecond ? ((totalBytes - receivedBytes) / bytesPerSecond) * 1000 : 0;
  return [
    showShare(receivedBytes, totalBytes),
    leftMs >= 1000 ? `${showDuration(leftMs)} left` : undefined,
    bytesPerSecond === undefined ? undefined : `${showSize(bytesPerSecond)}/s`,
    totalBytes === undefined
      ? showSize(receivedBytes)
      : `${showSize(receivedBytes)} of ${showSize(totalBytes)}`,
  ];
}

function describeRest(stage: JobStage, now: number, row: ExportRow): string {
  const age = showAge(stage.at, now);
  switch (stage.stage) {
    case 'done':
      return join([
        ...(stage.partial ? describePartial(stage) : [showCount(stage.users, nounOf(row))]),
        showSize(stage.sizeBytes),
        age,
        noteWarnings(row),
      ]);
    case 'delivered':
      return join(['Delivered to your bucket', age]);
    case 'failed':
      return join(['Failed', ...describePartial(stage), stage.message]);
    case 'expired':
      return join(['Expired: run it again', age]);
    case 'cancelled':
      return stage.partial
        ? join([...describePartial(stage), showSize(stage.partial.sizeBytes), age])
        : join(['Cancelled', age]);
    case 'busy':
      return join(['Not started: another one is running', age]);
    case 'started':
      return join([`Week ${stage.part} of ${stage.parts} started`, 'start the next when it has arrived']);
    default:
      return '';
  }
}
