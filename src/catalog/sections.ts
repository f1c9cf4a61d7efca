import * as l10n from '@vscode/l10n';
import type { Endpoint, ItemOf, PagedEndpoint, ParamsOf } from '../api/endpoint.ts';
import { endpoints } from '../api/endpoints.ts';
import { isOddItem, type OddItem } from '../api/oddItem.ts';
import { metricIds, type ItemKind, type ListedKind, type MetricId } from './item.ts';

/** A request that can be sent or shown: a row of the endpoint table with its parameters. */
export interface Ask {
  row: Endpoint;
  params: object;
}

/** An item of a list as the tree shows it. All texts but `icon` come from the service. */
export interface CatalogItem {
  kind: ItemKind;
  /** The API identifier; events and products have none, so for them it is the name. */
  id: string;
  name: string;
  /** A codicon that says the kind and the state. */
  icon: string;
  /** The state in a word or two, for people who do not see the icon; empty where there is nothing to say. */
  state: string;
  tags: string[];
  /** For segments: whether a size series can be had and analytics be limited to it. */
  tracked?: boolean;
  /** The item as JSON, where it fits no schema and is shown raw. */
  raw?: string;
}

/** A branch of the Catalog: what is listed, and how an item of the list is shown. */
export interface Section {
  kind: ListedKind;
  title: string;
  /** One item, in running text. */
  noun: string;
  icon: string;
  list: PagedEndpoint;
  /** Parameters of the list besides the page; `archived` is the user's setting for this section. */
  listParams: (archived: boolean) => object;
  read: (item: unknown) => CatalogItem;
  /** What shows one item: its details or, where the API has none, its data series of `length` points. */
  ask: (id: string, length: number) => Ask;
  /** True where the API has details of one item. */
  hasDetails: boolean;
}

interface SectionRow<Row extends PagedEndpoint> extends Omit<Section, 'list' | 'read' | 'listParams'> {
  list: Row;
  listParams?: (archived: boolean) => object;
  read: (item: ItemOf<Row>) => Omit<CatalogItem, 'kind'>;
}

/** A row; from here on the type of its items is the row's own affair. */
function section<Row extends PagedEndpoint>(row: SectionRow<Row>): Section {
  const { read, listParams = () => ({}) } = row;
  return {
    ...row,
    listParams,
    read: (item) => ({
      kind: row.kind,
      ...(isOddItem(item) ? readOdd(item) : read(item as ItemOf<Row>)),
    }),
  };
}

/** An item of an unknown form is a row all the same: what it is can be looked at as JSON. */
function readOdd(item: OddItem): Omit<CatalogItem, 'kind'> {
  const { text } = item;
  return {
    id: item.id ?? text,
    name: text,
    icon: 'warning',
    state: l10n.t('unexpected form'),
    tags: [],
    raw: text,
  };
}

/** A row of the endpoint table with its parameters, checked against each other. */
function ask<Row extends Endpoint>(row: Row, params: ParamsOf<Row>): Ask {
  return { row, params };
}

const withArchived = (archived: boolean): object => (archived ? { include_archived: true } : {});

const cardIcons: Record<string, string> = {
  NewsItem: 'note',
  CaptionedImage: 'file-media',
  Banner: 'layout-panel',
  DevPick: 'star-empty',
};

/** TABLE of the Catalog's lists, in the order in which they are shown. */
export const sectionOf = {
  segment: section({
    kind: 'segment',
    title: l10n.t('Segments'),
    noun: l10n.t('segment'),
    icon: 'organization',
    list: endpoints.segmentList,
    read: (it) => ({
      id: it.id,
      name: it.name ?? it.id,
      icon: it.analyticsTrackingEnabled ? 'organization' : 'circle-outline',
      state: it.analyticsTrackingEnabled ? l10n.t('analytics tracking on') : l10n.t('no analytics tracking'),
      tags: it.tags,
      tracked: it.analyticsTrackingEnabled ?? false,
    }),
    ask: (segment_id) => ask(endpoints.segmentDetails, { segment_id }),
    hasDetails: true,
  }),
  campaign: section({
    kind: 'campaign',
    title: l10n.t('Campaigns'),
    noun: l10n.t('campaign'),
    icon: 'megaphone',
    list: endpoints.campaignList,
    listParams: withArchived,
    read: (it) => ({
      id: it.id,
      name: it.name ?? it.id,
      icon: it.isApiCampaign ? 'code' : 'megaphone',
      state: it.isApiCampaign ? l10n.t('API campaign') : '',
      tags: it.tags,
    }),
    ask: (campaign_id) => ask(endpoints.campaignDetails, { campaign_id }),
    hasDetails: true,
  }),
  card: section({
    kind: 'card',
    title: l10n.t('News Feed Cards'),
    noun: l10n.t('news feed card'),
    icon: 'note',
    list: endpoints.cardList,
    listParams: withArchived,
    read: (it) => ({
      id: it.id,
      name: it.title ?? it.id,
      icon: cardIcons[it.type ?? ''] ?? 'question',
      state: it.type ?? l10n.t('unknown type'),
      tags: it.tags,
    }),
    ask: (card_id) => ask(endpoints.cardDetails, { card_id }),
    hasDetails: true,
  }),
  event: section({
    kind: 'event',
    title: l10n.t('Custom Events'),
    noun: l10n.t('custom event'),
    icon: 'zap',
    list: endpoints.eventList,
    read: (name) => ({ id: name, name, icon: 'zap', state: '', tags: [] }),
    ask: (event, length) => ask(endpoints.eventSeries, { event, length }),
    hasDetails: false,
  }),
  product: section({
    kind: 'product',
    title: l10n.t('Products'),
    noun: l10n.t('product'),
    icon: 'package',
    list: endpoints.productList,
    read: (name) => ({ id: name, name, icon: 'package', state: '', tags: [] }),
    ask: (product, length) => ask(endpoints.revenueSeries, { product, length }),
    hasDetails: false,
  }),
} satisfies Record<ListedKind, Section>;

export const sections: readonly Section[] = Object.values(sectionOf);

/** A key metric of the whole app group: a branch without a list. */
export interface Metric {
  /** Part of `{ kind: 'metric', id }`, which keybindings may name. */
  id: string;
  title: string;
  ask: (length: number) => Ask;
}

/** TABLE of the key metrics, in the order in which they are shown. */
const metricOf: Record<MetricId, Omit<Metric, 'id'>> = {
  monthlyActives: {
    title: l10n.t('Monthly Active Users'),
    ask: (length) => ask(endpoints.monthlyActives, { length }),
  },
  dailyActives: {
    title: l10n.t('Daily Active Users'),
    ask: (length) => ask(endpoints.dailyActives, { length }),
  },
  newUsers: { title: l10n.t('New Users'), ask: (length) => ask(endpoints.newUsers, { length }) },
  uninstalls: { title: l10n.t('Uninstalls'), ask: (length) => ask(endpoints.uninstalls, { length }) },
  sessions: { title: l10n.t('Sessions'), ask: (length) => ask(endpoints.sessions, { length }) },
  revenue: { title: l10n.t('Revenue'), ask: (length) => ask(endpoints.revenueSeries, { length }) },
  purchases: { title: l10n.t('Purchases'), ask: (length) => ask(endpoints.quantitySeries, { length }) },
};

export const metrics: readonly Metric[] = metricIds.map((id) => ({ id, ...metricOf[id] }));

/** What shows one item of any kind; undefined for a metric that does not exist. */
export function askItem({ kind, id }: { kind: ItemKind; id: string }, length: number): Ask | undefined {
  if (kind === 'metric') return metrics.find((it) => it.id === id)?.ask(length);
  return sections.find((it) => it.kind === kind)?.ask(id, length);
}
