import { SampleRefusal } from './refusal.ts';

/** Raw event exports go to a company's own bucket, so that all there is to see of one is that it is under way. */
export interface RawExports {
  /** Throws a SampleRefusal (429) while an earlier one is under way. */
  start(nowMs: number): void;
}

export function createRawExports(durationMs: number): RawExports {
  let doneAt = 0;
  return {
    start(nowMs) {
      if (nowMs < doneAt) throw new SampleRefusal(429, 'A raw data export is already in progress');
      doneAt = nowMs + durationMs;
    },
  };
}
