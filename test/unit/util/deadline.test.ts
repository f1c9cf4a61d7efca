import assert from 'node:assert/strict';
import { DeadlineError, runWithDeadline } from '../../../src/util/deadline.ts';

describe('runWithDeadline', () => {
  const never = new AbortController().signal;

  it('hands on a result and a failure', async () => {
    assert.equal(await runWithDeadline(async () => 7, 60_000, never), 7);
    const failing = runWithDeadline(() => Promise.reject(new Error('no')), 60_000, never);
    await assert.rejects(failing, /no/);
  });

  it('aborts the work when its time is over', async () => {
    let reason: unknown;
    const work = (signal: AbortSignal) =>
      new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(new Error('the work’s own words'));
        }),
      );
    await assert.rejects(runWithDeadline(work, 1, never), DeadlineError);
    assert.ok(reason instanceof DeadlineError);
  });

  it('does not wait for work that does not heed its signal', async () => {
    const deaf = () => new Promise<never>(() => undefined);
    await assert.rejects(runWithDeadline(deaf, 1, never), DeadlineError);
    const controller = new AbortController();
    const cancelled = runWithDeadline(deaf, 60_000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(cancelled, /enough/);
  });

  it('does not begin what is cancelled already', async () => {
    let begun = false;
    const work = async () => void (begun = true);
    await assert.rejects(runWithDeadline(work, 60_000, AbortSignal.abort(new Error('enough'))), /enough/);
    assert.equal(begun, false);
  });
});
