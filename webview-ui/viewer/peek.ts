import type { ViewerRow } from '../../src/protocol/viewer.ts';
import { make } from '../common/make.ts';
import { writeMarked } from './gridRow.ts';
import { excerptAround, findMarks } from './hitMarks.ts';

/** One line under the rows: what was found in the active row, where no column shows it. */
export function createPeek(): {
  element: HTMLElement;
  draw(row: ViewerRow | undefined, pattern: RegExp | undefined, columnCount: number): void;
} {
  const element = make('div', {
    class: 'peek',
    'aria-label': 'Found in this line',
    role: 'region',
    hidden: true,
  });
  let drawn: [ViewerRow | undefined, RegExp | undefined, number] = [undefined, undefined, 0];
  return {
    element,
    draw(row, pattern, columnCount) {
      if (drawn[0] === row && drawn[1] === pattern && drawn[2] === columnCount) return;
      drawn = [row, pattern, columnCount];
      const nodes = pattern && row ? write(row, pattern) : [];
      element.hidden = nodes.length === 0;
      element.replaceChildren(...nodes);
    },
  };
}

function write(row: ViewerRow, pattern: RegExp): Node[] {
  // A row that is shown as text has its own marks, near its beginning at least.
  if (row.cells.some((it) => findMarks(it, pattern).length > 0)) return [];
  const marks = findMarks(row.text, pattern);
  if (marks.length > 0) {
    const excerpt = excerptAround(row.text, marks);
    return writeMarked(excerpt.text, excerpt.marks);
  }
  return row.isCut
    ? [document.createTextNode('Not in the first part of this long line; Enter opens all of it.')]
    : [];
}
