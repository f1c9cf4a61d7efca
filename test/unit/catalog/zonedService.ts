import { createFetchClient, answerJson } from '../../support/fetchClient.ts';
import type { Client } from '../../../src/api/client.ts';

/** A service whose calendar and clocks are those of one zone, which it tells nobody. */
export interface ZonedService {
  client: Client;
  /** The parameters of each request so far. */
  asked: Record<string, string>[];
  /** Decides which requests fail; none at first. */
  fails: (params: Record<string, string>) => boolean;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** The wall clock of a zone at an instant, as `2024-03-10T03:00:00`. */
function clockIn(zone: string, epochMs: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(epochMs).replace(' ', 'T');
}

/** What the service counted in one whole unit: any number that differs from one unit to the next. */
export function countAt(unitNumber: number): number {
  return 1_000 + (unitNumber % 977);
}

/**
 * Answers every series with `length` points that end where `ending_at` falls in `zone`. As services do, it counts only
 * what lies inside the window: the last day of a window that ends at noon is half a day.
 */
export function createZonedService(zone: string, nowMs: number, { withOffset = false } = {}): ZonedService {
  const asked: Record<string, string>[] = [];
  const client = createFetchClient(async (url) => {
    const params = Object.fromEntries(new URL(url).searchParams);
    asked.push(params);
    if (service.fails(params)) return answerJson({ message: 'Broken' }, 400);
    const endMs = params['ending_at'] === undefined ? nowMs : Date.parse(params['ending_at']);
    const length = Number(params['length']);
    const data =
      params['unit'] === 'hour'
        ? hours(zone, endMs, length, withOffset)
        : days(zone, { endMs, nowMs, length });
    return answerJson({ message: 'success', data });
  });
  const service: ZonedService = { client, asked, fails: () => false };
  return service;
}

function days(zone: string, { endMs, nowMs, length }: { endMs: number; nowMs: number; length: number }) {
  const last = Date.parse(`${clockIn(zone, endMs).slice(0, 10)}T00:00:00Z`) / dayMs;
  const lastIsWhole = endMs === nowMs;
  return Array.from({ length }, (_, index) => {
    const day = last - length + 1 + index;
    const partial = (index === length - 1 && !lastIsWhole) || index === 0;
    const value = partial && length > 1 ? Math.floor(countAt(day) / 2) : countAt(day);
    return { time: new Date(day * dayMs).toISOString().slice(0, 10), sessions: value };
  });
}

function hours(zone: string, endMs: number, length: number, withOffset: boolean) {
  const last = Math.floor(endMs / hourMs);
  return Array.from({ length }, (_, index) => {
    const hour = last - length + 1 + index;
    const clock = clockIn(zone, hour * hourMs);
    const offsetMinutes = (Date.parse(`${clock}Z`) - hour * hourMs) / 60_000;
    return { time: withOffset ? clock + writeOffset(offsetMinutes) : clock, sessions: countAt(hour) };
  });
}

function writeOffset(minutes: number): string {
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The days from `first` to `last`, both included. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= Date.parse(`${last}T00:00:00Z`); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}
