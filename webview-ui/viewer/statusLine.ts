import * as l10n from '@vscode/l10n';
import { showCount, showNumber, showShare } from '../../src/protocol/showCount.ts';
import { showSize } from '../../src/protocol/showSize.ts';
import type { FileState } from '../../src/protocol/viewer.ts';
import type { ComparisonPart } from '../../src/protocol/viewerTask.ts';
import { makeButton } from '../common/button.ts';
import { nameKeys } from '../common/keyNames.ts';
import { make } from '../common/make.ts';
import type { VisibleList } from './grid/visibleList.ts';
import type { View } from './viewerState.ts';

export interface Status {
  file: FileState;
  view: View;
  visible: VisibleList | undefined;
  /** The line of the active row, once it is known. */
  line: number | undefined;
  selectedCount: number;
  /** Lines that were too long to be looked at. */
  skippedCount: number;
  hasCrlf: boolean;
  /** The task that made the list was stopped before its end. */
  isStopped: boolean;
  /** The filter in force; empty for none. */
  filter: string;
  /** The text in the filter's box cannot be read, so that the rows are not those of the text. */
  isFilterUnreadable: boolean;
}

export interface StatusLine {
  element: HTMLElement;
  draw(status: Status): void;
}

export function createStatusLine(onGoToLine: () => void): StatusLine {
  const line = makeButton('', onGoToLine, {
    class: 'status-item status-line',
    title: `${l10n.t('Go to line')} (${nameKeys('Ctrl+G')})`,
  });
  const list = make('span', { class: 'status-item status-list' });
  const selected = make('span', { class: 'status-item status-selected' });
  const right = make('span', { class: 'status-item status-file' });
  const spring = make('span', { class: 'spring' });
  return {
    element: make('footer', { class: 'status' }, line, list, selected, spring, right),
    draw(status) {
      const { selectedCount } = status;
      line.textContent = describeLine(status);
      list.textContent = describeList(status);
      selected.textContent = selectedCount > 1 ? l10n.t('{0} selected', showNumber(selectedCount)) : '';
      right.textContent = describeFile(status);
    },
  };
}

function describeFile({ file, hasCrlf }: Status): string {
  const words: string[] = [];
  if (!file.isIndexed && file.failure === undefined)
    words.push(l10n.t('finding lines… {0}', showShare(file.indexedBytes, file.sizeBytes)));
  if (hasCrlf) words.push('CRLF');
  if (!isUnknown(file)) words.push(showSize(file.sizeBytes));
  return words.join(' · ');
}

/** A file that is not open, because it was refused or is not there, is not an empty one. */
const isUnknown = ({ failure, sizeBytes }: FileState): boolean => failure !== undefined && sizeBytes === 0;

/** `Line 12 of 1,000,000`, with a plus sign while there may be more. */
export function describeLine({ file, view, line }: Status): string {
  if (isUnknown(file)) return '';
  if (file.lineCount === 0 || line === undefined) return showCount(file.lineCount, 'line');
  const [own, all] = [showNumber(line + 1), showNumber(file.lineCount)];
  // Removed lines are in the other file only.
  if (view.of === 'comparison' && view.part === 'removed') return l10n.t('Line {0} of the other file', own);
  return file.isIndexed ? l10n.t('Line {0} of {1}', own, all) : l10n.t('Line {0} of {1}+', own, all);
}

/** `1,234 of 1,000,000 lines match`; nothing where all lines are shown, unless the filter's box says otherwise. */
export function describeList(status: Status): string {
  const { view, filter, isFilterUnreadable } = status;
  if (!isFilterUnreadable || view.of === 'comparison') return describeVisible(status);
  if (view.of === 'file') return l10n.t('All rows');
  const described = describeVisible(status);
  return filter === '' ? described : l10n.t('Rows of the last filter: {0}', described);
}

/** Whether a list has all that it will ever have. */
type Progress = 'whole' | 'growing' | 'stopped';

function describeVisible({ view, visible, file, skippedCount, isStopped }: Status): string {
  if (view.of === 'file') return '';
  const length = visible?.length ?? 0;
  const progress: Progress = isStopped ? 'stopped' : visible?.isGrowing === false ? 'whole' : 'growing';
  if (view.of === 'comparison') {
    const part = partTexts[view.part];
    return progress === 'whole'
      ? part.whole(showCount(length, 'line'))
      : part.soFar(showCount(length, 'line'));
  }
  const described = listTexts[view.of][progress](showNumber(length), showCount(file.lineCount, 'line'));
  if (skippedCount === 0) return described;
  return `${described}, ${l10n.t('{0} not looked at', showCount(skippedCount, 'long line'))}`;
}

type ListText = (length: string, lines: string) => string;

/** TABLE of how many lines a task has found; `{1}` is a count such as `5,000 lines`. */
const listTexts: Record<Exclude<View['of'], 'file' | 'comparison'>, Record<Progress, ListText>> = {
  filter: {
    whole: (length, lines) => l10n.t('{0} of {1} match', length, lines),
    growing: (length, lines) => l10n.t('{0} of {1} match so far', length, lines),
    stopped: (length, lines) => l10n.t('{0} of {1} match up to where it was stopped', length, lines),
  },
  found: {
    whole: (length, lines) => l10n.t('{0} of {1} have what was found', length, lines),
    growing: (length, lines) => l10n.t('{0} of {1} have what was found so far', length, lines),
    stopped: (length, lines) =>
      l10n.t('{0} of {1} have what was found up to where it was stopped', length, lines),
  },
};

type PartText = (lines: string) => string;

/** TABLE of how many lines a part of a comparison has; `{0}` is a count such as `5,000 lines`. */
const partTexts: Record<ComparisonPart, { whole: PartText; soFar: PartText }> = {
  added: {
    whole: (lines) => l10n.t('{0} added', lines),
    soFar: (lines) => l10n.t('{0} added so far', lines),
  },
  removed: {
    whole: (lines) => l10n.t('{0} removed', lines),
    soFar: (lines) => l10n.t('{0} removed so far', lines),
  },
  changed: {
    whole: (lines) => l10n.t('{0} changed', lines),
    soFar: (lines) => l10n.t('{0} changed so far', lines),
  },
};
