import { countUnknown, resultFileOf, type ExportRow } from './exportRow.ts';
import { createEventKeyPatterns } from './kinds/bucketKeys.ts';

/** TABLE of what can be done with an export: the words in its row's `contextValue`, on which the menus' conditions look. */
export const exportActions = [
  'cancel',
  'retry',
  'next',
  'follow',
  'open',
  'reveal',
  'copyPath',
  'copyKeys',
  'copyUnknown',
  'reread',
  'delete',
] as const;

export type ExportAction = (typeof exportActions)[number];

/** What can be done with an export in its stage. */
export function listActions(row: ExportRow): ExportAction[] {
  const { stage, worker, kind } = row;
  const copyKeys: ExportAction[] = readKeyPatterns(row).length > 0 ? ['copyKeys'] : [];
  const open: ExportAction[] = resultFileOf(row) === undefined ? [] : ['open', 'copyPath'];
  const copyUnknown: ExportAction[] = countUnknown(row) > 0 ? ['copyUnknown'] : [];
  switch (stage.stage) {
    case 'requested':
    case 'preparing':
    case 'downloading':
    case 'unpacking':
    case 'fetching':
      // Another window's job is cancelled there: its process alone can stop it.
      return worker === 'elsewhere' ? ['reveal'] : ['cancel', 'reveal'];
    case 'failed': {
      if (kind === 'unreadable') return ['reveal'];
      const retry: ExportAction[] = kind === 'leftover' ? [] : ['retry'];
      const follow: ExportAction[] = stage.follow === undefined ? [] : ['follow'];
      // What was taken for no data may be some when it is said how it is divided.
      const mayBeRead = stage.encodings ?? (kind === 'import' && stage.code === 'notAnExport');
      const reread: ExportAction[] = mayBeRead ? ['reread'] : [];
      return [...open, ...retry, ...follow, ...reread, ...copyKeys, ...copyUnknown, 'reveal', 'delete'];
    }
    case 'expired':
    case 'cancelled':
    case 'busy':
      return [...open, 'retry', ...copyKeys, ...copyUnknown, 'reveal', 'delete'];
    case 'started':
      return ['next', ...copyKeys, 'reveal', 'delete'];
    case 'done':
      return [
        ...open,
        ...copyUnknown,
        ...(kind === 'import' ? (['reread'] as const) : []),
        'reveal',
        'delete',
      ];
    case 'delivered':
      return [...copyKeys, 'reveal', 'delete'];
  }
}

/** Where in the company's own bucket the files of an export arrive, as far as it was started: prefixes and patterns. */
export function readKeyPatterns({ stage, request, startedParts = 0 }: ExportRow): readonly string[] {
  if ('keyPatterns' in stage) return stage.keyPatterns;
  // An export of several weeks that waits for its turn, or failed at it, has started the weeks before that one.
  const started = Math.max(startedParts, 'part' in stage && stage.part !== undefined ? stage.part : 0);
  const parts: unknown[] = Array.isArray(request['parts']) ? request['parts'] : [];
  const patterns = parts
    .slice(0, started)
    .filter(isSpan)
    .flatMap((it) => createEventKeyPatterns(it.startingAt, it.endingAt));
  return [...new Set(patterns)];
}

/** What was asked is read from a file, so it may be anything. */
function isSpan(part: unknown): part is { startingAt: string; endingAt: string } {
  if (typeof part !== 'object' || part === null) return false;
  const { startingAt, endingAt } = part as { startingAt?: unknown; endingAt?: unknown };
  return [startingAt, endingAt].every((it) => typeof it === 'string' && !Number.isNaN(Date.parse(it)));
}
