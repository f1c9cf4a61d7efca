import type { EditorApi } from '../common/editorApi.ts';
import type { PageState } from './pageState.ts';

/** The page's state, which the editor keeps with every change. */
export interface StateStore {
  get(): PageState;
  set(change: Partial<PageState>): void;
}

export function createStateStore(api: EditorApi, first: PageState): StateStore {
  let state = first;
  api.setState(state);
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      api.setState(state);
    },
  };
}
