/** What a panel can be opened on. `metric` is a figure of the whole app group; the others are rows of the Catalog. */
export const itemKinds = ['metric', 'segment', 'campaign', 'card', 'event', 'product'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Kinds that the Catalog lists; the figures of the app group are a branch without a list. */
export type ListedKind = Exclude<ItemKind, 'metric'>;

/** One thing of the Catalog. The id of an event or a product is its name, and of a metric its key in the series table. */
export interface ItemRef {
  kind: ItemKind;
  id: string;
  /** As the list named it, to be shown until the details have come. */
  name?: string | undefined;
  /** Segments: whether analytics tracking is on, where the list has said so already. */
  tracked?: boolean | undefined;
  /** The item of the list as JSON, where it fits no schema. */
  raw?: string | undefined;
}
