import type { ViewerPage } from '../../src/protocol/viewer.ts';
import type { TaskRequest, TaskResult, TaskStage } from '../../src/protocol/viewerTask.ts';
import type { Asker } from '../common/asker.ts';
import { readMessage } from '../common/toast.ts';

/** How far a task is, as the page sees it. */
export interface TaskPhase {
  /** Undefined until the host has named it. */
  task: number | undefined;
  state: 'running' | 'done' | 'failed' | 'stopped';
  scannedBytes: number;
  sizeBytes: number;
  message: string;
  result: TaskResult | undefined;
}

export interface TaskRun {
  phase(): TaskPhase;
  /** Stops the task; what it found stays. */
  stop(): void;
  /** Stops it, and tells of nothing any more. */
  dispose(): void;
}

type TaskAsker = Pick<Asker<ViewerPage>, 'ask'>;

/** Starts a task, or takes up one that there is, and tells of each of its stages. */
export function runTask(
  asker: TaskAsker,
  what: TaskRequest | { task: number },
  onPhase: (phase: TaskPhase) => void,
): TaskRun {
  const watching = new AbortController();
  let phase: TaskPhase = {
    task: 'task' in what ? what.task : undefined,
    state: 'running',
    scannedBytes: 0,
    sizeBytes: 0,
    message: '',
    result: undefined,
  };
  const notify = (change: Partial<TaskPhase>): void => {
    phase = { ...phase, ...change };
    if (!watching.signal.aborted) onPhase(phase);
  };

  async function watch(): Promise<void> {
    const { signal } = watching;
    // A start is not aborted: the host would have begun the task all the same, and the page would not know its number.
    const task = 'task' in what ? what.task : await asker.ask('startTask', what);
    if (signal.aborted) return void stopQuietly(asker, task);
    notify({ task });
    let stage: TaskStage = { version: 0, state: 'running', scannedBytes: 0, sizeBytes: 0 };
    while (stage.state === 'running') {
      stage = await asker.ask('watchTask', { task, seen: stage.version }, signal);
      const { message = '', result, state, scannedBytes, sizeBytes } = stage;
      notify({ state, scannedBytes, sizeBytes, message, result: result ?? phase.result });
    }
  }

  function end(): void {
    watching.abort();
    if (phase.state === 'running' && phase.task !== undefined) void stopQuietly(asker, phase.task);
  }

  watch().catch((error: unknown) => {
    // A question that was given up rejects as well.
    if (!watching.signal.aborted) notify({ state: 'failed', message: readMessage(error) });
  });
  return {
    phase: () => phase,
    stop() {
      if (phase.state !== 'running') return;
      end();
      phase = { ...phase, state: 'stopped' };
      onPhase(phase);
    },
    dispose: end,
  };
}

/** Whether there is no use in starting it again: it is on its way, or through. */
export function isSettled(phase: TaskPhase | undefined): boolean {
  return phase?.state === 'running' || phase?.state === 'done';
}

async function stopQuietly(asker: TaskAsker, task: number): Promise<void> {
  // A task that the host no longer knows needs no stopping.
  await asker.ask('stopTask', { task }).catch(() => undefined);
}

/** The result of a phase, if it is of this kind. */
export function readTaskResult<Kind extends TaskResult['kind']>(
  phase: TaskPhase | undefined,
  kind: Kind,
): Extract<TaskResult, { kind: Kind }> | undefined {
  const result = phase?.result;
  return result?.kind === kind ? (result as Extract<TaskResult, { kind: Kind }>) : undefined;
}
