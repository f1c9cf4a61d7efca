import * as l10n from '@vscode/l10n';
import type { DetailPage, ExportFormat, ExportTarget } from '../../../src/protocol/detail.ts';
import type { Asker } from '../../common/asker.ts';
import type { StateStore } from '../../common/stateStore.ts';
import type { Toast } from '../../common/toast.ts';
import { queryOf, type PageState } from '../pageState.ts';
import type { ChartSection } from './chartSection.ts';
import { copyPicture, paintPicture } from './picture.ts';

export interface ChartExportContext {
  asker: Asker<DetailPage>;
  section: Pick<ChartSection, 'drawnChart' | 'canvas'>;
  store: StateStore<PageState>;
  toast: Toast;
}

/** Exports what is drawn: texts are written by the host from the raw values, pictures are painted here. */
export async function exportDrawnChart(
  format: ExportFormat,
  to: ExportTarget,
  { asker, section, store, toast }: ChartExportContext,
): Promise<void> {
  const drawn = section.drawnChart();
  if (!drawn) return toast.say(l10n.t('There is no chart to export yet.'));
  try {
    const state = store.get();
    const title = state.items.map((it) => it.name ?? it.id).join(', ');
    const picture = format === 'png' ? paintPicture(section.canvas(), title, drawn) : undefined;
    if (picture && to === 'clipboard') {
      await copyPicture(picture);
      return toast.say(l10n.t('Copied as PNG.'));
    }
    const lines = drawn.lines.filter((it) => it.shown).map((it) => it.line.key);
    const image = picture?.toDataURL('image/png');
    const done = await asker.ask('exportChart', { query: queryOf(state), lines, format, to, image });
    if (done !== undefined) toast.say(done);
  } catch (error) {
    toast.complain(error);
  }
}
