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

  it('lets everyone who waits know of a failure, and forgets it before they try again', async () => {
    let tries = 0;
    const get = once(async () => {
      tries += 1;
      await Promise.resolve();
      if (tries === 1) throw new Error('The disk is away.');
      return tries;
    });
    const tryTwice = (): Promise<number> => get().catch(() => get());
    assert.deepEqual(await Promise.all([tryTwice(), tryTwice(), tryTwice()]), [2, 2, 2]);
  });

  it('rejects, and tries again, where the maker throws at once', async () => {
    let tries = 0;
    const get = once((): Promise<number> => {
      tries += 1;
      if (tries === 1) throw new Error('Not yet.');
      return Promise.resolve(tries);
    });
    await assert.rejects(get(), /Not yet/);
    assert.equal(await get(), 2);
  });
});
