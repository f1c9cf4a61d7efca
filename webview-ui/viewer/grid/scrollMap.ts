/** Height of a row, as the editor's own lists have it. */
export const rowPx = 22;

/** Browsers draw no element that is taller than some 33 million pixels, and become inexact long before. */
export const tallestPx = 8_000_000;

/** How the scroll bar of a list stands for its rows: one to one, or in proportion where the list is too tall for that. */
export interface ScrollMap {
  /** The height that the scrolled element is given. */
  readonly spacePx: number;
  /** How far the rows can be scrolled, in pixels of rows. */
  readonly lastTopPx: number;
  /** Whether a pixel of the scroll bar is one of the rows. */
  readonly isExact: boolean;
  toScroll(topPx: number): number;
  toTop(scrollTop: number): number;
}

export function mapScroll(rowCount: number, viewPx: number): ScrollMap {
  const wholePx = rowCount * rowPx;
  const spacePx = Math.min(wholePx, tallestPx);
  const isExact = spacePx === wholePx;
  const lastTopPx = Math.max(0, wholePx - viewPx);
  const lastScroll = Math.max(0, spacePx - viewPx);
  const scale = isExact || lastScroll === 0 ? 1 : lastTopPx / lastScroll;
  const clamp = (topPx: number): number => Math.min(Math.max(0, topPx), lastTopPx);
  return {
    spacePx,
    lastTopPx,
    isExact,
    toScroll: (topPx) => clamp(topPx) / scale,
    toTop: (scrollTop) => clamp(scrollTop * scale),
  };
}

/** The top that has a row in view, moved as little as need be. */
export function reveal(topPx: number, rowIndex: number, viewPx: number): number {
  const rowTop = rowIndex * rowPx;
  if (rowTop < topPx) return rowTop;
  // In a view lower than a row its top is what counts.
  if (rowTop + rowPx > topPx + viewPx) return Math.min(rowTop, rowTop + rowPx - viewPx);
  return topPx;
}

/** The top that has a row in the middle of the view; unchanged where it is in view already. */
export function revealInMiddle(topPx: number, rowIndex: number, viewPx: number): number {
  if (reveal(topPx, rowIndex, viewPx) === topPx) return topPx;
  return Math.max(0, rowIndex * rowPx - Math.floor((viewPx - rowPx) / 2));
}
