import assert from 'node:assert/strict';
import { endpoints } from '../../../src/api/endpoints.ts';
import { AbortedError, AuthError } from '../../../src/api/errors.ts';
import { sendJson, startServer, type HttpServer } from '../../support/httpServer.ts';
import { catchError, createTestClient, until } from './testClient.ts';

describe('an answer that tells what was started', () => {
  let server: HttpServer;
  let status = 200;

  beforeEach(async () => {
    status = 200;
    server = await startServer(async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      sendJson(response, status, { message: 'success', url: 'https://files.test/export.zip' });
    });
  });
  afterEach(() => server.close());

  /** Asks for an export, and gives up as soon as the service has the question. */
  async function giveUpInTheMiddle(): Promise<unknown> {
    const stop = new AbortController();
    const asked = createTestClient(server.origin).call(
      endpoints.exportSegment,
      { segment_id: 'seg-1' },
      stop.signal,
    );
    await until(() => server.received.length > 0);
    stop.abort();
    return asked;
  }

  it('is waited for by who gives up meanwhile', async () => {
    const { value } = (await giveUpInTheMiddle()) as { value: { url: string } };
    assert.equal(value.url, 'https://files.test/export.zip');
  });

  it('is told when it is a refusal, too', async () => {
    status = 401;
    assert.ok((await catchError(giveUpInTheMiddle())) instanceof AuthError);
  });

  it('is not asked for by who gave up before it was sent', async () => {
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const client = createTestClient(server.origin, { readKey: () => promise });
    const asked = catchError(client.call(endpoints.exportSegment, { segment_id: 'seg-1' }, stop.signal));
    await new Promise((done) => setTimeout(done, 10));
    stop.abort();
    resolve('75480f9a-4db8-4057-8b7e-4d59bfd73709');
    const error = await asked;
    assert.ok(error instanceof AbortedError && error.unsent);
    assert.equal(server.received.length, 0);
  });

  it('of what only reads is not waited for', async () => {
    const stop = new AbortController();
    const asked = catchError(createTestClient(server.origin).call(endpoints.segmentList, {}, stop.signal));
    await until(() => server.received.length > 0);
    stop.abort();
    const error = await asked;
    assert.ok(error instanceof AbortedError && !error.unsent);
  });
});
