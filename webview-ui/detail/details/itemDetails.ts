import * as l10n from '@vscode/l10n';
import type { Detail, PanelStart } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { readMessage } from '../../common/toast.ts';
import { drawDetail } from './drawDetail.ts';
import type { DetailFormats } from '../format.ts';
import { createLatest } from '../../common/latest.ts';
import { writeFailure, writeLoading } from '../../common/notices.ts';

export interface DetailSource {
  load: (item: number, signal: AbortSignal) => Promise<Detail>;
  /** Calls `onSlow` with a sentence once the loading of an item is slow, until `signal` is aborted. */
  watchSlow: (item: number, onSlow: (text: string) => void, signal: AbortSignal) => void;
  loadImage: (item: number, image: number) => Promise<string>;
  openRaw: (item: number) => void;
  onTitle: (item: number, title: string) => void;
}

/** The details of each item, loaded on their own: one that fails takes nothing else down. No element where there are none. */
export function createItemDetails(
  { items, hasDetails }: PanelStart,
  formats: DetailFormats,
  source: DetailSource,
): { element: HTMLElement | undefined; load(): void } {
  if (!hasDetails) return { element: undefined, load: () => undefined };
  const sections = items.map((item, index) => {
    const { slot, load } = createSlot(index, formats, source);
    const heading = items.length === 1 ? l10n.t('Details') : (item.name ?? item.id);
    return { load, element: make('section', { 'aria-label': heading }, make('h2', {}, heading), slot) };
  });
  return {
    element: make(
      'aside',
      { class: 'details', 'aria-label': l10n.t('Details') },
      ...sections.map((it) => it.element),
    ),
    load() {
      for (const section of sections) section.load();
    },
  };
}

/** One item's details: loading, slow, failed or drawn. */
function createSlot(
  index: number,
  formats: DetailFormats,
  source: DetailSource,
): { slot: HTMLElement; load: () => void } {
  const slot = make('div', { class: 'detail-slot' });
  const latest = createLatest();
  const fail = (message: string): void =>
    slot.replaceChildren(writeFailure(l10n.t('The details could not be loaded'), message, load));
  const cancel = (): void => {
    latest.cancel();
    fail(l10n.t('Loading was cancelled.'));
  };
  const drawSlow = (text: string): HTMLElement =>
    writeLoading(l10n.t('Loading the details…'), { text, cancel });
  const load = (): void => {
    slot.replaceChildren(writeLoading(l10n.t('Loading the details…')));
    latest.run(
      (signal) => {
        source.watchSlow(index, (text) => slot.replaceChildren(drawSlow(text)), signal);
        return source.load(index, signal);
      },
      (outcome) => {
        if ('error' in outcome) {
          fail(readMessage(outcome.error));
          return;
        }
        source.onTitle(index, outcome.value.title);
        slot.replaceChildren(
          ...drawDetail(outcome.value, formats, {
            loadImage: (image) => source.loadImage(index, image),
            openRaw: () => source.openRaw(index),
          }),
        );
      },
    );
  };
  return { slot, load };
}
