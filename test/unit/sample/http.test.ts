import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { endpoints } from '../../../src/api/endpoints.ts';
import { serve, serveSample } from '../../../src/sample/http.ts';
import { createRealClient } from './asking.ts';

describe('the sample over HTTP', () => {
  it('is paged by the real client to the end, in both auth styles', async () => {
    const served = await serveSample({ key: 'k' });
    try {
      for (const authStyle of ['appGroupId', 'apiKey'] as const) {
        const client = createRealClient(served.origin, authStyle, { key: 'k' });
        let loaded = 0;
        for await (const page of client.pages(endpoints.campaignList, { include_archived: true }))
          loaded = page.loaded;
        assert.equal(loaded, 460);
      }
    } finally {
      await served.close();
    }
  });

  it('does not tell the key that was wrong once it is through the client', async () => {
    const served = await serveSample({ key: 'k' });
    try {
      const client = createRealClient(served.origin, 'appGroupId', { key: 'wrong/key' });
      await assert.rejects(
        client.call(endpoints.segmentList, { page: 0 }),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'auth');
          assert.ok(!error.message.includes('wrong/key'));
          return true;
        },
      );
    } finally {
      await served.close();
    }
  });

  it('names addresses on the origin that was asked', async () => {
    const served = await serveSample();
    try {
      const client = createRealClient(served.origin.replace('127.0.0.1', 'localhost'), 'apiKey');
      const list = await client.call(endpoints.segmentList, {});
      const { value } = await client.call(endpoints.exportSegment, { segment_id: list.value[1]!.id });
      assert.ok(value.url?.startsWith(served.origin.replace('127.0.0.1', 'localhost')));
    } finally {
      await served.close();
    }
  });

  it('tells the function when a client leaves, and cancels the body', async () => {
    let cancelled: (() => void) | undefined;
    const whenCancelled = new Promise<void>((resolve) => (cancelled = resolve));
    const served = await serve(
      async () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
            cancel: () => cancelled?.(),
          }),
        ),
    );
    try {
      const request = http.get(`${served.origin}/`);
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      await once(response, 'data');
      request.destroy();
      await whenCancelled;
    } finally {
      await served.close();
    }
  });

  it('streams a request body to the function, and breaks off where it throws', async () => {
    const served = await serve(async (request) => {
      if (request.method !== 'POST') throw new Error('a fault');
      return new Response(await request.text());
    });
    try {
      const echoed = await fetch(`${served.origin}/x`, { method: 'POST', body: 'ünïcödé' });
      assert.equal(await echoed.text(), 'ünïcödé');
      await assert.rejects(fetch(`${served.origin}/x`));
    } finally {
      await served.close();
    }
  });
});
