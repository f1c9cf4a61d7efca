import { createEmitter, type Listen } from '../../util/emitter.ts';
import type { ExportRow } from '../exportRow.ts';

/** The exports of a folder as they are shown. */
export interface JobRows {
  /** An export was added, removed or changed: with its id, or nothing where several may have. */
  readonly onDidChange: Listen<string | undefined>;
  /** Newest first. */
  list(): readonly ExportRow[];
  get(id: string): ExportRow | undefined;
  /** Without an announcement: `announce` follows. */
  set(row: ExportRow): void;
  /** Without an announcement: `announce` follows. */
  delete(id: string): void;
  announce(id: string | undefined): void;
  /** Sets the row and announces it. */
  show(row: ExportRow): void;
  dispose(): void;
}

export function createJobRows(): JobRows {
  const rows = new Map<string, ExportRow>();
  const changed = createEmitter<string | undefined>();
  return {
    onDidChange: changed.event,
    list: () => [...rows.values()].sort((a, b) => b.createdAt - a.createdAt),
    get: (id) => rows.get(id),
    set: (row) => void rows.set(row.id, row),
    delete: (id) => void rows.delete(id),
    announce: (id) => changed.fire(id),
    show(row) {
      rows.set(row.id, row);
      changed.fire(row.id);
    },
    dispose: () => changed.dispose(),
  };
}
