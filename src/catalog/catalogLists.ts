import type { Client } from '../api/client.ts';
import type { Disposable } from '../util/disposables.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';
import { createSectionList, type SectionList } from './sectionList.ts';
import type { Section } from './sections.ts';

/** The lists of the connection in use, each made when somebody first asks for it. */
export interface CatalogLists extends Disposable {
  /** Undefined where no connection is in use. */
  of(section: Section): SectionList | undefined;
  /** Forgets one list, or all of them. Loads of a forgotten list that are still running have no effect. */
  forget(section?: Section): void;
  /** Fires with the section whose list changed, or with undefined where all of them were forgotten. */
  readonly onDidChange: Listen<Section | undefined>;
}

export function createCatalogLists(
  currentClient: () => Client | undefined,
  includeArchived: (section: Section) => boolean,
  /** Called with the error where a list could not be loaded; the list's state has it too. */
  onFailed: (section: Section, error: unknown) => void = () => undefined,
): CatalogLists {
  const changed = createEmitter<Section | undefined>();
  const lists = new Map<Section, SectionList>();
  return {
    of(section) {
      const client = currentClient();
      const known = lists.get(section);
      if (known || !client) return known;
      const list = createSectionList(section, client, includeArchived(section));
      lists.set(section, list);
      list.onDidChange(() => {
        const state = list.state();
        if (state.status === 'failed') onFailed(section, state.error);
        if (lists.get(section) === list) changed.fire(section);
      });
      return list;
    },
    forget(section) {
      if (section) lists.delete(section);
      else lists.clear();
      changed.fire(section);
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
