import type { Breakdown, Chart, ChartQuery, Filter, Unit } from './chart.ts';
import type { ItemRef } from './item.ts';

/** UTF-16 units of an app's identifier. */
export const longestAppId = 200;

/** One value in the details. Every text is the service's own and is shown as text. */
export type FieldValue =
  | { as: 'text'; text: string }
  /** A date as the service wrote it. */
  | { as: 'date'; text: string }
  | { as: 'flag'; on: boolean }
  | { as: 'tags'; tags: string[] }
  | { as: 'pairs'; pairs: { name: string; value: string }[] }
  /** An image that is fetched when asked for: `image` names it in `loadImage`. */
  | { as: 'image'; image: number; address: string }
  | { as: 'json'; text: string };

export interface Field {
  label: string;
  value: FieldValue;
}

/** Fields under a heading: the message of one variation, one conversion behaviour, what this version does not know. */
export interface FieldGroup {
  title: string;
  /** Closed until somebody opens it. */
  isFolded?: boolean | undefined;
  fields: Field[];
}

/** What is known of one item besides its series. */
export interface Detail {
  title: string;
  fields: Field[];
  groups: FieldGroup[];
  /** Sentences about the answer itself, such as that it has a shape this version does not know. */
  notes: string[];
}

/** What the chart of the items can be asked for. */
export interface ChartControls {
  units: Unit[];
  filters: Filter[];
  breakdowns: Breakdown[];
  /** The setting `appboy.charts.length`. */
  defaultLength: number;
}

export interface PanelStart {
  items: ItemRef[];
  connection: { id: string; name: string };
  /** False once another connection is in use: what is drawn stays, and nothing more can be loaded. */
  connected: boolean;
  /** Whether the API has details for the items. */
  hasDetails: boolean;
  controls: ChartControls;
  appIds: string[];
}

export interface Choice {
  id: string;
  name: string;
}

/** `csvForExcel` is CSV that begins with the mark by which spreadsheets know UTF-8. */
export const exportFormats = ['csv', 'csvForExcel', 'json', 'markdown', 'png'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportTargets = ['clipboard', 'file', 'document'] as const;
export type ExportTarget = (typeof exportTargets)[number];

export interface ExportOrder {
  query: ChartQuery;
  /** The keys of the lines that are shown. */
  lines: string[];
  format: ExportFormat;
  to: ExportTarget;
  /** The drawing as a `data:image/png` address; for `png` only. */
  image?: string | undefined;
}

/** What of a page is waited for: the chart, or the details of an item. */
export type Awaited = { what: 'chart' } | { what: 'detail'; item: number };

/** Which try it is, and of how many at most. */
export interface SlowTries {
  number: number;
  of: number;
}

/** What the page of a detail panel may ask its host. */
export interface DetailPage {
  /** What the panel is about. */
  start(): PanelStart;
  /** `item` counts the panel's items from 0. */
  loadDetail(request: { item: number }): Detail;
  /** `retry` names the missing stretch to be fetched again, the others stay missing; `refresh` loads everything anew. */
  loadChart(request: { query: ChartQuery; retry?: string | undefined; refresh?: boolean | undefined }): Chart;
  /** Answers when a loading is slow, and again when that is no longer what the page `knows`: with the try under way. */
  awaitSlow(request: Awaited & { knows?: SlowTries | undefined }): SlowTries;
  /** The segments with analytics tracking on. */
  listSegments(): Choice[];
  listProducts(): Choice[];
  /** Both give the app ids that are remembered for the connection from now on. */
  rememberAppId(request: { appId: string }): string[];
  forgetAppId(request: { appId: string }): string[];
  /** The image as a `data:` address. */
  loadImage(request: { item: number; image: number }): string;
  /** Gives what was done, in a sentence; undefined where the user cancelled. */
  exportChart(order: ExportOrder): string | undefined;
  /** Opens the raw details of an item as a document. */
  openRaw(request: { item: number }): undefined;
  /** Opens an answer of the chart's that could not be understood, as it came: of one stretch, or of all of it. */
  openUnread(request: { stretch?: string | undefined }): undefined;
  openBeside(): undefined;
}
