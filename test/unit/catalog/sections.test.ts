import assert from 'node:assert/strict';
import { metricIds } from '../../../src/catalog/item.ts';
import { askItem, metrics, sections } from '../../../src/catalog/sections.ts';
import { createSample } from '../../../src/sample/server.ts';
import { createFetchClient } from '../../support/fetchClient.ts';

const sample = createSample({});
const client = createFetchClient(
  (url, init) => sample(new Request(url, init)),
  'appGroupId',
  'https://sample.invalid',
);

after(() => sample.dispose());

/** The numbers of items that the sample app group has at the least. */
const least = { segment: 230, campaign: 380, card: 110, event: 640, product: 530 };

describe('the sections table', () => {
  for (const section of sections) {
    it(`lists all ${section.title.toLowerCase()}, each with an id, a name and an icon, and no id twice`, async () => {
      const ids = new Set<string>();
      let pages = 0;
      for await (const page of client.pages(section.list, section.listParams(false))) {
        pages += 1;
        for (const item of page.items as unknown[]) {
          const { id, name, icon, kind } = section.read(item);
          assert.equal(kind, section.kind);
          assert.ok(id !== '' && name !== '' && icon !== '');
          ids.add(id);
        }
        assert.equal(ids.size, page.loaded);
      }
      assert.ok(ids.size >= least[section.kind], `${ids.size}`);
      assert.ok(pages >= 2);
    });

    it(`shows one ${section.noun} by a request that the service answers`, async () => {
      const { value } = await client.call(section.list, {});
      const [first] = (value as unknown[]).map(section.read);
      assert.ok(first);
      const { row, params } = section.ask(first.id, 30);
      const { raw } = await client.call(row, params);
      assert.equal('name' in (raw as object), section.hasDetails);
    });
  }

  it('lists archived campaigns and cards only when asked to', async () => {
    for (const kind of ['campaign', 'card'] as const) {
      const section = sections.find((it) => it.kind === kind);
      assert.ok(section);
      const count = async (archived: boolean): Promise<number> => {
        let loaded = 0;
        for await (const page of client.pages(section.list, section.listParams(archived)))
          loaded = page.loaded;
        return loaded;
      };
      assert.ok((await count(true)) > (await count(false)), kind);
    }
  });
});

describe('the metrics table', () => {
  it('has every metric that can be opened', () => {
    assert.deepEqual(metrics.map((it) => it.id).sort(), [...metricIds].sort());
  });

  for (const metric of metrics)
    it(`shows ${metric.title}`, async () => {
      const { row, params } = metric.ask(30);
      const { value } = await client.call(row, params);
      // A day for which the service has nothing is absent.
      const { length } = value as unknown[];
      assert.ok(length > 20 && length <= 30, `${length}`);
    });
});

describe('askItem', () => {
  it('knows every kind, and no metric that does not exist', () => {
    assert.equal(askItem({ kind: 'event', id: 'a/b' }, 30)?.row.path, '/events/data_series');
    assert.equal(askItem({ kind: 'metric', id: 'sessions' }, 30)?.row.path, '/sessions/data_series');
    assert.equal(askItem({ kind: 'metric', id: 'nonsense' }, 30), undefined);
  });
});
