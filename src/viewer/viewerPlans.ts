import type { NdjsonFile } from '../ndjson/openFile.ts';
import { parseQuery } from '../protocol/parseQuery.ts';
import type { Query } from '../protocol/query.ts';
import { UserError } from '../protocol/userError.ts';
import type { TaskRequest } from '../protocol/viewerTask.ts';
import { assertNever } from '../util/assertNever.ts';
import type { HeldFile } from './heldFile.ts';
import type { RunStage, TaskPlan } from './viewerTasks.ts';

/** How a request of the page is carried out by the engine. Throws a sentence for a filter that cannot be read. */
export function planTask(file: NdjsonFile, request: TaskRequest): TaskPlan {
  const { kind } = request;
  return { kind, key: JSON.stringify(request), sizeBytes: file.sizeBytes, run: planRun(file, request) };
}

function planRun(file: NdjsonFile, request: TaskRequest): TaskPlan['run'] {
  switch (request.kind) {
    case 'find': {
      const { pattern } = request;
      const query = readFilter(request.filter);
      return (signal) =>
        convert(file.find(pattern, signal, query), ({ lines, hitCount, skippedCount }) => ({
          kind: 'lines',
          lines,
          hitCount,
          skippedCount,
        }));
    }
    case 'filter': {
      const query = readFilter(request.filter);
      return (signal) =>
        convert(file.filter(query, signal), ({ lines, skippedCount }) => ({
          kind: 'lines',
          lines,
          skippedCount,
        }));
    }
    case 'count': {
      const { path } = request;
      const query = readFilter(request.filter);
      return (signal) =>
        convert(file.countBy(path, { query }, signal), ({ counts }) => ({ kind: 'counts', path, counts }));
    }
    case 'profile': {
      const query = readFilter(request.filter);
      return (signal) =>
        convert(file.profile(query, signal), ({ profile }) => ({ kind: 'profile', profile }));
    }
    default:
      return assertNever(request);
  }
}

function readFilter(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new UserError(parsed.mistake.message);
  return parsed.query;
}

type EngineStage = Omit<RunStage, 'found'>;

async function* convert<S extends EngineStage>(
  stages: AsyncGenerator<S>,
  find: (stage: S) => RunStage['found'],
): AsyncGenerator<RunStage> {
  for await (const stage of stages) {
    const { scannedBytes, sizeBytes, isDone } = stage;
    yield { scannedBytes, sizeBytes, isDone, found: find(stage) };
  }
}

/** The comparison with an earlier file, which is the task's own from then on. */
export function planComparison(later: NdjsonFile, earlier: HeldFile, keyPath: string): TaskPlan {
  const { path, stamp, sizeBytes } = earlier.file;
  return {
    kind: 'comparison',
    key: JSON.stringify(['comparison', path, stamp, keyPath]),
    sizeBytes: later.sizeBytes + sizeBytes,
    run: (signal) => compareFiles(later, earlier, keyPath, signal),
    dispose: earlier.dispose,
  };
}

async function* compareFiles(
  later: NdjsonFile,
  earlier: HeldFile,
  keyPath: string,
  signal: AbortSignal,
): AsyncGenerator<RunStage> {
  const sizeBytes = later.sizeBytes + earlier.file.sizeBytes;
  const progress: FileProgress = { done: 0, last: 0 };
  for await (const stage of later.compareWith(earlier.file, keyPath, signal)) {
    const { step, isDone, diff } = stage;
    const scannedBytes = step === 'reading' ? addUp(progress, stage.scannedBytes) : sizeBytes;
    yield { scannedBytes, sizeBytes, isDone, found: { kind: 'comparison', step, diff, other: earlier } };
  }
}

interface FileProgress {
  done: number;
  last: number;
}

/** The engine reads one file after the other and counts the bytes of each from 0. */
function addUp(progress: FileProgress, scannedBytes: number): number {
  if (scannedBytes < progress.last) progress.done += progress.last;
  progress.last = scannedBytes;
  return progress.done + scannedBytes;
}
