import assert from 'node:assert/strict';
import { createSectionList, type SectionList } from '../../../src/catalog/sectionList.ts';
import { sections, type Section } from '../../../src/catalog/sections.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';

const segments = sections.find((it) => it.kind === 'segment') as Section;

const pages = [['a', 'b'], ['b', 'c'], ['d'], []];

/** A list over `pages`, the URLs that were asked for, and a switch that makes the service fail. */
function createList() {
  const asked: string[] = [];
  const service = { failing: false, hold: undefined as Promise<void> | undefined };
  const client = createFetchClient(async (url, init) => {
    const { searchParams } = new URL(url);
    asked.push(searchParams.get('page') ?? '');
    await service.hold;
    init.signal?.throwIfAborted();
    if (service.failing) return answerJson({ message: 'Access Denied' }, 403);
    const ids = pages[Number(searchParams.get('page'))] ?? [];
    return answerJson({ message: 'success', segments: ids.map((id) => ({ id, name: `Segment ${id}` })) });
  });
  return { asked, service, list: createSectionList(segments, client, false) };
}

function idsOf(list: SectionList): string[] {
  const state = list.state();
  return state.status === 'idle' ? [] : state.items.map((it) => it.id);
}

describe('a section’s list', () => {
  it('asks for nothing until somebody looks', () => {
    const { list, asked } = createList();
    assert.deepEqual(list.state(), { status: 'idle' });
    assert.deepEqual(asked, []);
  });

  it('asks once for a page, however many want it, and only for the next page after that', async () => {
    const { list, asked } = createList();
    await Promise.all([list.loadPage(), list.loadPage()]);
    assert.deepEqual(asked, ['0']);
    assert.deepEqual(idsOf(list), ['a', 'b']);
    await list.loadPage();
    assert.deepEqual(asked, ['0', '1']);
    assert.deepEqual(idsOf(list), ['a', 'b', 'c']);
  });

  it('is drawn as loading, with what is there already', async () => {
    const { list } = createList();
    const seen: string[] = [];
    list.onDidChange(() => seen.push(`${list.state().status} ${idsOf(list).length}`));
    await list.loadPage();
    await list.loadPage();
    assert.deepEqual(seen, ['loading 0', 'ready 2', 'loading 2', 'ready 3']);
  });

  it('is complete at the first empty page, and then asks no more', async () => {
    const { list, asked } = createList();
    const progress: number[] = [];
    await list.loadAll(new AbortController().signal, (loaded) => progress.push(loaded));
    assert.deepEqual(list.state(), { ...list.state(), status: 'ready', complete: true });
    assert.deepEqual(idsOf(list), ['a', 'b', 'c', 'd']);
    assert.deepEqual(progress, [2, 3, 4, 4]);
    await list.loadPage();
    assert.deepEqual(asked, ['0', '1', '2', '3']);
  });

  it('keeps what it has when a page fails, and asks for the same page again', async () => {
    const { list, service, asked } = createList();
    await list.loadPage();
    service.failing = true;
    await list.loadPage();
    const state = list.state();
    assert.equal(state.status, 'failed');
    assert.match(String('error' in state && state.error), /segments\.list/);
    assert.deepEqual(idsOf(list), ['a', 'b']);
    service.failing = false;
    await list.loadPage();
    assert.deepEqual(asked, ['0', '1', '1']);
    assert.deepEqual(idsOf(list), ['a', 'b', 'c']);
  });

  it('can be cancelled while loading all, and keeps what came', async () => {
    const { list, asked } = createList();
    const cancelling = new AbortController();
    await list.loadAll(cancelling.signal, (loaded) => loaded >= 3 && cancelling.abort());
    assert.deepEqual(idsOf(list), ['a', 'b', 'c']);
    assert.deepEqual(asked, ['0', '1']);
    assert.equal(list.state().status, 'ready');
    await list.loadPage();
    assert.deepEqual(idsOf(list), ['a', 'b', 'c', 'd']);
  });

  it('can be cancelled in the middle of a page', async () => {
    const { list, service } = createList();
    await list.loadPage();
    const cancelling = new AbortController();
    service.hold = new Promise((resolve) => setImmediate(resolve)).then(() => cancelling.abort());
    await list.loadPage(cancelling.signal);
    service.hold = undefined;
    assert.equal(list.state().status, 'ready');
    assert.deepEqual(idsOf(list), ['a', 'b']);
  });
});
