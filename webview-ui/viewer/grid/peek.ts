import * as l10n from '@vscode/l10n';
import { longestExcerptBytes, type Mark, type ViewerRow } from '../../../src/protocol/viewer.ts';
import { createLatest } from '../../common/latest.ts';
import { make } from '../../common/make.ts';
import { writeMarked } from './gridRow.ts';
import { excerptAround, type HitMarker } from '../find/hitMarks.ts';

/** Reads the part of the active row's line around what was found. */
export type ExcerptReader = (signal: AbortSignal) => Promise<{ text: string; marks: Mark[] } | undefined>;

/** One line under the rows: what was found in the active row, where no column shows it. */
export function createPeek(): {
  element: HTMLElement;
  draw(
    row: ViewerRow | undefined,
    marker: HitMarker | undefined,
    columnCount: number,
    readExcerpt: ExcerptReader,
  ): void;
} {
  const element = make('div', {
    class: 'peek',
    'aria-label': l10n.t('Found in this line'),
    role: 'region',
    hidden: true,
  });
  const latest = createLatest();
  function show(nodes: Node[]): void {
    element.hidden = nodes.length === 0;
    element.replaceChildren(...nodes);
  }
  let drawn: [ViewerRow | undefined, HitMarker | undefined, number] = [undefined, undefined, 0];
  return {
    element,
    draw(row, marker, columnCount, readExcerpt) {
      if (drawn[0] === row && drawn[1] === marker && drawn[2] === columnCount) return;
      const here = marker && row ? write(row, marker) : [];
      // It is drawn again when the marks have come.
      if (here === 'unknown') return;
      drawn = [row, marker, columnCount];
      // What the host is asked for takes the place of what is there: hidden meanwhile, the rows would jump.
      if (here !== 'elsewhere') show(here);
      latest.run(
        async (signal) => (here !== 'elsewhere' ? here : writeExcerpt(await readExcerpt(signal), row)),
        (outcome) => show('value' in outcome ? outcome.value : []),
      );
    },
  };
}

/** `elsewhere` where the place is beyond the part of the line that is here. */
function write(row: ViewerRow, marker: HitMarker): Node[] | 'unknown' | 'elsewhere' {
  const inCells = row.cells.map((it) => marker.marksOf(it));
  const inText = marker.marksOf(row.text);
  // A row that is shown as text has its own marks, near its beginning at least.
  if (inCells.some((it) => it && it.length > 0)) return [];
  if (!inText || inCells.some((it) => !it)) return 'unknown';
  if (inText.length > 0) {
    const excerpt = excerptAround(row.text, inText);
    return writeMarked(excerpt.text, excerpt.marks);
  }
  // What an escape spells is there without being seen.
  return row.isCut || row.text.includes('\\') ? 'elsewhere' : [];
}

function writeExcerpt(excerpt: Awaited<ReturnType<ExcerptReader>>, row: ViewerRow | undefined): Node[] {
  if (excerpt) return writeMarked(excerpt.text, excerpt.marks);
  const isTooLong = (row?.sizeBytes ?? 0) > longestExcerptBytes;
  return isTooLong
    ? [document.createTextNode(l10n.t('Not in the first part of this long line; Enter opens all of it.'))]
    : [];
}
