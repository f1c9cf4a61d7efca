import type { EditorApi } from './editorApi.ts';

/** A page's state, which the editor keeps with every change. */
export interface StateStore<State extends object> {
  get(): State;
  set(change: Partial<State>): void;
}

export function createStateStore<State extends object>(api: EditorApi, first: State): StateStore<State> {
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
