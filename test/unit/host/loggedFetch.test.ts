import assert from 'node:assert/strict';
import { createLog, type Log } from '../../../src/host/log.ts';
import { createLoggedDownload, createLoggedFetch } from '../../../src/host/loggedFetch.ts';

describe('a request with a line in the log', () => {
  /** What the editor's log does from the moment on in which it closes the extension. */
  const refuse = (): never => {
    throw new Error('Channel has been closed');
  };
  const closed: Log = { info: refuse, warn: refuse, error: refuse, show: refuse };

  for (const create of [createLoggedFetch, createLoggedDownload]) {
    it(`is answered when the log is closed (${create.name})`, async () => {
      const reach = create(async () => new Response('answer'), createLog(closed));
      assert.equal(await (await reach('https://api.test/path', {})).text(), 'answer');
    });

    it(`fails with its own error when the log is closed (${create.name})`, async () => {
      const reach = create(() => Promise.reject(new Error('no route')), createLog(closed));
      await assert.rejects(reach('https://api.test/path', {}), /no route/);
    });
  }
});
