import { make } from '../../common/make.ts';
import { mapScroll, reveal, revealInMiddle, rowPx } from './scrollMap.ts';

/** Rows of a list of any length, of which only those in view are elements. */
export interface VirtualRows {
  /** What scrolls. */
  element: HTMLElement;
  setLength(length: number): void;
  /** Width of the rows; they are at least as wide as the view. */
  setWidth(px: number): void;
  topPx(): number;
  scrollTo(topPx: number): void;
  /** Scrolls as little as need be, or so that a far place stands in the middle. */
  reveal(place: number, far?: boolean): void;
  /** Whole rows that fit into the view. */
  pageLength(): number;
  /** The places in view, both ends included. */
  inView(): { from: number; to: number };
  /** Draws the rows in view anew. */
  redraw(): void;
}

export interface RowDrawing {
  /** Stays on top of the rows. */
  head: HTMLElement;
  draw(row: HTMLElement, place: number): void;
  /** The place that stays in view when the view becomes lower. */
  active(): number;
  /** After every move, growth and change of the view's height. */
  onMoved(): void;
}

/**
 * The rows are in a layer that sticks to the view, and `topPx` says which of them: a place in the whole list, exact to
 * the pixel however long it is. The scroll bar follows it, in proportion where the list is taller than elements can be;
 * then the wheel moves `topPx` itself, for a pixel of the bar would be many rows.
 */
export function createVirtualRows(drawing: RowDrawing): VirtualRows {
  const parts = makeParts(drawing);
  const { element, space } = parts;
  const at = { topPx: 0, length: 0, viewPx: 0, scroll: 0 };
  const map = () => mapScroll(at.length, at.viewPx);

  function measure(): void {
    const topPx = measureView(parts, at);
    // At the beginning it stays: to set and read where that is would have the browser lay everything out once more.
    if (topPx === 0 && at.topPx === 0 && at.scroll === 0) layOut(parts, at);
    else scrollTo(topPx);
  }
  function scrollTo(topPx: number): void {
    const { toScroll, lastTopPx } = map();
    at.topPx = Math.min(Math.max(0, topPx), lastTopPx);
    element.scrollTop = toScroll(at.topPx);
    at.scroll = element.scrollTop;
    layOut(parts, at);
  }
  element.addEventListener('scroll', () => {
    if (Math.abs(element.scrollTop - at.scroll) < 1) return;
    at.scroll = element.scrollTop;
    at.topPx = map().toTop(at.scroll);
    layOut(parts, at);
  });
  listenToWheel(
    element,
    () => map().isExact,
    (byPx) => scrollTo(at.topPx + byPx),
  );
  new ResizeObserver(measure).observe(element);

  return {
    element,
    setLength(length) {
      at.length = length;
      measure();
    },
    setWidth: (px) => (space.style.width = `${px}px`),
    topPx: () => at.topPx,
    scrollTo,
    reveal: (place, far = false) => scrollTo((far ? revealInMiddle : reveal)(at.topPx, place, at.viewPx)),
    pageLength: () => Math.max(1, Math.floor(at.viewPx / rowPx)),
    inView: () => rangeOf(at),
    redraw() {
      parts.first = -1;
      layOut(parts, at);
    },
  };
}

interface Parts {
  drawing: RowDrawing;
  element: HTMLElement;
  space: HTMLElement;
  rows: HTMLElement;
  body: HTMLElement;
  /** The rows' elements in their order; `first` is the place of the first of them, -1 when all are to be drawn. */
  slots: HTMLElement[];
  first: number;
}

function makeParts(drawing: RowDrawing): Parts {
  const rows = make('div', { class: 'rows' });
  const body = make('div', { class: 'grid-body', role: 'rowgroup' }, rows);
  const layer = make('div', { class: 'grid-layer' }, drawing.head, body);
  const space = make('div', { class: 'grid-space' }, layer);
  const element = make('div', { class: 'grid' }, space);
  return { drawing, element, space, rows, body, slots: [], first: -1 };
}

/** Takes in the height of the view and the length of the list; gives the top that then suits. */
function measureView({ drawing, element, space, body }: Parts, at: At): number {
  const headPx = drawing.head.offsetHeight;
  const active = drawing.active();
  const wasInView = at.viewPx > 0 && reveal(at.topPx, active, at.viewPx) === at.topPx;
  at.viewPx = Math.max(0, element.clientHeight - headPx);
  const { spacePx } = mapScroll(at.length, at.viewPx);
  space.style.height = `${headPx + spacePx}px`;
  body.style.height = `${Math.min(at.viewPx, spacePx)}px`;
  return wasInView ? reveal(at.topPx, active, at.viewPx) : at.topPx;
}

interface At {
  topPx: number;
  length: number;
  viewPx: number;
}

function rangeOf({ topPx, length, viewPx }: At): { from: number; to: number } {
  const from = Math.floor(topPx / rowPx);
  return { from, to: Math.min(length - 1, Math.floor((topPx + Math.max(0, viewPx - 1)) / rowPx)) };
}

/** Brings the rows in view; elements that stay in view stay as they are, and the others change ends. */
function layOut(parts: Parts, at: At): void {
  const { slots, rows, drawing } = parts;
  const { from, to } = rangeOf(at);
  const wanted = Math.max(0, to - from + 1);
  const moved = parts.first < 0 ? Infinity : from - parts.first;
  const isNew = new Set<HTMLElement>();
  if (Math.abs(moved) >= slots.length) for (const slot of slots) isNew.add(slot);
  else
    for (let step = 0; step < Math.abs(moved); step++) {
      const slot = moved > 0 ? slots.shift() : slots.pop();
      if (!slot) break;
      slots[moved > 0 ? 'push' : 'unshift'](slot);
      rows[moved > 0 ? 'append' : 'prepend'](slot);
      isNew.add(slot);
    }
  for (const slot of slots.splice(wanted)) slot.remove();
  while (slots.length < wanted) {
    const slot = make('div', { class: 'row', role: 'row' });
    slots.push(slot);
    rows.append(slot);
    isNew.add(slot);
  }
  parts.first = from;
  for (const [index, slot] of slots.entries()) if (isNew.has(slot)) drawing.draw(slot, from + index);
  rows.style.transform = `translateY(${-(at.topPx - from * rowPx)}px)`;
  drawing.onMoved();
}

/** Where the bar is not exact the wheel is read here; sideways it is left to the browser. */
function listenToWheel(element: HTMLElement, isExact: () => boolean, roll: (byPx: number) => void): void {
  const onWheel = (event: WheelEvent): void => {
    if (isExact() || event.ctrlKey || event.shiftKey) return;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    roll(event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowPx : 1));
  };
  element.addEventListener('wheel', onWheel, { passive: false });
}
