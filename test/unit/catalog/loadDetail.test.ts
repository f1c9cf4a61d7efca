import assert from 'node:assert/strict';
import { loadDetail } from '../../../src/catalog/loadDetail.ts';
import type { Detail, FieldValue } from '../../../src/protocol/detail.ts';
import type { ItemRef } from '../../../src/protocol/item.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';

const never = new AbortController().signal;
const load = (item: ItemRef, body: unknown) =>
  loadDetail(
    createFetchClient(async () => answerJson(body)),
    item,
    never,
  );

const fieldsOf = (detail: Detail | undefined): Record<string, FieldValue> =>
  Object.fromEntries((detail?.fields ?? []).map((it) => [it.label, it.value]));

describe('the details of an item', () => {
  it('of a segment say whether it is tracked, and keep its dates as they came', async () => {
    const body = {
      name: 'Buyers',
      created_at: '2020-07-10 15:00:00.000 UTC',
      updated_at: null,
      description: 'Sessions > 1',
      tags: ['a'],
    };
    const loaded = await load({ kind: 'segment', id: 's', tracked: false }, { message: 'success', ...body });
    assert.equal(loaded?.detail.title, 'Buyers');
    assert.deepEqual(fieldsOf(loaded.detail), {
      Filters: { as: 'text', text: 'Sessions > 1' },
      'Analytics tracking': { as: 'flag', on: false },
      Created: { as: 'date', text: '2020-07-10 15:00:00.000 UTC' },
      Updated: { as: 'text', text: '—' },
      Tags: { as: 'tags', tags: ['a'] },
    });
  });

  it('of a campaign have its messages and conversion behaviours', async () => {
    const loaded = await load(
      { kind: 'campaign', id: 'c' },
      {
        name: 'Sale',
        channels: ['ios_push', 'telepathy'],
        schedule_type: 'time_based',
        messages: {
          v1: {
            channel: 'email',
            name: 'Variant 1',
            subject: 'Hi {{${first_name}}}',
            extras: [],
            image_url: 'https://images.test/a.png',
          },
        },
        conversion_behaviors: [
          { type: 'Opens App', window: 259_200 },
          { type: 'Makes Purchase', window: 90, product: 'x' },
        ],
      },
    );
    assert.deepEqual(fieldsOf(loaded?.detail)['Channels'], { as: 'tags', tags: ['iOS push', 'Telepathy'] });
    const [message, first, second] = loaded?.detail.groups ?? [];
    assert.equal(message?.title, 'Email · Variant 1');
    assert.deepEqual(message.fields, [
      { label: 'Variation id', value: { as: 'text', text: 'v1' } },
      { label: 'Subject', value: { as: 'text', text: 'Hi {{${first_name}}}' } },
      { label: 'Image url', value: { as: 'image', image: 0, address: 'https://images.test/a.png' } },
    ]);
    assert.deepEqual(loaded?.imageUrls, ['https://images.test/a.png']);
    assert.equal(first?.title, 'Conversion A · Opens App');
    assert.deepEqual(first.fields[1], { label: 'Window', value: { as: 'text', text: '3 days' } });
    assert.deepEqual(second?.fields.at(-1), { label: 'Product', value: { as: 'text', text: 'x' } });
  });

  it('of a card offer an image only where its address is https', async () => {
    const image = async (image_url: string) =>
      fieldsOf((await load({ kind: 'card', id: 'k' }, { image_url }))?.detail)['Image'];
    assert.equal((await image('https://images.test/a.png'))?.as, 'image');
    for (const address of [
      'http://images.test/a.png',
      'javascript:alert(1)',
      'data:image/png;base64,AA',
      '//images.test/a',
    ])
      assert.deepEqual(await image(address), { as: 'text', text: address });
  });

  it('show what this version does not know under "Other"', async () => {
    const body = { name: 'x', brand_new: { a: 1, b: null }, deep: [{ c: 2 }], __v: true };
    const other = (await load({ kind: 'card', id: 'k' }, body))?.detail.groups.find(
      (it) => it.title === 'Other',
    );
    assert.deepEqual(other?.fields, [
      {
        label: 'Brand new',
        value: {
          as: 'pairs',
          pairs: [
            { name: 'a', value: '1' },
            { name: 'b', value: '' },
          ],
        },
      },
      { label: 'Deep', value: { as: 'json', text: '[\n  {\n    "c": 2\n  }\n]' } },
      { label: 'V', value: { as: 'flag', on: true } },
    ]);
  });

  it('of an unknown shape are shown as they came, with a note', async () => {
    const loaded = await load({ kind: 'card', id: 'k', name: 'Card' }, { tags: 'not a list' });
    assert.equal(loaded?.detail.title, 'Card');
    assert.match(loaded.detail.notes[0] ?? '', /shape this version does not know.*as it came/s);
    assert.equal(loaded.text, '{"tags":"not a list"}');
  });

  it('do not exist for events', async () => {
    assert.equal(await load({ kind: 'event', id: 'e' }, {}), undefined);
  });
});
