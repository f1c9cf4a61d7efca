import * as l10n from '@vscode/l10n';
import { asText } from '../../../src/protocol/plainText.ts';
import { showNumber } from '../../../src/protocol/showCount.ts';
import { showSize } from '../../../src/protocol/showSize.ts';
import type { LineOddity, Mark, ViewerRow } from '../../../src/protocol/viewer.ts';
import { make, makeIcon } from '../../common/make.ts';
import type { HitMarker } from '../find/hitMarks.ts';

/** Everything that a row's look depends on, besides the row. */
export interface RowContext {
  /** Which columns have numbers; none where the lines are shown as text. */
  numeric: readonly boolean[];
  marker: HitMarker | undefined;
  /** Whether row indexes are lines, so that the number is known before the row is. */
  isWholeFile: boolean;
}

const oddityNames: Record<LineOddity, string> = {
  bom: l10n.t('byte order mark'),
  crlf: 'CRLF',
  nul: 'NUL',
  invalidUtf8: l10n.t('invalid UTF-8'),
  loneSurrogate: l10n.t('lone surrogate'),
};

/** Draws a row that is known. */
export function drawRow(element: HTMLElement, row: ViewerRow, context: RowContext): void {
  const { numeric, marker } = context;
  // A line that has nothing in any column would look like nothing at all.
  const asCells = row.state === 'json' && row.cells.some((it) => it !== '');
  const badges = describeRow(row).map((it) => make('span', { class: 'row-badge' }, it));
  const isOdd = row.oddities.some((it) => it !== 'crlf') || row.state === 'invalid';
  element.replaceChildren(
    writeGutter(showNumber(row.line + 1), isOdd ? 'warning' : undefined),
    ...(asCells
      ? [
          ...numeric.map((isNumber, at) => drawCell(row.cells[at] ?? '', isNumber, marker)),
          make('div', { class: 'cell cell-rest' }, ...badges),
        ]
      : [drawText(row, badges, context)]),
  );
}

/** Draws what is shown instead of a row: that it is on its way, or why it cannot be read. */
export function drawPlaceholder(
  element: HTMLElement,
  rowIndex: number,
  failure: string | undefined,
  { isWholeFile, numeric }: RowContext,
): void {
  const text = failure === undefined ? l10n.t('Loading…') : l10n.t('Cannot be read: {0}', failure);
  element.replaceChildren(
    writeGutter(isWholeFile ? showNumber(rowIndex + 1) : '', failure === undefined ? undefined : 'error'),
    make(
      'div',
      { class: 'cell cell-text cell-pending', role: 'gridcell', 'aria-colspan': numeric.length + 1 },
      text,
    ),
  );
}

/** What is unusual about a line, in words. */
export function describeRow({ state, oddities, sizeBytes, isCut }: ViewerRow): string[] {
  const words: string[] = [];
  if (state === 'invalid') words.push(l10n.t('not JSON'));
  if (state === 'blank') words.push(l10n.t('blank line'));
  if (state === 'unread' || (isCut && state === 'invalid'))
    words.push(l10n.t('long line, {0}', showSize(sizeBytes)));
  return [...words, ...oddities.map((it) => oddityNames[it])];
}

/** A text with its marks; all of it as text nodes. */
export function writeMarked(text: string, marks: readonly Mark[]): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    if (from > at) nodes.push(document.createTextNode(asText(text.slice(at, from))));
    nodes.push(make('mark', {}, text.slice(from, to)));
    at = to;
  }
  if (at < text.length) nodes.push(document.createTextNode(asText(text.slice(at))));
  return nodes;
}

function writeGutter(text: string, icon: string | undefined): HTMLElement {
  return make(
    'div',
    { class: 'gutter', role: 'rowheader' },
    icon !== undefined && makeIcon(icon),
    make('span', {}, text),
  );
}

function drawCell(text: string, isNumber: boolean, marker: HitMarker | undefined): HTMLElement {
  const cell = make('div', { class: isNumber ? 'cell cell-number' : 'cell', role: 'gridcell' });
  const marks = marker?.marksOf(text) ?? [];
  if (marks.length === 0) cell.textContent = asText(text);
  else cell.append(...writeMarked(text, marks));
  return cell;
}

function drawText(row: ViewerRow, badges: HTMLElement[], { numeric, marker }: RowContext): HTMLElement {
  const text = `${row.text}${row.isCut ? '…' : ''}`;
  return make(
    'div',
    { class: 'cell cell-text', role: 'gridcell', 'aria-colspan': numeric.length + 1 },
    ...badges,
    make('span', { class: 'line-text' }, ...writeMarked(text, marker?.marksOf(row.text) ?? [])),
  );
}
