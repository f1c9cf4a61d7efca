import type { KernelCode } from './kernel/kernel.ts';
import type { JobKind, JobParts, JobRequest } from './lineJobs.ts';
import type { Stretch } from './lineBlocks.ts';

/** What a thread is started with. */
export interface WorkerStart {
  readonly filePath: string;
  /** Compiled once for all threads, which share what V8 makes of it. */
  readonly code: KernelCode;
}

/** To a thread: first what a job is, then the stretches it is to be done for, at last that no more will come. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly job: number; readonly request: JobRequest }
  | { readonly kind: 'scan'; readonly job: number; readonly place: number; readonly stretch: Stretch }
  | { readonly kind: 'end'; readonly job: number };

/** From a thread: one answer for each `scan`, in order. `place` is the stretch's, as it was asked. */
export type FromWorker =
  | { readonly kind: 'part'; readonly job: number; readonly place: number; readonly part: JobParts[JobKind] }
  | { readonly kind: 'failed'; readonly job: number; readonly place: number; readonly message: string };
