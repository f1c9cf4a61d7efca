import type { FileRange } from '../file/lineBlocks.ts';
import type { LineJobKind, JobParts, JobRequest } from './lineJobs.ts';

/** A job that all threads work on: which ranges are to be handed out next, and the parts that wait to be taken in order. */
export class SharedJob {
  readonly number: number;
  readonly request: JobRequest;
  readonly ranges: readonly FileRange[];
  readonly #parts = new Map<number, JobParts[LineJobKind]>();
  #nextIndex = 0;
  #failure: Error | undefined;
  #wake = (): void => undefined;

  constructor(number: number, request: JobRequest, ranges: readonly FileRange[]) {
    this.number = number;
    this.request = request;
    this.ranges = ranges;
  }

  /** Whether there is a range that no thread was asked for. */
  get hasMore(): boolean {
    return this.#nextIndex < this.ranges.length;
  }

  /** Parts that were not taken yet. */
  get waitingCount(): number {
    return this.#parts.size;
  }

  /** The index of the next range to ask a thread for. */
  handOut(): number {
    return this.#nextIndex++;
  }

  put(rangeIndex: number, part: JobParts[LineJobKind]): void {
    this.#parts.set(rangeIndex, part);
    this.#wake();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  /** Has `take` look again whether the job was stopped. */
  wake(): void {
    this.#wake();
  }

  /** Waits for the part of a range; undefined once the job was stopped. Rejects with what a thread failed with. */
  async take(rangeIndex: number, isStopped: () => boolean): Promise<JobParts[LineJobKind] | undefined> {
    while (!this.#parts.has(rangeIndex) && !this.#failure && !isStopped())
      await new Promise<void>((resolve) => (this.#wake = resolve));
    if (isStopped()) return undefined;
    if (this.#failure) throw this.#failure;
    const part = this.#parts.get(rangeIndex);
    this.#parts.delete(rangeIndex);
    return part;
  }

  /** Forgets the parts that were not taken. */
  clear(): void {
    this.#parts.clear();
  }
}
