import type { FindPattern } from './searchPattern.ts';

/** What a task asks of the whole file. */
export type TaskRequest =
  | { kind: 'find'; pattern: FindPattern; filter: string }
  | { kind: 'filter'; filter: string }
  | { kind: 'count'; path: string; filter: string }
  | { kind: 'profile'; filter: string };
export type TaskKind = TaskRequest['kind'];

/** How far a task is. `version` grows with every stage. */
export interface TaskStage {
  version: number;
  state: 'running' | 'done' | 'failed';
  scannedBytes: number;
  sizeBytes: number;
  /** Why it failed. */
  message?: string | undefined;
  /** What is known so far; undefined before the first stage. */
  result?: TaskResult | undefined;
}

/** What a task has found. */
export type TaskResult =
  | LinesResult
  | ({ kind: 'counts' } & CountsResult)
  | ({ kind: 'profile' } & ProfileResult)
  | ({ kind: 'comparison' } & ComparisonResult);

/** Lines found so far; `hitCount` for a find only, where a line may have several. */
export interface LinesResult {
  kind: 'lines';
  lineCount: number;
  hitCount?: number | undefined;
  /** Lines too long to be looked at. */
  skippedCount: number;
}

export interface CountsResult {
  lineCount: number;
  /** Lines that have nothing at the path. */
  missingCount: number;
  invalidCount: number;
  blankCount: number;
  /** Lines that have an object there. */
  objectCount: number;
  /** How many different values there are; at least so many where `otherCount` is not 0. */
  distinctCount: number;
  /** Counts of rare values that were let go, for there were too many to keep them all. */
  otherCount: number;
  /** By how many lines each count may be too low. 0 where all are exact. */
  mayLack: number;
  /** The most common values, the most common first. */
  values: CountedRow[];
}

export interface CountedRow {
  /** As text to be shown. */
  text: string;
  /** What is added to the filter for it, such as `country:"US"`; empty where no filter is long enough to say it. */
  clause: string;
  count: number;
}

export interface ProfileResult {
  lineCount: number;
  invalidCount: number;
  /** Values at paths beyond those that are told apart. */
  otherCount: number;
  fields: ProfileRow[];
}

export interface ProfileRow {
  path: string;
  lineCount: number;
  /** How many values of each type. */
  kinds: { kind: string; count: number }[];
  /** How many different values. */
  distinctCount: number;
  /** False where there are so many that this is about (2 %); never more than there are values. */
  isDistinctExact: boolean;
  /** Texts of the least and the greatest value. */
  min?: string | undefined;
  max?: string | undefined;
  sizeBytes: number;
}

export interface ComparisonResult {
  step: 'reading' | 'comparing';
  /** Undefined until all is compared. */
  counts?: ComparisonCounts | undefined;
}

export const comparisonParts = ['added', 'removed', 'changed'] as const;
export type ComparisonPart = (typeof comparisonParts)[number];

/** How many lines each part has. `unkeyed` and `repeated` are of the earlier and of the later file. */
export interface ComparisonCounts extends Record<ComparisonPart, number> {
  same: number;
  unkeyed: [number, number];
  repeated: [number, number];
}
