import * as l10n from '@vscode/l10n';
import { delay } from '../util/delay.ts';
import { showCount } from '../protocol/showCount.ts';
import { isListHeading } from './idColumns.ts';
import { readItem } from './idJson.ts';
import type { IdPiece } from './idPiece.ts';
import { readColumn } from './idRows.ts';
import { idColumnOf, recogniseIds, type IdSource } from './idSource.ts';
import { readTokens } from './idTokens.ts';

/** Something that was no id, and where. */
export interface UnreadPiece {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

export interface FoundIds {
  /** Each once, in their order, digit for digit as they stood there. */
  readonly ids: readonly string[];
  /** How many more times ids stood there. */
  readonly duplicates: number;
  /** The heading that was left out, where there was one. */
  readonly heading: string | undefined;
  readonly unreadCount: number;
  /** The first of what could not be read. */
  readonly unread: readonly UnreadPiece[];
}

/** Which column of a source: undefined for every cell of rows, and for what has no columns. */
export interface IdChoice {
  readonly source: IdSource;
  readonly column: number | undefined;
}

const mostUnread = 1000;
/** How long it reads before it yields to the event loop. */
const sliceMs = 20;

/** A text without its byte order mark. */
export function trimText(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/**
 * Reads the external ids of a text as people have them: divided by commas, semicolons, tabs or line ends; a column of
 * CSV; a JSON list; users as JSON. What is no id is counted and named, and numbers are not rounded. Throws an
 * IdsError for what cannot be read at all. In one go: for what a person typed or selected.
 */
export function readIds(text: string, { spacesDivide = false } = {}): FoundIds {
  const trimmed = trimText(text);
  const source = recogniseIds(trimmed, { spacesDivide });
  const collector = createCollector(trimmed);
  const reading = { source, column: idColumnOf(source) };
  for (const piece of listPieces(trimmed, reading)) collector.add(piece);
  return collector.finish(reading);
}

/** As `readIds`, for texts of any size: yields to the event loop in between. Rejects where `signal` is aborted. */
export async function collectIds(text: string, choice: IdChoice, signal?: AbortSignal): Promise<FoundIds> {
  const collector = createCollector(text);
  let sliceEndsAt = performance.now() + sliceMs;
  let pieces = 0;
  for (const piece of listPieces(text, choice)) {
    collector.add(piece);
    if (++pieces % 256 !== 0 || performance.now() < sliceEndsAt) continue;
    await delay(0, signal);
    sliceEndsAt = performance.now() + sliceMs;
  }
  return collector.finish(choice);
}

function* listPieces(text: string, { source, column }: IdChoice): Generator<IdPiece> {
  switch (source.kind) {
    case 'list':
      yield* readTokens(withoutBrackets(text), source.spacesDivide);
      return;
    case 'json':
      for (const item of source.items)
        yield readItem(item, column === undefined ? undefined : source.columns[column]?.name);
      return;
    case 'rows': {
      const { delimiter, from, hasHeading, columns } = source;
      yield* readColumn(text, delimiter, { from, column, columns: columns.length, skipFirst: hasHeading });
    }
  }
}

/** A list in brackets whose items have no quotes, or single ones: no JSON, but what some languages print. */
function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']') || trimmed.length < 2) return text;
  const inner = trimmed.slice(1, -1);
  return /[[\]\r\n]/.test(inner) ? text : inner;
}

function createCollector(text: string) {
  const ids = new Set<string>();
  const unread: UnreadPiece[] = [];
  let found = 0;
  let unreadCount = 0;
  let line = 1;
  let countedTo = 0;

  function lineOf(at: number): number {
    for (; countedTo < at; countedTo++) {
      const character = text[countedTo];
      if (character === '\n' || (character === '\r' && text[countedTo + 1] !== '\n')) line++;
    }
    return line;
  }

  return {
    add(piece: IdPiece): void {
      if ('id' in piece) {
        ids.add(piece.id);
        found++;
        return;
      }
      unreadCount++;
      if (unread.length >= mostUnread) return;
      unread.push({ line: lineOf(piece.at), text: piece.text, problem: piece.problem });
    },
    finish({ source, column }: IdChoice): FoundIds {
      const heading = headingOf(source, column) ?? (source.kind === 'list' ? headingOfList(ids) : undefined);
      if (source.kind === 'list' && heading !== undefined) {
        ids.delete(heading);
        found--;
      }
      return { ids: [...ids], duplicates: found - ids.size, heading, unreadCount, unread };
    },
  };
}

/** The name of a column before its ids; alone it may be an id. */
function headingOfList(ids: ReadonlySet<string>): string | undefined {
  const [first] = ids;
  return first !== undefined && ids.size > 1 && isListHeading(first) ? first : undefined;
}

function headingOf(source: IdSource, column: number | undefined): string | undefined {
  if (source.kind !== 'rows' || !source.hasHeading) return undefined;
  if (column !== undefined) return source.columns[column]?.name;
  return source.columns.map((it) => it.name).join(', ');
}

/** “120 IDs, 3 duplicates removed, 2 lines could not be read”. */
export function describeIds({ ids, duplicates, unreadCount }: FoundIds): string {
  return [
    showCount(ids.length, 'ID'),
    ...(duplicates > 0 ? [l10n.t('{0} removed', showCount(duplicates, 'duplicate'))] : []),
    ...(unreadCount > 0 ? [l10n.t('{0} could not be read', showCount(unreadCount, 'line'))] : []),
  ].join(', ');
}
