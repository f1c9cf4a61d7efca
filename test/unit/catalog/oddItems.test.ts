import assert from 'node:assert/strict';
import { createSectionList } from '../../../src/catalog/sectionList.ts';
import { sections } from '../../../src/catalog/sections.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';

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
});
