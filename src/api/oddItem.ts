import { sliceItems } from '../util/sliceItems.ts';

/** Known by this and not by class: a bundle loaded later brings its own copy of the class. */
const mark = Symbol.for('appboy.oddItem');

/** An item of a list that fits no schema, as the service sent it: it is shown raw, so that the others can be shown at all. */
export class OddItem {
  readonly [mark] = true;
  readonly raw: unknown;
  /** What the list is called in the answer. */
  readonly listKey: string;
  /** As JSON; with the digits that the service wrote once `restoreOddItemTexts` has run. */
  text: string;

  constructor(raw: unknown, listKey: string) {
    this.raw = raw;
    this.listKey = listKey;
    this.text = JSON.stringify(raw) ?? '';
  }

  /** Its own id, where it has one that can be asked for. */
  get id(): string | undefined {
    const { raw } = this;
    const own = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
    return typeof own === 'string' || isExact(own) ? String(own) : undefined;
  }
}

export function isOddItem(item: unknown): item is OddItem {
  return typeof item === 'object' && item !== null && mark in item;
}

/** False where reading the number has lost digits of it. */
export function isExact(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

/** Gives the odd items of a list the text that they have in the answer: parsing it may have lost digits. */
export function restoreOddItemTexts(items: unknown, answer: string): void {
  if (!Array.isArray(items)) return;
  const odd = items.find(isOddItem);
  if (!odd) return;
  // A null is no item.
  const texts = sliceItems(answer, odd.listKey).filter((it) => it !== 'null');
  if (texts.length !== items.length) return;
  for (const [i, item] of items.entries()) if (isOddItem(item)) item.text = texts[i] ?? item.text;
}
