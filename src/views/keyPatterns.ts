import { createEventKeyPatterns } from '../exports/kinds/bucketKeys.ts';
import type { ExportRow } from '../exports/jobs/exportRow.ts';

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

/** The name and the folder of a key: names tell keys apart, folders are long and alike. */
export function splitKey(pattern: string): { name: string; folder: string } {
  const [, folder = '', name = pattern] = /^(.*\/)([^/]+\/?)$/.exec(pattern) ?? [];
  return { name, folder };
}
