import { makeCampaigns, type SampleCampaign } from './campaignWorld.ts';
import { makeCards, type SampleCard } from './cardWorld.ts';
import { dayMs, referenceDay } from './dates.ts';
import { itemAt, mix } from './random.ts';
import { makeSegments, type SampleSegment } from './segmentWorld.ts';
import { adjectives, awkwardNames, eventNouns, eventVerbs, productKinds } from './vocabulary.ts';

/** An app of the group, and its part of all that happens. */
export interface SampleApp {
  id: string;
  name: string;
  platform: string;
  share: number;
}

/** The service has no list of these: an app is known by its id alone. */
export const sampleApps: readonly SampleApp[] = [
  { id: '3bbc4555-8fa0-4c9b-a5c0-4505edf3e064', name: 'Cat Armor', platform: 'iOS', share: 0.5 },
  { id: '8d2c9a10-47f1-4f0e-9b6d-51d3a2c7e901', name: 'Cat Armor', platform: 'Android', share: 0.38 },
  { id: 'e04f7b62-0a35-4e8c-8c11-7f9b30d5a6c2', name: 'Cat Armor Web', platform: 'Web', share: 0.12 },
];

/** All that the app group's lists show. Names of events and products are sorted, as the service sorts them. */
export interface World {
  segments: readonly SampleSegment[];
  campaigns: readonly SampleCampaign[];
  cards: readonly SampleCard[];
  events: readonly string[];
  products: readonly string[];
  findSegment(id: string): SampleSegment | undefined;
  findCampaign(id: string): SampleCampaign | undefined;
  findCard(id: string): SampleCard | undefined;
  hasEvent(name: string): boolean;
  /** Where a product stands in the list, or −1. */
  productIndex(name: string): number;
}

const eventCount = 644;
const productCount = 532;

/** The catalog, each list made when it is first looked at. It depends on nothing: every start shows the same app group. */
export function createWorld(): World {
  const newestMs = referenceDay * dayMs;
  const segments = makeOnce(() => makeSegments(newestMs));
  const campaigns = makeOnce(() => makeCampaigns(newestMs));
  const cards = makeOnce(() => makeCards(newestMs));
  const events = makeOnce(() => listNames(eventCount, nameEvent));
  const products = makeOnce(() => listNames(productCount, nameProduct));
  const segmentsById = makeOnce(() => new Map(segments().map((it) => [it.id, it])));
  const campaignsById = makeOnce(() => new Map(campaigns().map((it) => [it.id, it])));
  const cardsById = makeOnce(() => new Map(cards().map((it) => [it.id, it])));
  const eventSet = makeOnce(() => new Set(events()));
  const productIndexes = makeOnce(() => new Map(products().map((name, index) => [name, index])));
  return {
    get segments() {
      return segments();
    },
    get campaigns() {
      return campaigns();
    },
    get cards() {
      return cards();
    },
    get events() {
      return events();
    },
    get products() {
      return products();
    },
    findSegment: (id) => segmentsById().get(id),
    findCampaign: (id) => campaignsById().get(id),
    findCard: (id) => cardsById().get(id),
    hasEvent: (name) => eventSet().has(name),
    productIndex: (name) => productIndexes().get(name) ?? -1,
  };
}

function makeOnce<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The awkward names and as many made ones as it takes, each once. */
function listNames(count: number, makeName: (n: number) => string): string[] {
  const names = new Set(awkwardNames);
  for (let n = 0; names.size < count; n += 1) names.add(makeName(n));
  return [...names].sort();
}

/** People never agree on how to write an event: four hands wrote these. */
function nameEvent(n: number): string {
  const words = `${itemAt(eventVerbs, n)} ${itemAt(eventNouns, Math.floor(n / eventVerbs.length))}`;
  switch (mix(41, n) % 4) {
    case 0:
      return words.toLowerCase().replaceAll(' ', '_');
    case 1:
      return words.toLowerCase().replaceAll(' ', '.');
    default:
      return words;
  }
}

function nameProduct(n: number): string {
  const words = `${itemAt(adjectives, n)} ${itemAt(productKinds, Math.floor(n / adjectives.length))}`;
  return mix(42, n) % 3 === 0 ? `SKU-${10_000 + n} ${words}` : n < 24 * 22 ? words : `${words} (${n})`;
}
