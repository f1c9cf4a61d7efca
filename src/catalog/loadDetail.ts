import * as l10n from '@vscode/l10n';
import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import { isApiError, type SchemaError } from '../api/errors.ts';
import type { Detail } from '../protocol/detail.ts';
import { channelName } from './campaignLines.ts';
import { describeFields, type FieldRow } from './detailFields.ts';
import type { ItemRef } from './item.ts';
import { describeBehaviors, describeMessages } from './messageGroups.ts';
import { humanizeName } from './reading.ts';
import { isRecord, type Images } from './wireFields.ts';

/** Details as they are shown, and the text of the answer as it came. */
export interface LoadedDetail {
  detail: Detail;
  text: string;
  /** The addresses of the images in `detail`, which the page names by their index. */
  imageUrls: string[];
}

/**
 * Loads what is known of an item besides its series ("Segment", "Campaign" and "News Feed Details Endpoint"); undefined
 * for kinds without details. An answer of an unknown shape is shown as JSON with a note. Throws an ApiError otherwise.
 */
export async function loadDetail(
  client: Client,
  item: ItemRef,
  signal: AbortSignal,
): Promise<LoadedDetail | undefined> {
  try {
    const answer = await callDetails(client, item, signal);
    return answer && describe(item, answer.value, answer.text, answer.warnings);
  } catch (error) {
    if (!isApiError(error) || error.code !== 'schema') throw error;
    return describeUnknown(item, error);
  }
}

async function callDetails(client: Client, { kind, id }: ItemRef, signal: AbortSignal) {
  switch (kind) {
    case 'segment':
      return client.call(endpoints.segmentDetails, { segment_id: id }, signal);
    case 'campaign':
      return client.call(endpoints.campaignDetails, { campaign_id: id }, signal);
    case 'card':
      return client.call(endpoints.cardDetails, { card_id: id }, signal);
    case 'metric':
    case 'event':
    case 'product':
      return undefined;
  }
}

/** TABLE of known fields, in the order in which they are shown. What is not here is shown under "Other". */
const fieldRows: Record<ItemRef['kind'], readonly FieldRow[]> = {
  metric: [],
  event: [],
  product: [],
  segment: [
    { key: 'textDescription', label: l10n.t('Description') },
    { key: 'description', label: l10n.t('Filters') },
    { key: 'tracked', label: l10n.t('Analytics tracking') },
    { key: 'createdAt', label: l10n.t('Created'), as: 'date' },
    { key: 'updatedAt', label: l10n.t('Updated'), as: 'date' },
    { key: 'tags', label: l10n.t('Tags') },
    { key: 'teams', label: l10n.t('Teams') },
  ],
  campaign: [
    { key: 'description', label: l10n.t('Description') },
    { key: 'channels', label: l10n.t('Channels') },
    { key: 'scheduleType', label: l10n.t('Schedule') },
    { key: 'createdAt', label: l10n.t('Created'), as: 'date' },
    { key: 'updatedAt', label: l10n.t('Updated'), as: 'date' },
    { key: 'firstSent', label: l10n.t('First sent'), as: 'date' },
    { key: 'lastSent', label: l10n.t('Last sent'), as: 'date' },
    { key: 'enabled', label: l10n.t('Enabled') },
    { key: 'draft', label: l10n.t('Draft') },
    { key: 'archived', label: l10n.t('Archived') },
    { key: 'tags', label: l10n.t('Tags') },
    { key: 'teams', label: l10n.t('Teams') },
  ],
  card: [
    { key: 'title', label: l10n.t('Title') },
    { key: 'description', label: l10n.t('Description') },
    { key: 'imageUrl', label: l10n.t('Image') },
    { key: 'createdAt', label: l10n.t('Created'), as: 'date' },
    { key: 'updatedAt', label: l10n.t('Updated'), as: 'date' },
    { key: 'publishAt', label: l10n.t('Published'), as: 'date' },
    { key: 'endAt', label: l10n.t('Ends'), as: 'date' },
    { key: 'draft', label: l10n.t('Draft') },
    { key: 'archived', label: l10n.t('Archived') },
    { key: 'extras', label: l10n.t('Extras') },
    { key: 'tags', label: l10n.t('Tags') },
  ],
};

function describe(item: ItemRef, value: object, text: string, warnings: string[]): LoadedDetail {
  const known = readKnown(item, value);
  const images: Images = { urls: [] };
  const fields = describeFields(fieldRows[item.kind], known, images);
  const other = known.get('other');
  const groups = [
    ...describeMessages(known.get('messages'), images),
    ...describeBehaviors(known.get('conversionBehaviors'), images),
    ...(isRecord(other)
      ? [
          {
            title: l10n.t('Other'),
            isFolded: true,
            fields: describeFields([], new Map(Object.entries(other)), images),
          },
        ]
      : []),
  ];
  const name = known.get('name');
  return {
    text,
    imageUrls: images.urls,
    detail: {
      title: typeof name === 'string' && name !== '' ? name : (item.name ?? item.id),
      fields,
      groups: groups.filter((it) => it.fields.length > 0),
      notes: warnings,
    },
  };
}

/** The answer by key, with what is known from the lists, and wire names made readable. */
function readKnown(item: ItemRef, value: object): Map<string, unknown> {
  const known = new Map<string, unknown>(Object.entries(value));
  if (item.kind === 'segment') known.set('tracked', item.tracked);
  const channels = known.get('channels');
  if (Array.isArray(channels))
    known.set(
      'channels',
      channels.map((it) => channelName(String(it))),
    );
  const schedule = known.get('scheduleType');
  if (typeof schedule === 'string') known.set('scheduleType', humanizeName(schedule));
  return known;
}

function describeUnknown(item: ItemRef, { message, raw, text }: SchemaError): LoadedDetail {
  const shown = typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2);
  const fields = [{ label: l10n.t('Answer'), value: { as: 'json' as const, text: shown } }];
  const notes = [l10n.t('{0} It is shown as it came.', message)];
  return { text, imageUrls: [], detail: { title: item.name ?? item.id, fields, groups: [], notes } };
}
