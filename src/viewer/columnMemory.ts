import type * as vscode from 'vscode';
import type { ViewerColumn } from '../protocol/viewer.ts';
import { rememberedColumns } from './viewerArguments.ts';

/** The columns that the user chose, by what files are like: names of fields and widths, no values. */
export interface ColumnMemory {
  recall(likeness: string): ViewerColumn[] | undefined;
  remember(likeness: string, columns: ViewerColumn[]): Promise<void>;
}

const entryName = 'viewer.columns';
const keptKinds = 30;

export function createColumnMemory(state: Pick<vscode.Memento, 'get' | 'update'>): ColumnMemory {
  const readAll = (): [string, unknown][] => {
    const kept = state.get<unknown>(entryName);
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  };
  return {
    recall(likeness) {
      const found = readAll().find(([name]) => name === likeness);
      return rememberedColumns.safeParse(found?.[1]).data;
    },
    async remember(likeness, columns) {
      const others = readAll().filter(([name]) => name !== likeness);
      const all = columns.length > 0 ? [[likeness, columns], ...others] : others;
      await state.update(entryName, all.slice(0, keptKinds));
    },
  };
}

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string';
}
