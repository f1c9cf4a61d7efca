import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import type { TaskKind, TaskStage } from '../protocol/viewerTask.ts';
import type { Disposable } from '../util/disposables.ts';
import { createEmitter, nextEvent, type Emitter } from '../util/emitter.ts';
import { describeFound, type Found } from './viewerResults.ts';

/** Long work that is to be done: a stage after another of what it has found, until it is through or aborted. */
export interface TaskPlan {
  /** Of each kind only the few used last are kept. */
  readonly kind: TaskKind | 'comparison';
  /** Two plans of one key do the same. */
  readonly key: string;
  readonly sizeBytes: number;
  run(signal: AbortSignal): AsyncGenerator<RunStage>;
  /** When the task is given up for good. */
  dispose?(): void;
}

export interface RunStage {
  readonly scannedBytes: number;
  readonly sizeBytes: number;
  readonly isDone: boolean;
  readonly found: Found;
}

/** The tasks of one file. Their numbers are never used again. */
export interface ViewerTasks extends Disposable {
  /** Starts a task, or gives the one that does the same or has done it to the end. */
  start(plan: TaskPlan): number;
  /** Waits for a stage other than `seen`; rejects with the signal's reason when aborted. */
  watch(task: number, seen: number, signal: AbortSignal): Promise<TaskStage>;
  stop(task: number): void;
  /** What a task has found so far. Throws a sentence for one that is not kept. */
  found(task: number): Found | undefined;
  /** Tells, as often as it is called, whether a task has looked at everything. */
  askWhole(task: number): () => boolean;
  /** Gives up all tasks. */
  clear(): void;
}

interface Task {
  readonly plan: TaskPlan;
  readonly controller: AbortController;
  readonly changed: Emitter<void>;
  stage: Omit<TaskStage, 'result'>;
  found: Found | undefined;
  /** It looked at everything. */
  isWhole: boolean;
  usedAt: number;
}

const keptOfAKind = 6;

export function createViewerTasks(): ViewerTasks {
  const tasks = new Map<number, Task>();
  let lastNumber = 0;
  let clock = 0;

  function use(number: number): Task {
    const task = tasks.get(number);
    if (!task) throw new UserError(l10n.t('This result is no longer kept. Start it again.'));
    task.usedAt = ++clock;
    return task;
  }

  function giveUp(number: number, task: Task): void {
    tasks.delete(number);
    endTask(task);
    task.plan.dispose?.();
  }

  function forgetOldest(kind: TaskPlan['kind']): void {
    const ofKind = [...tasks].filter(([, it]) => it.plan.kind === kind);
    ofKind.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [number, task] of ofKind.slice(0, Math.max(0, ofKind.length - keptOfAKind)))
      giveUp(number, task);
  }

  function clear(): void {
    for (const [number, task] of [...tasks]) giveUp(number, task);
  }

  return {
    start(plan) {
      for (const [number, { plan: known, stage, isWhole }] of tasks) {
        if (known.key !== plan.key || !(stage.state === 'running' || isWhole)) continue;
        use(number);
        plan.dispose?.();
        return number;
      }
      const task = createTask(plan, ++clock);
      tasks.set(++lastNumber, task);
      forgetOldest(plan.kind);
      void runTask(task);
      return lastNumber;
    },
    async watch(number, seen, signal) {
      const task = use(number);
      while (task.stage.version === seen) await nextEvent(task.changed.event, signal);
      return { ...task.stage, result: task.found && describeFound(task.found) };
    },
    stop: (number) => endTask(use(number)),
    found: (number) => use(number).found,
    askWhole: (number) => askWhole(use(number)),
    clear,
    dispose: clear,
  };
}

function askWhole(task: Task): () => boolean {
  return () => task.isWhole;
}

function createTask(plan: TaskPlan, usedAt: number): Task {
  return {
    plan,
    controller: new AbortController(),
    changed: createEmitter(),
    stage: { version: 0, state: 'running', scannedBytes: 0, sizeBytes: plan.sizeBytes },
    found: undefined,
    isWhole: false,
    usedAt,
  };
}

async function runTask(task: Task): Promise<void> {
  const { signal } = task.controller;
  try {
    for await (const { found, isDone, scannedBytes, sizeBytes } of task.plan.run(signal)) {
      if (signal.aborted) return;
      task.found = found;
      task.isWhole = isDone;
      advance(task, { scannedBytes, sizeBytes, state: isDone ? 'done' : 'running' });
    }
    if (!task.isWhole) advance(task, { state: 'done' });
  } catch (error) {
    if (signal.aborted) return;
    task.isWhole = false;
    const message = error instanceof Error ? error.message : String(error);
    advance(task, { state: 'failed', message });
  }
}

function advance(task: Task, news: Partial<TaskStage>): void {
  task.stage = { ...task.stage, ...news, version: task.stage.version + 1 };
  task.changed.fire();
}

/** What it found stays. */
function endTask(task: Task): void {
  if (task.stage.state !== 'running') return;
  task.controller.abort();
  advance(task, { state: 'done' });
}
