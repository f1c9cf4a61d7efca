import type { PackedError } from '../../util/packedError.ts';
import type { Language } from '../../protocol/language.ts';
import type { KernelCode } from '../kernel/kernel.ts';
import type { LineJobKind, JobParts, JobRequest } from './lineJobs.ts';
import type { FileRange } from '../file/lineBlocks.ts';

/** What a thread is started with. */
export interface WorkerStart {
  /** The file as it is open here: its path may lead to another file by now. */
  readonly descriptor: number;
  /** Compiled once for all threads, which share what V8 makes of it. */
  readonly code: KernelCode;
  readonly language: Language;
}

/**
 * To a thread: what a job is, then the ranges it is to be done for, at last that there are no more. `warmUp`:
 * do a little of every kind of job on the first bytes, so that the first question finds all code ready.
 */
export type ToWorker =
  | { readonly kind: 'begin'; readonly job: number; readonly request: JobRequest }
  | { readonly kind: 'scan'; readonly job: number; readonly rangeIndex: number; readonly range: FileRange }
  | { readonly kind: 'end'; readonly job: number }
  | { readonly kind: 'warmUp'; readonly sizeBytes: number };

/** From a thread: one answer for each `scan`, in order, and for each `warmUp`. `rangeIndex` is the range's, as asked. */
export type FromWorker =
  | {
      readonly kind: 'part';
      readonly job: number;
      readonly rangeIndex: number;
      readonly part: JobParts[LineJobKind];
    }
  | {
      readonly kind: 'failed';
      readonly job: number;
      readonly rangeIndex: number;
      readonly error: PackedError;
    }
  | { readonly kind: 'warmedUp' };
