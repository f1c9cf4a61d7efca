import {
  breakdowns,
  maxLength,
  type Breakdown,
  type ChartQuery,
  type Unit,
} from '../../src/protocol/chart.ts';
import type { Choice, PanelStart } from '../../src/protocol/detail.ts';

/** What the user has set, which the editor keeps over a reload. `items` and `connection` are for the host's serializer. */
export interface PageState {
  items: PanelStart['items'];
  connection: PanelStart['connection'];
  length: number;
  unit: Unit;
  /** As the date field has it: `2014-12-10` or `2014-12-10T15:00`; empty for now. */
  endingAt: string;
  app: string;
  segment?: Choice | undefined;
  product?: Choice | undefined;
  breakdown: Breakdown;
  previous: boolean;
  /** Lines that the user has shown or hidden, by key. */
  toggles: [key: string, shown: boolean][];
  view: 'chart' | 'table';
  scrollTop: number;
}

/** The state to begin with: what was kept, as far as it still makes sense. */
export function beginPageState(kept: unknown, start: PanelStart): PageState {
  const old: Partial<Record<keyof PageState, unknown>> =
    typeof kept === 'object' && kept !== null ? kept : {};
  const { controls } = start;
  const length = old.length;
  return {
    items: start.items,
    connection: start.connection,
    length: isLength(length) ? length : controls.defaultLength,
    unit: controls.units.find((it) => it === old.unit) ?? controls.units[0] ?? 'day',
    endingAt: typeof old.endingAt === 'string' ? old.endingAt : '',
    app: typeof old.app === 'string' ? old.app : '',
    segment: readChoice(old.segment),
    product: readChoice(old.product),
    breakdown: breakdowns.find((it) => it === old.breakdown) ?? 'total',
    previous: old.previous === true,
    toggles: Array.isArray(old.toggles) ? old.toggles.filter(isToggle) : [],
    view: old.view === 'table' ? 'table' : 'chart',
    scrollTop: typeof old.scrollTop === 'number' ? old.scrollTop : 0,
  };
}

export function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxLength;
}

function isToggle(value: unknown): value is [string, boolean] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'boolean';
}

function readChoice(value: unknown): Choice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
}

/** What the host is asked for. */
export function queryOf(state: PageState): ChartQuery {
  return {
    length: state.length,
    unit: state.unit,
    endingAt: endOf(state),
    app: state.app === '' ? undefined : state.app,
    segment: state.segment?.id,
    product: state.product?.id,
    breakdown: state.breakdown,
    previous: state.previous,
  };
}

/**
 * The end as an instant: the last second of the chosen day, or the chosen minute, with the offset that this machine's
 * clock has at that very time. The page knows it and the host may not: it can run on another machine.
 */
function endOf({ endingAt, unit }: PageState): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(endingAt);
  if (!found) return undefined;
  const [, day = '', minute] = found;
  const local = unit === 'day' ? `${day}T23:59:59` : `${day}T${minute ?? '23:59'}:00`;
  const offsetMinutes = -new Date(local).getTimezoneOffset();
  if (Number.isNaN(offsetMinutes)) return undefined;
  const sign = offsetMinutes < 0 ? '-' : '+';
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${sign}${two(offsetMinutes / 60)}:${two(offsetMinutes % 60)}`;
}
