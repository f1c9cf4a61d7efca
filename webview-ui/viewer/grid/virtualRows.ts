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
  /** Scrolls as little as need be, or so that a far row stands in the middle. */
  reveal(row: number, far?: boolean): void;
  /** Whole rows that fit into the view. */
  pageLength(): number;
  /** The rows in view, both ends included. */
  inView(): { from: number; to: number };
  /** Draws the rows in view anew. */
  redraw(): void;
}

export interface RowDrawing {
  /** Stays on top of the rows. */
  header: HTMLElement;
  draw(element: HTMLElement, row: number): void;
  /** The row that stays in view when the view becomes lower. */
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
  const rows = make('div', { class: 'rows' });
  const body = make('div', { class: 'grid-body', role: 'rowgroup' }, rows);
  const layer = make('div', { class: 'grid-layer' }, drawing.header, body);
  const space = make('div', { class: 'grid-space' }, layer);
  const element = make('div', { class: 'grid' }, space);

  let length = 0;
  let viewPx = 0;
  let topPx = 0;
  /** As it was set or read last. */
  let scrollTop = 0;
  /** The rows' elements in their order; `first` is the row of the first of them, -1 when all are to be drawn. */
  const slots: HTMLElement[] = [];
  let first = -1;

  const map = () => mapScroll(length, viewPx);

  function inView(): { from: number; to: number } {
    const from = Math.floor(topPx / rowPx);
    return { from, to: Math.min(length - 1, Math.floor((topPx + Math.max(0, viewPx - 1)) / rowPx)) };
  }

  /** Takes in the height of the view and the length of the list, and scrolls as that demands. */
  function measure(): void {
    const headerPx = drawing.header.offsetHeight;
    const active = drawing.active();
    const wasInView = viewPx > 0 && reveal(topPx, active, viewPx) === topPx;
    viewPx = Math.max(0, element.clientHeight - headerPx);
    const { spacePx } = map();
    space.style.height = `${headerPx + spacePx}px`;
    body.style.height = `${Math.min(viewPx, spacePx)}px`;
    const nextPx = wasInView ? reveal(topPx, active, viewPx) : topPx;
    // At the beginning it stays: to set and read where that is would have the browser lay everything out once more.
    if (nextPx === 0 && topPx === 0 && scrollTop === 0) arrange();
    else scrollTo(nextPx);
  }

  function scrollTo(toPx: number): void {
    const { toScroll, lastTopPx } = map();
    topPx = Math.min(Math.max(0, toPx), lastTopPx);
    element.scrollTop = toScroll(topPx);
    scrollTop = element.scrollTop;
    arrange();
  }

  /** Brings the rows in view; elements that stay in view stay as they are, and the others change ends. */
  function arrange(): void {
    const { from, to } = inView();
    const wanted = Math.max(0, to - from + 1);
    const moved = first < 0 ? Infinity : from - first;
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
    first = from;
    for (const [index, slot] of slots.entries()) if (isNew.has(slot)) drawing.draw(slot, from + index);
    rows.style.transform = `translateY(${-(topPx - from * rowPx)}px)`;
    drawing.onMoved();
  }

  element.addEventListener('scroll', () => {
    if (Math.abs(element.scrollTop - scrollTop) < 1) return;
    scrollTop = element.scrollTop;
    topPx = map().toTop(scrollTop);
    arrange();
  });
  /** Where the bar is not exact the wheel is read here; sideways it is left to the browser. */
  const onWheel = (event: WheelEvent): void => {
    if (map().isExact || event.ctrlKey || event.shiftKey) return;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    scrollTo(topPx + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowPx : 1));
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  new ResizeObserver(measure).observe(element);

  return {
    element,
    setLength(next) {
      length = next;
      measure();
    },
    setWidth: (px) => (space.style.width = `${px}px`),
    topPx: () => topPx,
    scrollTo,
    reveal: (row, far = false) => scrollTo((far ? revealInMiddle : reveal)(topPx, row, viewPx)),
    pageLength: () => Math.max(1, Math.floor(viewPx / rowPx)),
    inView,
    redraw() {
      first = -1;
      arrange();
    },
  };
}
