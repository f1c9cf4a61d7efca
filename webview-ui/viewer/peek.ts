import { longestExcerptBytes, type ViewerRow } from '../../src/protocol/viewer.ts';
import { make } from '../common/make.ts';
import { writeMarked } from './gridRow.ts';
import { excerptAround, findMarks } from './hitMarks.ts';
import { createLatest } from '../common/latest.ts';

/** Reads the part of the active row's line around what was found. */
export type ReadExcerpt = (signal: AbortSignal) => Promise<string | undefined>;

/** One line under the rows: what was found in the active row, where no column shows it. */
export function createPeek(): {
  element: HTMLElement;
  draw(
    row: ViewerRow | undefined,
    pattern: RegExp | undefined,
    columnCount: number,
    readExcerpt: ReadExcerpt,
  ): void;
} {
  const element = make('div', {
    class: 'peek',
    'aria-label': 'Found in this line',
    role: 'region',
    hidden: true,
  });
  const latest = createLatest();
  function show(nodes: Node[]): void {
    element.hidden = nodes.length === 0;
    element.replaceChildren(...nodes);
  }
  let drawn: [ViewerRow | undefined, RegExp | undefined, number] = [undefined, undefined, 0];
  return {
    element,
    draw(row, pattern, columnCount, readExcerpt) {
      if (drawn[0] === row && drawn[1] === pattern && drawn[2] === columnCount) return;
      drawn = [row, pattern, columnCount];
      const here = pattern && row ? write(row, pattern) : [];
      // What the host is asked for takes the place of what is there: hidden meanwhile, the rows would jump.
      if (here) show(here);
      latest.run(
        async (signal) => here ?? writeExcerpt(await readExcerpt(signal), pattern, row),
        (outcome) => show('value' in outcome ? outcome.value : []),
      );
    },
  };
}

/** Undefined where the place is beyond the part of the line that is here. */
function write(row: ViewerRow, pattern: RegExp): Node[] | undefined {
  // A row that is shown as text has its own marks, near its beginning at least.
  if (row.cells.some((it) => findMarks(it, pattern).length > 0)) return [];
  const marks = findMarks(row.text, pattern);
  if (marks.length > 0) {
    const excerpt = excerptAround(row.text, marks);
    return writeMarked(excerpt.text, excerpt.marks);
  }
  return row.isCut ? undefined : [];
}

function writeExcerpt(
  text: string | undefined,
  pattern: RegExp | undefined,
  row: ViewerRow | undefined,
): Node[] {
  if (text !== undefined) return writeMarked(text, findMarks(text, pattern));
  const isTooLong = (row?.sizeBytes ?? 0) > longestExcerptBytes;
  return isTooLong
    ? [document.createTextNode('Not in the first part of this long line; Enter opens all of it.')]
    : [];
}
