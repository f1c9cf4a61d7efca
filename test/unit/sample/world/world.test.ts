import assert from 'node:assert/strict';
import { endpoints } from '../../../../src/api/endpoints.ts';
import type { PagedEndpoint } from '../../../../src/api/endpoint.ts';
import { createSample } from '../../../../src/sample/server.ts';
import { awkwardNames } from '../../../../src/sample/world/vocabulary.ts';
import { createWorld } from '../../../../src/sample/world/world.ts';
import { getJson } from '../asking.ts';

const sample = createSample();

/** The number of items on each page, up to the empty one. */
async function countPages(
  row: PagedEndpoint,
  key: string,
  params = {},
): Promise<{ sizes: number[]; items: unknown[] }> {
  const sizes: number[] = [];
  const items: unknown[] = [];
  do {
    const answer = await getJson<Record<string, unknown[]>>(sample, row.path, {
      ...params,
      page: sizes.length,
    });
    sizes.push(answer[key]?.length ?? -1);
    items.push(...(answer[key] ?? []));
  } while (sizes.at(-1)! > 0);
  return { sizes, items };
}

describe('the lists of the sample', () => {
  it('have several pages and an empty one after the last', async () => {
    const sizesOf = async (row: PagedEndpoint, key: string, params = {}) =>
      (await countPages(row, key, params)).sizes;
    const { segmentList, campaignList, cardList, eventList, productList } = endpoints;
    assert.deepEqual(await sizesOf(segmentList, 'segments'), [100, 100, 36, 0]);
    assert.deepEqual(await sizesOf(campaignList, 'campaigns'), [100, 100, 100, 100, 20, 0]);
    assert.deepEqual(
      await sizesOf(campaignList, 'campaigns', { include_archived: 'true' }),
      [100, 100, 100, 100, 60, 0],
    );
    assert.deepEqual(await sizesOf(cardList, 'cards'), [100, 34, 0]);
    assert.deepEqual(await sizesOf(cardList, 'cards', { include_archived: 'true' }), [100, 52, 0]);
    assert.deepEqual(await sizesOf(eventList, 'events'), [250, 250, 144, 0]);
    assert.deepEqual(await sizesOf(productList, 'products'), [250, 250, 32, 0]);
  });

  it('name each item once, and the events and products in order', async () => {
    for (const [row, key] of [
      [endpoints.segmentList, 'segments'],
      [endpoints.campaignList, 'campaigns'],
      [endpoints.cardList, 'cards'],
    ] as const) {
      const ids = (await countPages(row, key)).items.map((it) => (it as { id: string }).id);
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids)
        assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
    for (const [row, key] of [
      [endpoints.eventList, 'events'],
      [endpoints.productList, 'products'],
    ] as const) {
      const { items } = await countPages(row, key);
      assert.deepEqual(items, [...new Set(items as string[])].sort());
    }
  });

  it('are in order of creation, the newest first', async () => {
    const world = createWorld();
    for (const list of [world.segments, world.campaigns, world.cards])
      assert.ok(list.every((it, n) => n === 0 || it.createdMs < list[n - 1]!.createdMs));
    const { items } = await countPages(endpoints.segmentList, 'segments');
    assert.deepEqual(
      items.map((it) => (it as { id: string }).id),
      world.segments.map((it) => it.id),
    );
  });

  it('hold every awkward name on the first page', async () => {
    const { segments } = await getJson<{ segments: { name: string }[] }>(sample, '/segments/list');
    const { events } = await getJson<{ events: string[] }>(sample, '/events/list');
    const named = new Set(segments.map((it) => it.name));
    assert.deepEqual(
      awkwardNames.filter((it) => !named.has(it)),
      [],
    );
    assert.ok(events.includes('<img src=x onerror=alert(1)>'));
  });

  it('have every kind of campaign and card', () => {
    const { campaigns, cards } = createWorld();
    assert.deepEqual(
      new Set(cards.map((it) => it.type)),
      new Set(['NewsItem', 'CaptionedImage', 'Banner', 'DevPick']),
    );
    const states = new Set(campaigns.map((it) => it.state));
    assert.deepEqual(states, new Set(['running', 'paused', 'finished', 'draft', 'archived']));
    const visible = campaigns.filter((it) => it.state !== 'archived');
    assert.ok(visible.some((it) => it.isApi));
    assert.ok(visible.some((it) => it.channels.length > 3));
    assert.ok(
      visible.some((it) => it.isMultivariate && it.variations.some((variation) => variation.isControl)),
    );
    const channels = new Set(campaigns.flatMap((it) => it.channels));
    for (const channel of [
      'apple_push',
      'ios_push',
      'windows_phone8_push',
      'kindle_push',
      'sms',
      'content_cards',
    ])
      assert.ok(channels.has(channel), channel);
  });

  it('are the same in every start', () => {
    const [one, other] = [createWorld(), createWorld()];
    assert.deepEqual(
      [one.segments, one.campaigns, one.cards, one.events, one.products],
      [other.segments, other.campaigns, other.cards, other.events, other.products],
    );
    // Written down: another machine or version must show the same app group.
    assert.equal(one.segments[0]?.id, 'e0462f5b-6e0f-479c-8f9d-78be595dee9b');
    assert.equal(one.campaigns[0]?.name, 'Winter Sale München 2021');
  });
});

describe('the details of the sample', () => {
  it('come whole and in part, with nulls, extras and dates in several spellings', async () => {
    const { campaigns, cards } = createWorld();
    const spellings = new Set<string>();
    const shapes = new Set<string>();
    for (const { id } of campaigns.slice(0, 40)) {
      const details = await getJson<Record<string, unknown>>(sample, '/campaigns/details', {
        campaign_id: id,
      });
      shapes.add(
        Object.entries(details)
          .map(([key, value]) => (value === null ? `${key}?` : key))
          .sort()
          .join(),
      );
      spellings.add(String(details['created_at']).replace(/\d/g, '0'));
    }
    assert.equal(spellings.size, 5);
    assert.ok(shapes.size > 4);
    const images = [];
    for (const { id } of cards.slice(0, 40))
      images.push(
        (await getJson<{ image_url: string | null }>(sample, '/feed/details', { card_id: id })).image_url,
      );
    assert.ok(images.includes(null));
    assert.ok(images.some((it) => it?.startsWith('https://images.example.com/')));
    assert.ok(images.some((it) => it?.startsWith('http://')));
  });
});
