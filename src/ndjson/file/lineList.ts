/** Line numbers in ascending order, in pages that are never copied: 4 bytes each. What a search or filter found. */
export interface LineList {
  readonly length: number;
  /** The line at an index; NaN past the end. */
  at(index: number): number;
  /** The first index whose line is `line` or later; `length` if there is none. */
  lowerBound(line: number): number;
  slice(from: number, count: number): number[];
}

/** A list that grows at its end. */
export interface GrowingLineList extends LineList {
  push(line: number): void;
}

const pageBits = 14;
const pageLength = 1 << pageBits;

export function createLineList(): GrowingLineList {
  const pages: Uint32Array[] = [];
  let length = 0;

  function at(index: number): number {
    if (!(index >= 0 && index < length)) return Number.NaN;
    return pages[index >>> pageBits]?.[index % pageLength] ?? Number.NaN;
  }

  return {
    get length() {
      return length;
    },
    at,
    lowerBound(line) {
      let low = 0;
      let high = length;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (at(middle) < line) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    slice: (from, count) =>
      Array.from({ length: Math.max(0, Math.min(count, length - from)) }, (_, i) => at(from + i)),
    push(line) {
      if (length % pageLength === 0) pages.push(new Uint32Array(pageLength));
      const page = pages[length >>> pageBits];
      if (page) page[length % pageLength] = line;
      length++;
    },
  };
}
