import type { FileState, ListRef } from '../../../src/protocol/viewer.ts';
import { readTaskResult, type TaskPhase } from '../taskRun.ts';
import type { View } from '../viewerState.ts';

/** What there is to show, besides the file itself. */
export interface Tasks {
  filter?: TaskPhase | undefined;
  find?: TaskPhase | undefined;
  comparison?: TaskPhase | undefined;
}

/** The list that is on screen. */
export interface VisibleList {
  list: ListRef;
  length: number;
  /** Whether more may still come. */
  isGrowing: boolean;
  message: string | undefined;
}

/** The list that a view means at this moment; undefined as long as its task has no name, and when there is none. */
export function listOf(view: View, file: FileState, tasks: Tasks): VisibleList | undefined {
  switch (view.of) {
    case 'file':
      return {
        list: { of: 'file' },
        length: file.lineCount,
        isGrowing: !file.isIndexed && file.failure === undefined,
        message: file.failure,
      };
    case 'filter':
      return taskList(tasks.filter);
    case 'found':
      return taskList(tasks.find);
    case 'comparison': {
      const { comparison } = tasks;
      if (comparison?.task === undefined) return undefined;
      const counts = readTaskResult(comparison, 'comparison')?.counts;
      return {
        list: { of: 'comparison', task: comparison.task, part: view.part },
        length: counts?.[view.part] ?? 0,
        isGrowing: comparison.state === 'running',
        message: failureOf(comparison),
      };
    }
  }
}

function taskList(phase: TaskPhase | undefined): VisibleList | undefined {
  if (phase?.task === undefined) return undefined;
  return {
    list: { of: 'task', task: phase.task },
    length: readTaskResult(phase, 'lines')?.lineCount ?? 0,
    isGrowing: phase.state === 'running',
    message: failureOf(phase),
  };
}

const failureOf = (phase: TaskPhase): string | undefined =>
  phase.state === 'failed' ? phase.message : undefined;

export function isSameList(one: ListRef, other: ListRef): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
