import type { FileDiff } from '../ndjson/diff/diffFiles.ts';
import type { FieldProfile, FileProfile } from '../ndjson/scan/fieldProfile.ts';
import type { LineList } from '../ndjson/file/lineList.ts';
import { showControls } from '../text/showControls.ts';
import type { MergedCounts } from '../ndjson/scan/countMerger.ts';
import type { CountedValue } from '../ndjson/scan/valueCount.ts';
import { isAmbiguous, writeClause } from './writeClause.ts';
import type {
  ComparisonCounts,
  ComparisonResult,
  CountedRow,
  ProfileResult,
  ProfileRow,
  TaskResult,
} from '../protocol/viewerTask.ts';
import type { HeldFile } from './heldFile.ts';

/** What a task has found so far. */
export type Found =
  | {
      readonly kind: 'lines';
      readonly lines: LineList;
      readonly hitCount?: number | undefined;
      readonly skippedCount: number;
    }
  | { readonly kind: 'counts'; readonly path: string; readonly counts: MergedCounts }
  | { readonly kind: 'profile'; readonly profile: FileProfile }
  | FoundDifferences;

export interface FoundDifferences {
  readonly kind: 'comparison';
  readonly step: ComparisonResult['step'];
  /** The changed lines in the order of the later file. */
  readonly diff: FileDiff | undefined;
  readonly other: HeldFile;
}

const longestText = 300;

/** What a page is told of it. */
export function describeFound(found: Found): TaskResult {
  switch (found.kind) {
    case 'lines': {
      const { lines, hitCount, skippedCount } = found;
      return { kind: 'lines', lineCount: lines.length, hitCount, skippedCount };
    }
    case 'counts': {
      const { values, ...sums } = found.counts;
      return { kind: 'counts', ...sums, values: values.map((it) => describeValue(found.path, it)) };
    }
    case 'profile': {
      return { kind: 'profile', ...describeProfile(found.profile) };
    }
    case 'comparison':
      return { kind: 'comparison', step: found.step, counts: found.diff && describeDiff(found.diff) };
  }
}

function describeDiff(diff: FileDiff): ComparisonCounts {
  const [unkeyedBefore, unkeyedAfter] = diff.unkeyedCount;
  const [repeatedBefore, repeatedAfter] = diff.repeatedCount;
  return {
    added: diff.added.length,
    removed: diff.removed.length,
    changed: diff.changed.after.length,
    same: diff.sameCount,
    unkeyed: [unkeyedBefore, unkeyedAfter],
    repeated: [repeatedBefore, repeatedAfter],
  };
}

function describeValue(path: string, [value, count]: readonly [CountedValue, number]): CountedRow {
  return { text: showValue(value), clause: writeClause(path, value), count };
}

/** Texts that could be taken for another value are in quotes. */
function showValue(value: CountedValue): string {
  if (typeof value === 'object' && value !== null) return cutText(value.decimal);
  if (typeof value !== 'string') return String(value);
  const isPlain = value.trim() !== '' && !isAmbiguous(value);
  return showControls(cutText(isPlain ? value : JSON.stringify(value)));
}

function cutText(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '')}…`;
}

function describeProfile({ fields, ...counts }: FileProfile): ProfileResult {
  return { ...counts, fields: fields.map(describeField) };
}

function describeField(field: FieldProfile): ProfileRow {
  const { minNumber, maxNumber, minText, maxText } = field;
  // Of a path with both, the numbers: texts are what stands there instead of one now and then.
  const [min, max] = minNumber === undefined ? [minText, maxText] : [String(minNumber), String(maxNumber)];
  return {
    path: field.path,
    lineCount: field.lineCount,
    kinds: Object.entries(field.kinds).map(([kind, count]) => ({ kind, count })),
    distinctCount: field.distinctEstimate,
    isDistinctExact: field.isDistinctExact,
    min: min === undefined ? undefined : showControls(min),
    max: max === undefined ? undefined : showControls(max),
    sizeBytes: field.sizeBytes,
  };
}
