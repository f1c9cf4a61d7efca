import * as l10n from '@vscode/l10n';
import { displayLocale } from '../../../src/protocol/language.ts';
import { showNumber, showShare } from '../../../src/protocol/showCount.ts';
import { showSize } from '../../../src/protocol/showSize.ts';
import type { ProfileRow } from '../../../src/protocol/viewerTask.ts';
import { makeButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { showPath } from '../filter/clauses.ts';

interface Column {
  title: string;
  isNumber?: boolean;
  text(row: ProfileRow, whole: number): string;
  /** For sorting, and for copying where nothing else is said. */
  key(row: ProfileRow): number | string;
  copied?(row: ProfileRow): string;
}

/** The types as JSON names them: not translated. */
const describeTypes = ({ kinds }: ProfileRow): string => kinds.map((it) => it.kind).join(', ');

const about = ({ isDistinctExact }: ProfileRow): string => (isDistinctExact ? '' : '≈');

/** TABLE of what is told of each field. */
const columns: readonly Column[] = [
  { title: l10n.t('Field'), text: (it) => it.path, key: (it) => it.path },
  {
    title: l10n.t('Lines'),
    isNumber: true,
    text: (it, whole) => `${showNumber(it.lineCount)} (${showShare(it.lineCount, whole)})`,
    key: (it) => it.lineCount,
  },
  { title: l10n.t('Types'), text: describeTypes, key: describeTypes },
  {
    title: l10n.t('Distinct'),
    isNumber: true,
    text: (it) => about(it) + showNumber(it.distinctCount),
    key: (it) => it.distinctCount,
    copied: (it) => `${about(it)}${it.distinctCount}`,
  },
  { title: l10n.t('Min'), text: (it) => it.min ?? '', key: (it) => it.min ?? '' },
  { title: l10n.t('Max'), text: (it) => it.max ?? '', key: (it) => it.max ?? '' },
  {
    title: l10n.t('Size'),
    isNumber: true,
    text: (it) => showSize(it.sizeBytes),
    key: (it) => it.sizeBytes,
  },
];

export interface Sort {
  column: number;
  isDown: boolean;
}

export interface FieldTable {
  element: HTMLElement;
  draw(fields: readonly ProfileRow[], lineCount: number): void;
}

/** What there is at each field, to be sorted by any of it; without a choice as the fields stand in the lines. */
export function createFieldTable(onPath: (path: string) => void): FieldTable {
  const body = make('tbody', {});
  let drawn: { fields: readonly ProfileRow[]; lineCount: number } = { fields: [], lineCount: 0 };
  let sort: Sort | undefined;
  const heads = columns.map(({ title, isNumber = false }, at) => {
    const sortBy = (): void => {
      sort = { column: at, isDown: sort?.column === at ? !sort.isDown : isNumber };
      draw();
    };
    const button = makeButton(title, sortBy, { class: 'sort-button' });
    return make('th', { scope: 'col', class: isNumber ? 'number' : '' }, button);
  });
  const element = make(
    'table',
    { class: 'data-table fields', hidden: true },
    make('caption', { class: 'unseen' }, l10n.t('What there is at each field')),
    make('thead', {}, make('tr', {}, ...heads)),
    body,
  );
  function draw(): void {
    const { fields, lineCount } = drawn;
    element.hidden = fields.length === 0;
    for (const [at, head] of heads.entries()) {
      if (sort?.column === at) head.setAttribute('aria-sort', sort.isDown ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    const focused = body.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    body.replaceChildren(...sortFields(fields, sort).map((it) => writeRow(it, lineCount, onPath)));
    if (focused === undefined) return;
    [...body.querySelectorAll('button')].find((it) => it.textContent === focused)?.focus();
  }
  return {
    element,
    draw(fields, lineCount) {
      drawn = { fields, lineCount };
      draw();
    },
  };
}

export function sortFields(fields: readonly ProfileRow[], sort: Sort | undefined): ProfileRow[] {
  const key = sort && columns[sort.column]?.key;
  if (!key) return [...fields];
  const sign = sort.isDown ? -1 : 1;
  return fields.toSorted((a, b) => {
    const [one, other] = [readKey(key(a)), readKey(key(b))];
    if (typeof one === 'string' && typeof other === 'string')
      return sign * one.localeCompare(other, displayLocale(), { numeric: true });
    if (typeof one !== typeof other) return sign * (typeof one === 'number' ? -1 : 1);
    return one === other ? 0 : sign * (one < other ? -1 : 1);
  });
}

/** Numbers may come as texts, among others: the least value of a field is either. */
function readKey(key: number | string): number | string {
  return /^-?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)$/i.test(String(key)) ? Number(key) : key;
}

function writeRow(row: ProfileRow, lineCount: number, onPath: (path: string) => void): HTMLElement {
  const title = l10n.t('Count by {0}', showPath(row.path));
  const count = (): void => onPath(row.path);
  const button = makeButton(showPath(row.path), count, { class: 'value-button', title });
  const cells = columns.slice(1).map(({ isNumber = false, text }) => {
    const shown = text(row, lineCount);
    return make('td', { class: isNumber ? 'number' : 'limited', title: shown }, shown);
  });
  return make('tr', {}, make('td', { class: 'value-cell' }, button), ...cells);
}

/** The table as raw values, its head first. */
export function listFieldCells(fields: readonly ProfileRow[]): string[][] {
  return [
    columns.map((it) => it.title),
    ...fields.map((row) => columns.map((it) => it.copied?.(row) ?? String(it.key(row)))),
  ];
}
