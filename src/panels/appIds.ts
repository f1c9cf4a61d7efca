import type * as vscode from 'vscode';
import { textsOf } from '../util/textsOf.ts';

/** The app ids that were typed for a connection, newest first: the API has no list of them. */
export interface AppIds {
  list(): string[];
  remember(appId: string): Promise<string[]>;
  forget(appId: string): Promise<string[]>;
}

const maxRemembered = 50;

export function createAppIds(state: Pick<vscode.Memento, 'get' | 'update'>, connectionId: string): AppIds {
  const key = `appboy.appIds.${connectionId}`;
  const list = (): string[] => textsOf(state.get(key));
  const keep = async (appIds: string[]): Promise<string[]> => {
    await state.update(key, appIds);
    return appIds;
  };
  return {
    list,
    remember: (appId) => keep([appId, ...list().filter((it) => it !== appId)].slice(0, maxRemembered)),
    forget: (appId) => keep(list().filter((it) => it !== appId)),
  };
}
