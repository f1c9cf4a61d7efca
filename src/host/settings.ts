import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { settingIds } from '../ids.ts';
import { maxLength } from '../protocol/chart.ts';
import type { ListedKind } from '../protocol/item.ts';
import { UserError } from '../protocol/userError.ts';
import type { Listen } from '../util/emitter.ts';
import { textsOf } from '../util/textsOf.ts';

/** The user's settings, read at each use. A value of a wrong type counts as not set. */
export interface Settings {
  /** Whether a list shows archived items; false for lists that have none. */
  includeArchived(kind: ListedKind): boolean;
  /** Points of a chart that is opened for the first time, 1 to `maxLength`. */
  chartLength(): number;
  /** An absolute path, or empty for the extension's own storage. Throws a sentence for a path that is not absolute. */
  exportsDirectory(): string;
  /** Empty: all fields. */
  exportFields(): string[];
  /** Whether a finished export keeps the archive it was unpacked from. */
  keepArchive(): boolean;
  timeoutMs(): number;
  concurrency(): number;
  /** Fires when a setting changed that decides what the lists hold. */
  readonly onDidChangeLists: Listen<void>;
}

const maxConcurrency = 16;

/** Which setting shows the archived items of a list; undefined where the service has none. */
const archivedSettings: Record<ListedKind, string | undefined> = {
  segment: undefined,
  event: undefined,
  product: undefined,
  campaign: settingIds.campaignsIncludeArchived,
  card: settingIds.cardsIncludeArchived,
};

export function createSettings(): Settings {
  const read = (id: string): unknown => vscode.workspace.getConfiguration().get(id);
  return {
    includeArchived(kind) {
      const id = archivedSettings[kind];
      return id !== undefined && read(id) === true;
    },
    chartLength: () => Math.round(asNumber(read(settingIds.chartsLength), 1, maxLength, 30)),
    exportsDirectory: () => asDirectory(read(settingIds.exportsDirectory)),
    exportFields: () => textsOf(read(settingIds.exportsFields)).filter((it) => it !== ''),
    keepArchive: () => read(settingIds.exportsKeepArchive) === true,
    timeoutMs: () => asNumber(read(settingIds.networkTimeoutSeconds), 1, 3600, 30) * 1000,
    concurrency: () => Math.round(asNumber(read(settingIds.networkConcurrency), 1, maxConcurrency, 4)),
    onDidChangeLists: (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (Object.values(archivedSettings).some((id) => id !== undefined && event.affectsConfiguration(id)))
          listener();
      }),
  };
}

/** A relative path would mean another folder in each window; `~` is the home folder, as in a shell. */
function asDirectory(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') return '';
  const directory = value.trim().replace(/^~(?=$|[/\\])/, homedir());
  if (path.isAbsolute(directory)) return directory;
  throw new UserError(
    l10n.t(
      'The setting {0} must be an absolute path, but “{1}” was given.',
      settingIds.exportsDirectory,
      value,
    ),
  );
}

function asNumber(value: unknown, min: number, max: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(max, Math.max(min, value))
    : otherwise;
}
