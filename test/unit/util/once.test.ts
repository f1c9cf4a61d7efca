import assert from 'node:assert/strict';
import { once } from '../../../src/util/once.ts';

describe('once', () => {
  it('makes the thing at the first call, and one for all callers', async () => {
    let made = 0;
    const get = once(async () => ({ number: ++made }));
    assert.equal(made, 0);
    const [one, other] = await Promise.all([get(), get()]);
    assert.equal(one, other);
    assert.equal(await get(), one);
    assert.equal(made, 1);
  });

  it('tries again after a failure', async () => {
    let tries = 0;
    const get = once(async () => {
      tries += 1;
      if (tries === 1) throw new Error('The disk is away.');
      return tries;
    });
    await assert.rejects(get(), /The disk is away/);
    assert.equal(await get(), 2);
  });
});
