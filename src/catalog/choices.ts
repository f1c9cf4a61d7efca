import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import type { Choice } from '../protocol/detail.ts';

/** The segments that analytics can be limited to: those with tracking on, of every page of the list, by name. */
export async function listTrackedSegments(client: Client, signal: AbortSignal): Promise<Choice[]> {
  const choices: Choice[] = [];
  for await (const { items } of client.pages(endpoints.segmentList, {}, signal))
    for (const it of items)
      if (it.analyticsTrackingEnabled) choices.push({ id: it.id, name: it.name ?? it.id });
  return choices.sort((a, b) => a.name.localeCompare(b.name));
}

/** Every product, in the order of the service. */
export async function listProducts(client: Client, signal: AbortSignal): Promise<Choice[]> {
  const choices: Choice[] = [];
  for await (const { items } of client.pages(endpoints.productList, {}, signal))
    choices.push(...items.map((name) => ({ id: name, name })));
  return choices;
}

/**
 * Whether a segment has analytics tracking on. Only the list says so; needed for a segment that was opened by its id
 * alone. Undefined where the list does not have it.
 */
export async function findTracking(
  client: Client,
  segmentId: string,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  for await (const { items } of client.pages(endpoints.segmentList, {}, signal)) {
    const found = items.find((it) => it.id === segmentId);
    if (found) return found.analyticsTrackingEnabled ?? false;
  }
  return undefined;
}
