import assert from 'node:assert/strict';
import { createPager, itemKey } from '../../../src/api/pages.ts';

describe('createPager', () => {
  /** A pager over pages that are there, and what it asked for. */
  function createPages(pages: string[][]) {
    const asked: number[] = [];
    const pager = createPager(async (page) => {
      asked.push(page);
      return pages[page] ?? [];
    });
    return { asked, pager };
  }

  async function collect(pager: { next(): Promise<{ items: string[] } | undefined> }): Promise<string[][]> {
    const all = [];
    for (let page = await pager.next(); page; page = await pager.next()) all.push(page.items);
    return all;
  }

  it('stops at an empty page and not at a short one', async () => {
    const { asked, pager } = createPages([['a', 'b'], ['c'], ['d', 'e']]);
    assert.deepEqual(await collect(pager), [['a', 'b'], ['c'], ['d', 'e']]);
    assert.deepEqual(asked, [0, 1, 2, 3]);
    assert.equal(await pager.next(), undefined);
    assert.equal(asked.length, 4, 'the end is not asked for again');
  });

  it('drops what earlier pages had, also within a page, and counts', async () => {
    const { pager } = createPages([
      ['a', 'b'],
      ['b', 'c', 'c'],
    ]);
    assert.deepEqual(await pager.next(), { page: 0, items: ['a', 'b'], all: ['a', 'b'], loaded: 2 });
    assert.deepEqual(await pager.next(), { page: 1, items: ['c'], all: ['c'], loaded: 3 });
  });

  it('goes on over a page that has nothing new', async () => {
    const { pager } = createPages([['a', 'b'], ['b', 'a'], ['c']]);
    assert.deepEqual(await collect(pager), [['a', 'b'], ['c']]);
  });

  it('ends where the service does not heed the page', async () => {
    const asked: number[] = [];
    const pager = createPager(async (page) => {
      asked.push(page);
      return ['a', 'b'];
    });
    assert.deepEqual(await collect(pager), [['a', 'b']]);
    assert.deepEqual(asked, [0, 1, 2, 3]);
  });

  it('asks for the same page after a failure', async () => {
    const asked: number[] = [];
    const pager = createPager(async (page) => {
      asked.push(page);
      if (asked.length === 2) throw new Error('once');
      return page < 2 ? [`item ${page}`] : [];
    });
    assert.deepEqual((await pager.next())?.items, ['item 0']);
    await assert.rejects(pager.next(), /once/);
    assert.deepEqual((await pager.next())?.items, ['item 1']);
    assert.deepEqual(asked, [0, 1, 1]);
  });

  it('skips and repeats nothing where it is asked again while a page is on its way', async () => {
    const { pager } = createPages([['a'], ['b'], ['c']]);
    const pages = await Promise.all([pager.next(), pager.next(), pager.next(), pager.next()]);
    assert.deepEqual(
      pages.map((page) => page?.items),
      [['a'], ['b'], ['c'], undefined],
    );
  });
});

describe('itemKey', () => {
  it('is the id, or the name where there is none', () => {
    assert.equal(itemKey({ id: '1', name: 'n' }), '1');
    assert.equal(itemKey('Event A'), 'Event A');
  });
});
