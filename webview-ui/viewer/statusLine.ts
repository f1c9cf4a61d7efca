import type { FileState } from '../../src/protocol/viewer.ts';
import { make } from '../common/make.ts';
import type { Formats } from './formats.ts';
import type { VisibleList } from './grid/visibleList.ts';
import type { View } from './viewerState.ts';

export interface Status {
  file: FileState;
  view: View;
  shown: VisibleList | undefined;
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

const listWords: Record<Exclude<View['of'], 'file' | 'comparison'>, string> = {
  filter: 'match',
  found: 'have what was found',
};

export function createStatusLine(formats: Formats, onGoToLine: () => void): StatusLine {
  const place = make('button', {
    type: 'button',
    class: 'status-item status-line',
    title: 'Go to line (Ctrl+G)',
  });
  place.addEventListener('click', onGoToLine);
  const list = make('span', { class: 'status-item status-list' });
  const selected = make('span', { class: 'status-item status-selected' });
  const right = make('span', { class: 'status-item status-file' });
  return {
    element: make(
      'footer',
      { class: 'status' },
      place,
      list,
      selected,
      make('span', { class: 'spring' }),
      right,
    ),
    draw(status) {
      const { file, selectedCount } = status;
      place.textContent = describePlace(status, formats);
      list.textContent = describeList(status, formats);
      selected.textContent = selectedCount > 1 ? `${formats.number(selectedCount)} selected` : '';
      right.textContent = [
        ...(file.isIndexed || file.failure !== undefined
          ? []
          : [`finding lines… ${formats.share(file.indexedBytes, file.sizeBytes)}`]),
        ...(status.hasCrlf ? ['CRLF'] : []),
        ...(isUnknown(file) ? [] : [formats.size(file.sizeBytes)]),
      ].join(' · ');
    },
  };
}

/** A file that is not open, because it was refused or is not there, is not an empty one. */
const isUnknown = ({ failure, sizeBytes }: FileState): boolean => failure !== undefined && sizeBytes === 0;

/** `Line 12 of 1,000,000`, with a plus sign while there may be more. */
export function describePlace({ file, view, line }: Status, formats: Formats): string {
  if (isUnknown(file)) return '';
  if (file.lineCount === 0 || line === undefined) return formats.count(file.lineCount, 'line');
  const name = `Line ${formats.number(line + 1)}`;
  // Removed lines are in the other file only.
  if (view.of === 'comparison' && view.part === 'removed') return `${name} of the other file`;
  return `${name} of ${formats.number(file.lineCount)}${file.isIndexed ? '' : '+'}`;
}

/** `1,234 of 1,000,000 lines match`; nothing where all lines are shown, unless the filter's box says otherwise. */
export function describeList(status: Status, formats: Formats): string {
  const { view, filter, isFilterUnreadable } = status;
  if (!isFilterUnreadable || view.of === 'comparison') return describeShown(status, formats);
  if (view.of === 'file') return 'All rows';
  return `${filter === '' ? '' : 'Rows of the last filter: '}${describeShown(status, formats)}`;
}

function describeShown({ view, shown, file, skippedCount, isStopped }: Status, formats: Formats): string {
  if (view.of === 'file') return '';
  const length = formats.number(shown?.length ?? 0);
  const more = isStopped ? ' up to where it was stopped' : shown?.isGrowing === false ? '' : ' so far';
  const skipped = skippedCount > 0 ? `, ${formats.count(skippedCount, 'long line')} not looked at` : '';
  if (view.of === 'comparison') return `${formats.count(shown?.length ?? 0, 'line')} ${view.part}${more}`;
  return `${length} of ${formats.count(file.lineCount, 'line')} ${listWords[view.of]}${more}${skipped}`;
}
