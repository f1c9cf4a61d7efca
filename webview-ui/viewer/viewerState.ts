import { patternKinds, type FindPattern } from '../../src/protocol/searchPattern.ts';
import type { RowRange } from '../../src/protocol/viewer.ts';
import { comparisonParts, type ComparisonPart } from '../../src/protocol/viewerTask.ts';

/** Which lines are shown: all, those of the filter, those of the find, or a part of the comparison. */
export type View =
  { of: 'file' } | { of: 'filter' } | { of: 'found' } | { of: 'comparison'; part: ComparisonPart };

export const sides = ['columns', 'count', 'fields'] as const;
export type Side = (typeof sides)[number];

/** What the user has set, which the editor keeps while the page is hidden and over a reload. */
export interface ViewerState {
  view: View;
  /** The filter that is in force; empty for none. */
  filter: string;
  /** Filters that were in force, the latest first. */
  history: string[];
  find: FindPattern;
  isFinding: boolean;
  topPx: number;
  active: number;
  anchor: number;
  selected: RowRange[];
  side: Side | 'none';
  sidePx: number;
  countPath: string;
  comparison?: { task: number; otherName: string } | undefined;
}

const mostHistory = 30;
/** A selection of more ranges than that is not kept. */
const mostRanges = 1000;

/** The state to begin with: what was kept, as far as it makes sense. */
export function beginState(kept: unknown): ViewerState {
  const old: Partial<Record<keyof ViewerState, unknown>> =
    typeof kept === 'object' && kept !== null ? kept : {};
  const selected = Array.isArray(old.selected) ? old.selected.filter(isRowRange) : [];
  return {
    view: readView(old.view),
    filter: readText(old.filter),
    history: Array.isArray(old.history) ? old.history.filter((it) => typeof it === 'string') : [],
    find: readPattern(old.find),
    isFinding: old.isFinding === true,
    topPx: readNumber(old.topPx),
    active: readNumber(old.active),
    anchor: readNumber(old.anchor),
    selected: selected.slice(0, mostRanges),
    side: sides.find((it) => it === old.side) ?? 'none',
    sidePx: readNumber(old.sidePx),
    countPath: readText(old.countPath),
    comparison: readComparison(old.comparison),
  };
}

/** The history with one more filter, each of them once. */
export function remember(history: readonly string[], filter: string): string[] {
  if (filter === '') return [...history];
  return [filter, ...history.filter((it) => it !== filter)].slice(0, mostHistory);
}

function readView(value: unknown): View {
  const { of, part } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const known = comparisonParts.find((it) => it === part);
  if (of === 'comparison' && known) return { of, part: known };
  return of === 'filter' || of === 'found' ? { of } : { of: 'file' };
}

function readPattern(value: unknown): FindPattern {
  const old = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    kind: patternKinds.find((it) => it === old['kind']) ?? 'text',
    text: readText(old['text']),
    matchCase: old['matchCase'] === true,
    wholeWord: old['wholeWord'] === true,
    isRaw: old['isRaw'] === true,
  };
}

function readComparison(value: unknown): ViewerState['comparison'] {
  const { task, otherName } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return typeof task === 'number' && typeof otherName === 'string' ? { task, otherName } : undefined;
}

function isRowRange(value: unknown): value is RowRange {
  const { from, to } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && Number(from) <= Number(to);
}

const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
const readNumber = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
