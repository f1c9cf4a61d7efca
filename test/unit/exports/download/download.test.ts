import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DownloadProgress, DownloadRequest } from '../../../../src/exports/download/download.ts';
import { download } from '../../../../src/exports/download/download.ts';
import { writeState } from '../../../../src/exports/download/downloadState.ts';
import { checkLink } from '../../../../src/exports/download/link.ts';
import { delay } from '../../../../src/util/delay.ts';
import type { Answerer, HttpServer } from '../../../support/httpServer.ts';
import { startServer } from '../../../support/httpServer.ts';

describe('download', () => {
  let root: string;
  let server: HttpServer | undefined;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'download-'))));
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await rm(root, { recursive: true, force: true });
  });

  const body = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
  // Nothing stalls here: the fault matrix sees to that.
  const policy = { baseMs: 5, capMs: 20, stallTimeoutMs: 20_000, refusalsBelieved: 3 };

  function requestOf(url: string): DownloadRequest {
    const file = path.join(root, 'export.zip');
    return {
      url,
      file,
      fetch: (it, init) => fetch(it, init),
      clock: { now: Date.now, delay },
      random: Math.random,
      policy,
    };
  }

  async function run(answer: Answerer, change: Partial<DownloadRequest> = {}): Promise<DownloadProgress[]> {
    server = await startServer(answer);
    const seen: DownloadProgress[] = [];
    const stages = download(
      { ...requestOf(`${server.origin}/x.zip`), ...change },
      new AbortController().signal,
    );
    for await (const progress of stages) seen.push(progress);
    return seen;
  }

  /** What was read so far of the part that `sendPart` sends. */
  let readBytes = 0;

  /** For answers with `sendPart`: hands on what it is asked for, so that nothing read can be lost with the connection. */
  async function watchedFetch(url: string, init: RequestInit): Promise<Response> {
    const response = await fetch(url, init);
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    if (!reader) return response;
    const source: UnderlyingDefaultSource<Uint8Array> = {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        controller.enqueue(value);
        readBytes += value.length;
      },
      cancel: (reason) => reader.cancel(reason),
    };
    return new Response(new ReadableStream(source, { highWaterMark: 0 }), response);
  }

  /** Breaks the connection when the client has read the part: what it had not read would be lost with it. */
  async function sendPart(response: ServerResponse, part: Buffer): Promise<void> {
    readBytes = 0;
    response.write(part);
    while (readBytes < part.length) await delay(1);
    response.socket?.destroy();
  }

  async function result(): Promise<Buffer> {
    return readFile(path.join(root, 'export.zip'));
  }

  it('writes the body, for its owner only, and leaves nothing else', async () => {
    const seen = await run(
      (_request, response) => void response.writeHead(200, { 'content-length': body.length }).end(body),
    );
    assert.ok(body.equals(await result()));
    assert.deepEqual(await readdir(root), ['export.zip']);
    assert.equal((await stat(path.join(root, 'export.zip'))).mode & 0o777, 0o600);
    assert.deepEqual(seen.at(-1), {
      receivedBytes: body.length,
      arrivedBytes: body.length,
      totalBytes: body.length,
      beginnings: 1,
      trouble: undefined,
    });
  });

  it('goes on from the byte it has, while the entity tag is the same', async () => {
    let turn = 0;
    const answer: Answerer = (request, response) => {
      turn++;
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const headers = { etag: '"a"', 'content-length': body.length - from };
      const range = from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {};
      response.writeHead(from > 0 ? 206 : 200, { ...headers, ...range });
      if (turn === 3) response.end(body.subarray(from));
      else void sendPart(response, body.subarray(from, from + 80_000));
    };
    await run(answer, { fetch: watchedFetch });
    assert.ok(body.equals(await result()));
    const [first, second, third] = server?.received ?? [];
    assert.equal(first?.headers.range, undefined);
    assert.equal(second?.headers.range, 'bytes=80000-');
    assert.equal(second.headers['if-range'], '"a"');
    assert.equal(third?.headers.range, 'bytes=160000-');
  });

  it('starts over when a range without a tag is of an archive of another length', async () => {
    const other = Buffer.alloc(body.length + 7, 1);
    let turn = 0;
    const answer: Answerer = (request, response) => {
      turn++;
      if (turn === 1) {
        response.writeHead(200, { etag: '"a"', 'content-length': body.length });
        void sendPart(response, body.subarray(0, 80_000));
      } else if (request.headers.range === undefined) response.end(other);
      else {
        const range = `bytes 80000-${other.length - 1}/${other.length}`;
        response.writeHead(206, { 'content-range': range }).end(other.subarray(80_000));
      }
    };
    await run(answer, { fetch: watchedFetch });
    assert.ok(other.equals(await result()));
  });

  it('writes what a slow link brings as it comes, and tells the speed by what came since', async () => {
    let [turn, onDisk] = [0, 0];
    const answer: Answerer = async (_request, response) => {
      if (++turn === 1) {
        response.writeHead(200, { etag: '"a"', 'content-length': body.length });
        void sendPart(response, body.subarray(0, 80_000));
        return;
      }
      response.writeHead(206, { etag: '"a"', 'content-range': `bytes 80000-299999/300000` });
      // The second of them is late enough for the first to be written; more come only where the machine is slow.
      let at = 80_000;
      for (; onDisk < 80_010 && at < 80_200; at += 10) {
        response.write(body.subarray(at, at + 10));
        await delay(400);
        onDisk = (await stat(path.join(root, 'export.zip.part'))).size;
      }
      response.end(body.subarray(at));
    };
    await run(answer, { fetch: watchedFetch });
    assert.ok(onDisk >= 80_010, `${onDisk} bytes`);
    assert.ok(body.equals(await result()));
    const again = requestOf(`${server?.origin}/x.zip`);
    await rm(again.file);
    await writeFile(`${again.file}.part`, body.subarray(0, 80_000));
    await writeState(again.file, { url: again.url, etag: '"a"', totalBytes: body.length });
    for await (const { arrivedBytes } of download(again, new AbortController().signal))
      assert.ok(arrivedBytes <= body.length - 80_000);
  });

  it('asks for nothing when all had come and only the name was not given any more', async () => {
    const fetch = (): never => assert.fail('Nothing is to be asked for.');
    const request = { ...requestOf('https://example.com/x.zip'), fetch };
    await writeFile(`${request.file}.part`, body);
    await writeState(request.file, { url: request.url, etag: '"a"', totalBytes: body.length });
    for await (const progress of download(request, new AbortController().signal)) void progress;
    assert.ok(body.equals(await result()));
    assert.deepEqual(await readdir(root), ['export.zip']);
  });

  it('is never redirected from https to http, not even on this machine', async () => {
    const away = new Response(null, { status: 302, headers: { location: 'http://127.0.0.1:1/x.zip' } });
    const request = { ...requestOf('https://example.com/x.zip'), fetch: () => Promise.resolve(away) };
    const all = async (): Promise<void> => {
      for await (const progress of download(request, new AbortController().signal)) void progress;
    };
    await assert.rejects(all, { code: 'linkRefused' });
  });

  it('sends no header of ours: no key, no cookie, no referrer', async () => {
    await run((_request, response) => void response.end(body));
    const [request] = server?.received ?? [];
    const known = [
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'host',
      'sec-fetch-mode',
      'user-agent',
    ];
    assert.deepEqual(
      Object.keys(request?.headers ?? {}).filter((it) => !known.includes(it)),
      [],
    );
    assert.equal(request?.headers['accept-encoding'], 'identity');
  });

  const untrusted: [string, Record<string, string>][] = [
    ['a weak entity tag', { etag: 'W/"a"' }],
    ['no entity tag', {}],
  ];
  for (const [title, headers] of untrusted) {
    it(`starts over where a part cannot be trusted: ${title}`, async () => {
      let turn = 0;
      const answer: Answerer = (request, response) => {
        assert.equal(request.headers.range, undefined);
        response.writeHead(200, { ...headers, 'content-length': body.length });
        if (++turn === 2) response.end(body);
        else void sendPart(response, body.subarray(0, 50_000));
      };
      const seen = await run(answer, { fetch: watchedFetch });
      assert.ok(body.equals(await result()));
      assert.equal(seen.at(-1)?.beginnings, 2);
    });
  }

  it('starts over when a part fits the archive no longer (416), or a range is answered with another one', async () => {
    let turn = 0;
    const answer: Answerer = (request, response) => {
      turn++;
      const headers = { etag: '"a"', 'content-length': body.length };
      if (request.headers.range === undefined) {
        response.writeHead(200, headers);
        if (turn >= 5) response.end(body);
        else void sendPart(response, body.subarray(0, 9000));
      } else if (turn === 2) response.writeHead(416).end();
      else
        response
          .writeHead(206, { etag: '"a"', 'content-range': `bytes 5-9/${body.length}` })
          .end(body.subarray(5, 10));
    };
    await run(answer, { fetch: watchedFetch });
    assert.equal(turn, 5);
    assert.ok(body.equals(await result()));
  });

  it('follows redirects by hand, on loopback or https only', async () => {
    await run((request, response) => {
      if (request.path === '/x.zip') response.writeHead(302, { location: '/y.zip' }).end();
      else response.end(body);
    });
    assert.ok(body.equals(await result()));
    await server?.close();
    await rm(path.join(root, 'export.zip'));
    const elsewhere = 'http://example.com/x.zip';
    await assert.rejects(
      run((_request, response) => void response.writeHead(302, { location: elsewhere }).end()),
      { code: 'linkRefused' },
    );
    await server?.close();
    await assert.rejects(
      run((request, response) => void response.writeHead(302, { location: request.target }).end()),
      { code: 'linkRefused' },
    );
  });

  it('believes a refusal only when it is repeated', async () => {
    let turn = 0;
    await run((_request, response) => {
      if (++turn < policy.refusalsBelieved) response.writeHead(403).end();
      else response.end(body);
    });
    await server?.close();
    await rm(path.join(root, 'export.zip'));
    await assert.rejects(
      run((_request, response) => void response.writeHead(403).end()),
      { code: 'linkExpired' },
    );
    assert.equal(server?.received.length, policy.refusalsBelieved);
    assert.deepEqual(await readdir(root), ['export.zip.part']);
  });

  it('waits as long as the host asks, at most', async () => {
    const waits: number[] = [];
    let turn = 0;
    const clock = { now: Date.now, delay: async (ms: number) => void waits.push(ms) };
    await run(
      (_request, response) => {
        if (++turn === 1) response.writeHead(503, { 'retry-after': '7' }).end();
        else if (turn === 2) response.writeHead(429, { 'retry-after': '86400' }).end();
        else response.end(body);
      },
      { clock, policy: { ...policy, capMs: 60_000 } },
    );
    assert.deepEqual(waits, [7000, 300_000]);
  });

  it('takes a body that was packed for the way', async () => {
    await run((_request, response) => {
      const packed = gzipSync(body);
      response
        .writeHead(200, { 'content-encoding': 'gzip', etag: '"a"', 'content-length': packed.length })
        .end(packed);
    });
    assert.ok(body.equals(await result()));
  });

  it('shows progress at least twice a second, also while nothing comes', async () => {
    const times: number[] = [];
    server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': body.length, etag: '"a"' });
      response.write(body.subarray(0, 1000));
      setTimeout(() => response.end(body.subarray(1000)), 1200);
    });
    for await (const { receivedBytes } of download(requestOf(server.origin), new AbortController().signal))
      times.push(receivedBytes);
    // Some 1.2 seconds: a snapshot every quarter of one, give or take a busy machine.
    assert.ok(times.length >= 4, `${times.length} times`);
  });

  it('stops at once when it is cancelled, and what had come stays for later', async () => {
    const cancel = new AbortController();
    server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': body.length, etag: '"a"' });
      response.write(body.subarray(0, 100_000));
    });
    await assert.rejects(
      (async () => {
        for await (const { totalBytes } of download(requestOf(server.origin), cancel.signal)) {
          if (totalBytes !== undefined) cancel.abort();
        }
      })(),
      { name: 'AbortError' },
    );
    assert.deepEqual((await readdir(root)).sort(), ['export.zip.part', 'export.zip.state.part']);
    assert.equal((await stat(path.join(root, 'export.zip.part'))).size, 100_000);
  });

  it('has nothing to do for what is there already', async () => {
    await writeFile(path.join(root, 'export.zip'), 'x');
    assert.deepEqual(await run(() => assert.fail('nothing is to be asked')), []);
  });

  it('goes nowhere but https, and http on this machine', () => {
    const good = ['https://a.example/x', 'http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:9/'];
    const bad = [
      'http://a.example/',
      'http://127.0.0.1.example/',
      'http://localhost.example/',
      'ftp://localhost/',
      'file:///etc/passwd',
      'https://user@a.example/',
      'https://a:b@a.example/',
      'x',
      '',
    ];
    for (const url of good) assert.ok(checkLink(url));
    for (const url of bad) assert.throws(() => checkLink(url), { code: 'linkRefused' }, url);
  });
});
