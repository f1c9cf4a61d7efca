import type { DetailPage, PanelStart } from '../../src/protocol/detail.ts';
import type { Asker } from '../common/asker.ts';
import type { EditorApi } from '../common/editorApi.ts';
import { make } from '../common/make.ts';
import { createToast, type Toast } from '../common/toast.ts';
import { createChartLoader, type ChartPhase } from './chart/chartLoader.ts';
import { ChartSection } from './chart/chartSection.ts';
import { createControls, type ControlPort } from './chart/controls.ts';
import { exportDrawnChart } from './chart/exportDrawnChart.ts';
import { createExportMenu } from './chart/exportMenu.ts';
import { createItemDetails, type DetailSource } from './details/itemDetails.ts';
import { createDetailFormats } from './format.ts';
import { createHeader } from './header.ts';
import { keepScroll } from './keepScroll.ts';
import { writeNotes } from '../common/notices.ts';
import { beginPageState, queryOf, type PageState } from './pageState.ts';
import { createStateStore } from '../common/stateStore.ts';
import { createSubject, explainDisconnected, type Subject } from './subject.ts';
import { watchTheme } from './theme.ts';
import { describeSlow, watchSlow } from './watchSlow.ts';

export interface DetailPageOptions {
  api: EditorApi;
  asker: Asker<DetailPage>;
  root: HTMLElement;
}

/** Builds the page of one panel; `update` tells it that the connection may have changed. */
export function createDetailPage(
  first: PanelStart,
  options: DetailPageOptions,
): { update(start: PanelStart): void } {
  const { api, asker } = options;
  const formats = createDetailFormats();
  const store = createStateStore(api, beginPageState(api.getState(), first));
  const toast = createToast();
  const banner = make('div', { class: 'notices' });
  const subject = createSubject(first, (items) => {
    store.set({ items });
    drawHeader();
  });

  const draw = (phase: ChartPhase): void => {
    section.draw(phase);
    drawHeader();
  };
  const loader = createChartLoader(asker, () => queryOf(store.get()), draw);
  const change = (part: Partial<PageState>): void => {
    store.set(part);
    if (Object.keys(part).some((it) => !drawingOnly.has(it))) loader.load();
  };
  const section: ChartSection = new ChartSection({
    formats,
    state: store.get,
    onChange: change,
    loader,
    openUnread: openUnreadBy(asker, toast),
  });
  const details = createItemDetails(first, formats, createDetailSource(asker, subject, toast));
  const menu = createExportMenu(
    (format, to) => void exportDrawnChart(format, to, { asker, section, store, toast }),
  );
  const header = createHeader(menu, {
    openBeside: () => void asker.ask('openBeside', undefined),
    refresh() {
      details.load();
      loader.load({ refresh: true });
    },
  });
  const drawHeader = (): void => {
    const phase = loader.phase();
    header.draw(subject.get(), phase.is === 'ready' ? formats.clock(phase.chart.loadedAt) : undefined);
  };

  function update(next: PanelStart): void {
    const reconnected = subject.update(next);
    banner.replaceChildren(...writeNotes(next.connected ? [] : [explainDisconnected(next)]));
    if (reconnected && loader.phase().is === 'failed') loader.load();
  }

  const controls = createControls(first, store.get(), { onChange: change, port: createControlPort(asker) });
  const columns = make('div', { class: details.element ? 'columns' : '' }, section.element, details.element);
  options.root.replaceChildren(header.element, make('main', {}, banner, controls, columns), toast.element);
  update(first);
  details.load();
  loader.load();
  watchTheme(() => section.redraw());
  keepScroll(store.get().scrollTop, (scrollTop) => store.set({ scrollTop }));
  return { update };
}

/** Settings that change what is drawn and not what is loaded. */
const drawingOnly: ReadonlySet<string> = new Set<keyof PageState>(['toggles', 'view']);

function openUnreadBy(asker: Asker<DetailPage>, toast: Toast): (stretch?: string) => void {
  return (stretch) => void asker.ask('openUnread', { stretch }).catch(toast.complain);
}

function createControlPort(asker: Asker<DetailPage>): ControlPort {
  return {
    listSegments: () => asker.ask('listSegments', undefined),
    listProducts: () => asker.ask('listProducts', undefined),
    rememberAppId: (appId) => asker.ask('rememberAppId', { appId }),
    forgetAppId: (appId) => asker.ask('forgetAppId', { appId }),
  };
}

function createDetailSource(asker: Asker<DetailPage>, subject: Subject, toast: Toast): DetailSource {
  return {
    load: (item, signal) => asker.ask('loadDetail', { item }, signal),
    watchSlow: (item, onSlow, signal) =>
      watchSlow(asker, { what: 'detail', item }, (tries) => onSlow(describeSlow(tries)), signal),
    loadImage: (item, image) => asker.ask('loadImage', { item, image }),
    openRaw: (item) => void asker.ask('openRaw', { item }).catch(toast.complain),
    onTitle: subject.rename,
  };
}
