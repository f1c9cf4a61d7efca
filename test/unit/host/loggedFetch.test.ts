import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { createLoggedDownload, createLoggedFetch } from '../../../src/host/loggedFetch.ts';

describe('a request with a line in the log', () => {
  /** What the editor's log does from the moment on in which it closes the extension. */
  const refuse = (): never => {
    throw new Error('Channel has been closed');
  };
  const closed = { info: refuse, warn: refuse } as Pick<
    LogOutputChannel,
    'info' | 'warn'
  > as LogOutputChannel;

  for (const create of [createLoggedFetch, createLoggedDownload]) {
    it(`is answered when the log is closed (${create.name})`, async () => {
      const reach = create(async () => new Response('answer'), closed);
      assert.equal(await (await reach('https://api.test/path', {})).text(), 'answer');
    });

    it(`fails with its own error when the log is closed (${create.name})`, async () => {
      const reach = create(() => Promise.reject(new Error('no route')), closed);
      await assert.rejects(reach('https://api.test/path', {}), /no route/);
    });
  }
});
