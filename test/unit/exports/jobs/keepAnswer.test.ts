import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { keepAnswer } from '../../../../src/exports/jobs/keepAnswer.ts';

const clock = { delay: () => Promise.resolve() };
const never = new AbortController().signal;

/** Keeps an answer whose writing fails twice; what is said meanwhile, and what is reported. */
async function keep(fail: () => Promise<unknown>): Promise<{ causes: string[]; reported: unknown[] }> {
  const causes: string[] = [];
  const reported: unknown[] = [];
  let tries = 0;
  async function write(): Promise<void> {
    if (++tries <= 2) await fail();
  }
  const context = { clock, reportUnexpected: (error: unknown) => void reported.push(error) };
  for await (const cause of keepAnswer(write, context, never)) causes.push(cause);
  assert.equal(tries, 3);
  return { causes, reported };
}

describe('an answer that cannot be written', () => {
  it('says why the system refuses it, each time', async () => {
    const { causes, reported } = await keep(() => readFile('/nowhere/at/all'));
    assert.equal(causes.length, 2);
    for (const cause of causes) assert.match(cause, /^ENOENT: no such file.*nowhere.*\.$/);
    assert.deepEqual(reported, []);
  });

  it('says nothing of a defect, and reports it once', async () => {
    const defect = new TypeError('Cannot read properties of jane@example.com');
    const { causes, reported } = await keep(() => Promise.reject(defect));
    const general = 'An unexpected error occurred. See the log for details.';
    assert.deepEqual(causes, [general, general]);
    assert.deepEqual(reported, [defect]);
  });
});
