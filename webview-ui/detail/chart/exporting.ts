import type { DetailPage, ExportFormat, ExportTarget } from '../../../src/protocol/detail.ts';
import type { Asker } from '../../common/asker.ts';
import type { Toast } from '../../common/toast.ts';
import type { ChartSection } from './chartSection.ts';
import { copyPicture, paintPicture } from './picture.ts';
import { queryOf, type PageState } from '../pageState.ts';
import type { StateStore } from '../../common/stateStore.ts';

export interface ExportParts {
  asker: Asker<DetailPage>;
  section: ChartSection;
  store: StateStore<PageState>;
  toast: Toast;
}

/** Takes out what is drawn: texts are written by the host from the raw values, pictures are painted here. */
export async function exportScene(
  format: ExportFormat,
  to: ExportTarget,
  { asker, section, store, toast }: ExportParts,
): Promise<void> {
  const scene = section.scene();
  if (!scene) return toast.say('There is no chart to export yet.');
  try {
    const state = store.get();
    const title = state.items.map((it) => it.name ?? it.id).join(', ');
    const picture = format === 'png' ? paintPicture(section.drawing(), title, scene) : undefined;
    if (picture && to === 'clipboard') {
      await copyPicture(picture);
      return toast.say('Copied as PNG.');
    }
    const lines = scene.lines.filter((it) => it.shown).map((it) => it.line.key);
    const image = picture?.toDataURL('image/png');
    const done = await asker.ask('exportChart', { query: queryOf(state), lines, format, to, image });
    if (done !== undefined) toast.say(done);
  } catch (error) {
    toast.complain(error);
  }
}
