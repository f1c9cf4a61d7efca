import assert from 'node:assert/strict';
import { OddItem } from '../../../../src/api/oddItem.ts';
import { createPager } from '../../../../src/api/pages.ts';
import { createSectionList } from '../../../../src/catalog/sectionList.ts';
import { sections } from '../../../../src/catalog/sections.ts';
import { answerJson, createFetchClient } from '../../../support/fetchClient.ts';

const keys = {
  segment: 'segments',
  campaign: 'campaigns',
  card: 'cards',
  event: 'events',
  product: 'products',
};

describe('an item of a list that fits no schema', () => {
  for (const section of sections)
    it(`is shown raw, and hides none of the others: ${section.title}`, async () => {
      const isNamed = section.kind === 'event' || section.kind === 'product';
      const good = (id: string): unknown => (isNamed ? id : { id, name: id, title: id });
      const odd = isNamed
        ? [5, { name: 'x' }, ['y'], true]
        : [{ id: 'n', name: 7, title: 7 }, { name: 'without' }, { id: { a: 1 } }, 'text', [1], 4];
      const pages = [[good('a'), ...odd, good('b')], [...odd, good('c')], []];
      const client = createFetchClient(async (url) => {
        const page = Number(new URL(url).searchParams.get('page'));
        return answerJson({ message: 'success', [keys[section.kind]]: pages[page] });
      });
      const list = createSectionList(section, client, false);
      await list.loadAll(new AbortController().signal, () => undefined);
      const state = list.state();
      assert.ok(state.status === 'ready' && state.complete);
      // In their places, once each, though the second page has them again.
      assert.equal(state.items.length, 3 + odd.length);
      assert.deepEqual(
        state.items.filter((it) => it.raw === undefined).map((it) => it.id),
        ['a', 'b', 'c'],
      );
      const raw = state.items.slice(1, 1 + odd.length);
      assert.deepEqual(
        raw.map((it) => JSON.parse(it.raw ?? '') as unknown),
        odd,
      );
      assert.ok(raw.every((it) => it.icon === 'warning' && it.id !== '' && it.name !== ''));
      if (!isNamed) assert.equal(raw[0]?.id, 'n');
    });

  it('keeps every digit, and no number that lost some is an ID', async () => {
    const odd = ['{"id":10155712345678901,"name":"x"}', '{ "id": "n", "name": 12345678901234567890 }'];
    const client = createFetchClient(async (url) =>
      url.endsWith('page=0')
        ? new Response(`{"message":"success","segments":[null,${odd.join(',\n null, ')},{"id":5}]}`)
        : answerJson({ segments: [] }),
    );
    const list = createSectionList(
      sections.find((it) => it.kind === 'segment') ?? assert.fail(),
      client,
      false,
    );
    await list.loadAll(new AbortController().signal, () => undefined);
    const state = list.state();
    assert.ok(state.status === 'ready');
    assert.deepEqual(
      state.items.map(({ id, raw }) => [id, raw]),
      [
        [odd[0], odd[0]],
        ['n', odd[1]],
        ['5', undefined],
      ],
    );
  });

  it('is known by the copy of the code that is in another bundle', async () => {
    const url = new URL('../../../../src/api/oddItem.ts?another', import.meta.url).href;
    const another = (await import(url)) as { OddItem: typeof OddItem };
    const make = (raw: unknown): OddItem => new another.OddItem(raw, 'segments');
    assert.ok(!(make(1) instanceof OddItem));
    const pager = createPager(async (page) =>
      page > 0 ? [] : [make({ a: 1 }), make({ b: 2 }), { id: 'a' }],
    );
    const page = await pager.next();
    assert.deepEqual(page?.items, [{ id: 'a' }]);
    assert.equal(page.all.length, 3);
  });
});
