import * as l10n from '@vscode/l10n';
import { listActions, readKeyPatterns } from '../exports/exportActions.ts';
import { partialOf, type ExportRow } from '../exports/exportRow.ts';
import { isRunning } from '../exports/jobStages.ts';
import type { JobStage, RunningStage } from '../exports/jobs/jobRecord.ts';
import { viewItems } from '../ids.ts';
import { showCount, showNumber, type Noun } from '../protocol/showCount.ts';
import { showSize } from '../protocol/showSize.ts';
import { asLine } from '../util/showText.ts';
import { explainExport, noteWarnings } from './exportFacts.ts';
import { exportKindLooks } from './exportKindLooks.ts';
import { showAge, showDuration, showElapsed, showPercentDone, showTime } from './showFigures.ts';

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
  const label = title.trim() === '' ? l10n.t('(no name)') : title;
  const description = asLine(describeProgress(row, now));
  return {
    label,
    description,
    icon: chooseIcon(row),
    tint: stageLooks[row.stage.stage].tint,
    tooltip: [label, ...explainExport(row, description)].map(asLine).join('\n'),
    spoken: `${label}, ${exportKindLooks[row.kind].spoken}, ${description.replaceAll(' · ', ', ')}`,
    contextValue: [viewItems.export, ...listActions(row)].join(' '),
    keyPatterns: readKeyPatterns(row),
  };
}

/**
 * The row's id in the view. The editor keeps a known row folded or not, as it was. An export that gets rows below it gets
 * another id, so that it is shown unfolded.
 */
export function rowIdOf(row: ExportRow): string {
  return readKeyPatterns(row).length > 0 ? `${row.id} with keys` : row.id;
}

/** `icon` is a codicon; `kind` where it is the one of the export's kind. */
const stageLooks: Record<JobStage['stage'], { icon: string; tint?: ExportLook['tint'] }> = {
  requested: { icon: 'loading~spin' },
  preparing: { icon: 'loading~spin' },
  downloading: { icon: 'cloud-download' },
  unpacking: { icon: 'file-zip' },
  fetching: { icon: 'cloud-download' },
  failed: { icon: 'error', tint: 'error' },
  expired: { icon: 'watch', tint: 'warning' },
  cancelled: { icon: 'circle-slash' },
  busy: { icon: 'debug-pause', tint: 'warning' },
  started: { icon: 'bell' },
  done: { icon: 'kind' },
  delivered: { icon: 'cloud' },
};

function chooseIcon({ stage, kind, worker }: ExportRow): string {
  if (worker === 'nobody' && isRunning(stage)) return 'debug-pause';
  const { icon } = stageLooks[stage.stage];
  return icon === 'kind' ? exportKindLooks[kind].icon : icon;
}

/** The stage and what is known, in few words: the side bar is narrow. */
function describeProgress(row: ExportRow, now: number): string {
  const { stage, worker } = row;
  if (!isRunning(stage)) return describeResting(stage, now, row);
  const figures = describeRunning(stage, now, exportKindLooks[row.kind].noun);
  if (worker === 'elsewhere') figures.push(l10n.t('in another window'));
  if (worker === 'nobody') figures.push(l10n.t('waiting to go on'));
  return join(figures);
}

type Figure = string | undefined;

const join = (figures: readonly Figure[]): string => figures.filter((it) => it !== undefined).join(' · ');

function describeRunning(stage: RunningStage, now: number, noun: Noun): Figure[] {
  const elapsed = showElapsed(now - stage.at);
  switch (stage.stage) {
    case 'requested':
      return [l10n.t('Requesting'), elapsed, stage.trouble];
    case 'preparing':
      return [l10n.t('Preparing'), elapsed, stage.trouble];
    case 'downloading':
      return [l10n.t('Downloading'), ...describeDownload(stage)];
    case 'unpacking':
      return [
        l10n.t('Unpacking'),
        showPercentDone(stage.readBytes, stage.totalBytes),
        stage.users > 0 ? showCount(stage.users, noun) : undefined,
        stage.writtenBytes > 0 ? showSize(stage.writtenBytes) : undefined,
      ];
    case 'fetching':
      return [l10n.t('Fetching'), ...describeFetching(stage)];
  }
}

function describeFetching({
  answered,
  total,
  trouble,
  retryAt,
}: RunningStage & { stage: 'fetching' }): Figure[] {
  return [
    l10n.t('{0} of {1}', showNumber(answered), showCount(total, 'ID')),
    trouble,
    retryAt === undefined ? undefined : l10n.t('goes on at {0}', showTime(retryAt)),
  ];
}

/** What there is of an export that is not whole. */
function describePartial(stage: JobStage): Figure[] {
  const partial = partialOf(stage);
  if (!partial) return [];
  return [l10n.t('Partial, {0} of {1}', showNumber(partial.users), showCount(partial.total, 'user'))];
}

function describeDownload(stage: RunningStage & { stage: 'downloading' }): Figure[] {
  const { receivedBytes, totalBytes, bytesPerSecond, trouble } = stage;
  const share = showPercentDone(receivedBytes, totalBytes);
  if (trouble !== undefined) return [share, trouble];
  const leftMs =
    totalBytes !== undefined && bytesPerSecond ? ((totalBytes - receivedBytes) / bytesPerSecond) * 1000 : 0;
  return [
    share,
    leftMs < 1000
      ? undefined
      : l10n.t({ message: '{0} left', args: [showDuration(leftMs)], comment: ['{0} is a time: 2 min'] }),
    bytesPerSecond === undefined
      ? undefined
      : l10n.t({
          message: '{0}/s',
          args: [showSize(bytesPerSecond)],
          comment: ['{0} is a size; so much a second'],
        }),
    totalBytes === undefined
      ? showSize(receivedBytes)
      : l10n.t('{0} of {1}', showSize(receivedBytes), showSize(totalBytes)),
  ];
}

function describeResting(stage: Exclude<JobStage, RunningStage>, now: number, row: ExportRow): string {
  const age = showAge(stage.at, now);
  switch (stage.stage) {
    case 'done':
      return join([
        ...(stage.partial
          ? describePartial(stage)
          : [showCount(stage.users, exportKindLooks[row.kind].noun)]),
        showSize(stage.sizeBytes),
        age,
        noteWarnings(row),
      ]);
    case 'delivered':
      return join([l10n.t('Delivered to your bucket'), age]);
    case 'failed':
      return join([l10n.t('Failed'), ...describePartial(stage), stage.message]);
    case 'expired':
      return join([l10n.t('Expired: run it again'), age]);
    case 'cancelled':
      return stage.partial
        ? join([...describePartial(stage), showSize(stage.partial.sizeBytes), age])
        : join([l10n.t('Cancelled'), age]);
    case 'busy':
      return join([l10n.t('Not started: another one is running'), age]);
    case 'started':
      return join([
        l10n.t('Week {0} of {1} started', showNumber(stage.part), showNumber(stage.parts)),
        l10n.t('start the next when it has arrived'),
      ]);
  }
}
