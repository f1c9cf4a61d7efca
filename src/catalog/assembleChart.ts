import * as l10n from '@vscode/l10n';
import { isApiError } from '../api/errors.ts';
import type { Chart, ChartLine, ChartQuery, MissingStretch } from '../protocol/chart.ts';
import { itemKeyOf, type ItemRef } from './item.ts';
import { shareOf, type Reading } from './reading.ts';
import type { SeriesName, SeriesPoint } from './series.ts';
import type { Slot } from './slots.ts';
import type { Stitched } from './stitch.ts';
import { summarize, type PointValue } from './summary.ts';

/** One series of one item, stitched. */
export interface LoadedSeries extends Stitched<SeriesPoint> {
  item: ItemRef;
  name: SeriesName;
}

interface Parts {
  items: readonly ItemRef[];
  loaded: readonly LoadedSeries[];
  query: ChartQuery;
  loadedAt: number;
}

/** Puts the series on one axis: the last `length` times are the range, and as many before them the period before. */
export function assembleChart({ items, loaded, query, loadedAt }: Parts): Chart {
  const axis = mergeAxis(loaded, query);
  const current = axis.slice(-query.length);
  const before = axis.length > query.length ? axis.slice(-2 * query.length, -query.length) : [];
  const lines = loaded.flatMap((series) => readLines(series, { current, before, full: query.length }));
  const named = nameLines(lines, items, loaded);
  const times = current.map((it) => it.time);
  return {
    unit: query.unit,
    times,
    previousTimes:
      before.length === 0
        ? []
        : padStart(
            before.map((it) => it.time),
            times.length,
            '',
          ),
    lines: showSome(named),
    missing: loaded.flatMap((series) => findMissing(series, { current, before, several: loaded.length > 1 })),
    notes: [],
    loadedAt,
  };
}

function mergeAxis(loaded: readonly LoadedSeries[], { endingAt, unit }: ChartQuery): Slot[] {
  const slots = new Map<number, Slot>();
  for (const { points, empty } of loaded) {
    for (const slot of empty) if (!slots.has(slot.at)) slots.set(slot.at, slot);
    for (const { at, time } of points) slots.set(at, { at, time });
  }
  const axis = [...slots.values()].sort((a, b) => a.at - b.at);
  // A service that is already in the next day when the chosen one ends would add that next day.
  const lastDay = unit === 'day' ? endingAt?.slice(0, 10) : undefined;
  return lastDay === undefined ? axis : axis.filter(({ time }) => time.slice(0, 10) <= lastDay);
}

interface Periods {
  current: Slot[];
  before: Slot[];
  /** How long both are where nothing is cut off. */
  full: number;
}

interface UnnamedLine {
  item: ItemRef;
  reading: Reading;
  line: Omit<ChartLine, 'name'>;
}

function readLines(
  { item, name, points, holes }: LoadedSeries,
  { current, before, full }: Periods,
): UnnamedLine[] {
  const byKey = new Map<string, { reading: Reading; values: Map<number, PointValue> }>();
  for (const { at, point } of points)
    for (const reading of point.readings) {
      const known = byKey.get(reading.key);
      const line = known ?? { reading, values: new Map<number, PointValue>() };
      if (!known) byKey.set(reading.key, line);
      line.values.set(at, reading.value);
    }
  const comparable = before.length === full && current.length === full && holes.length === 0;
  return [...byKey.values()].flatMap(({ reading, values }) => {
    const now = current.map(({ at }) => values.get(at));
    if (now.every((it) => asNumber(it) === null)) return [];
    const then = before.map(({ at }) => values.get(at));
    const { measure, shown, control } = reading;
    const line = {
      key: JSON.stringify([itemKeyOf(item), name, reading.key]),
      measure,
      shown,
      control,
      values: now.map(asNumber),
      summary: summarize(now, measure),
      previous:
        before.length === 0
          ? undefined
          : {
              values: padStart(then.map(asNumber), now.length, null),
              // Half a period is not comparable with a whole one.
              summary: comparable ? summarize(then, measure) : { total: null, mean: null, latest: null },
            },
    };
    return [{ item, reading, line }];
  });
}

function asNumber(value: PointValue): number | null {
  return typeof value === 'object' ? shareOf(value) : (value ?? null);
}

/** One item's lines need no name but their own; of several items each line says whose it is. */
function nameLines(
  lines: UnnamedLine[],
  items: readonly ItemRef[],
  loaded: readonly LoadedSeries[],
): ChartLine[] {
  const alone = items.length === 1 || items.every((it) => it.kind === 'metric');
  const oneEach =
    new Set(loaded.map((it) => it.item)).size === loaded.length && lines.length <= loaded.length;
  return lines.map(({ item, reading, line }) => {
    const owner = nameItem(item, items);
    const name = alone ? reading.name : oneEach ? owner : `${owner} · ${reading.name}`;
    return { ...line, name };
  });
}

/** Items of the same name are shown with their ids. */
function nameItem(item: ItemRef, items: readonly ItemRef[]): string {
  if (item.name === undefined) return item.id;
  const namesakes = items.filter((it) => it.name === item.name);
  return namesakes.length > 1 ? `${item.name} (${item.id})` : item.name;
}

/** The number of lines that are drawn at first, unless a row names them. */
const enough = 8;

function showSome(lines: ChartLine[]): ChartLine[] {
  const wanted = lines.filter((it) => it.shown);
  const first = new Set((wanted.length > 0 ? wanted : lines).slice(0, enough));
  const decided = lines.map((line) => ({ ...line, shown: first.has(line) }));
  // Lines that are drawn come first, and get the first colours.
  return [...decided.filter((it) => it.shown), ...decided.filter((it) => !it.shown)];
}

function findMissing(
  { item, holes }: LoadedSeries,
  { current, before, several }: { current: Slot[]; before: Slot[]; several: boolean },
): MissingStretch[] {
  const of = several ? (item.name ?? item.id) : undefined;
  return holes.flatMap(({ id, from, to, error }): MissingStretch[] => {
    const indexesIn = (slots: Slot[]): number[] =>
      slots.flatMap(({ at }, index) => (at >= from.at && at <= to.at ? [index] : []));
    const [now, then] = [indexesIn(current), indexesIn(before)];
    const indexes = now.length > 0 ? now : then;
    const [first, last] = [indexes[0], indexes.at(-1)];
    if (first === undefined || last === undefined) return [];
    const message = error instanceof Error ? error.message : l10n.t('It could not be loaded.');
    const period = now.length > 0 ? 'current' : 'previous';
    const unread = isApiError(error) && error.code === 'schema' ? { isUnread: true } : {};
    return [{ id, of, message, from: first, to: last, period, ...unread }];
  });
}

function padStart<T>(items: T[], length: number, filler: T): T[] {
  return [...Array<T>(Math.max(0, length - items.length)).fill(filler), ...items].slice(-length);
}
