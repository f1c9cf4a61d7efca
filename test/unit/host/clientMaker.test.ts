import assert from 'node:assert/strict';
import { createFetches } from '../../../src/host/clientMaker.ts';

describe('the sample as a place to fetch from', () => {
  it('is loaded once, at the first request', async () => {
    let loads = 0;
    const { sample } = createFetches(async () => {
      loads += 1;
      return async (request) => new Response(new URL(request.url).pathname);
    });
    assert.equal(loads, 0);
    const answers = await Promise.all([
      sample('https://sample.invalid/a', {}),
      sample('https://sample.invalid/b', {}),
    ]);
    assert.deepEqual(await Promise.all(answers.map((it) => it.text())), ['/a', '/b']);
    assert.equal(loads, 1);
  });

  it('is loaded again after it could not be loaded', async () => {
    let loads = 0;
    const { sample } = createFetches(async () => {
      loads += 1;
      if (loads === 1) throw new Error('Cannot find module ./sample.cjs');
      return async () => new Response('ready');
    });
    await assert.rejects(sample('https://sample.invalid/', {}), /Cannot find module/);
    assert.equal(await (await sample('https://sample.invalid/', {})).text(), 'ready');
  });
});
