import assert from 'node:assert/strict';
import type { WaitProgress } from '../../../../src/exports/download/waitForUrl.ts';
import { defaultWaitPolicy, waitForUrl } from '../../../../src/exports/download/waitForUrl.ts';
import type { Answerer, HttpServer } from '../../../support/httpServer.ts';
import { startServer } from '../../../support/httpServer.ts';

describe('waitForUrl', () => {
  let server: HttpServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  /** A clock whose pauses take no time, and that may jump by itself. */
  function createFastClock(jumpMs = 0) {
    const clock = {
      time: 1_000_000,
      waits: [] as number[],
      now: () => clock.time,
      async delay(ms: number, signal: AbortSignal) {
        signal.throwIfAborted();
        clock.waits.push(ms);
        clock.time += ms + (clock.waits.length === 1 ? jumpMs : 0);
      },
    };
    return clock;
  }

  async function run(answer: Answerer, clock = createFastClock(), wasReady = false): Promise<WaitProgress[]> {
    server = await startServer(answer);
    const request = {
      url: `${server.origin}/x.zip`,
      askedAt: 1_000_000,
      wasReady,
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      clock,
      policy: { ...defaultWaitPolicy, pollTimeoutMs: 200 },
    };
    const seen: WaitProgress[] = [];
    for await (const progress of waitForUrl(request, new AbortController().signal)) seen.push(progress);
    return seen;
  }

  it('asks for one byte, never with HEAD, until there is one', async () => {
    let turn = 0;
    const seen = await run((_request, response) => void response.writeHead(++turn < 4 ? 403 : 206).end('P'));
    assert.deepEqual(
      seen.map((it) => [it.polls, it.saw]),
      [
        [1, 'absent'],
        [2, 'absent'],
        [3, 'absent'],
      ],
    );
    for (const request of server?.received ?? []) {
      assert.deepEqual([request.method, request.headers.range], ['GET', 'bytes=0-0']);
    }
  });

  it('waits 15 seconds first, then longer and longer, five minutes at most', async () => {
    let turn = 0;
    const clock = createFastClock();
    await run((_request, response) => void response.writeHead(++turn <= 15 ? 404 : 200).end('P'), clock);
    assert.equal(clock.waits[0], 15_000);
    assert.equal(clock.waits.at(-1), 300_000);
    clock.waits.reduce((before, wait) => {
      assert.ok(wait >= before);
      return wait;
    });
  });

  it('takes a whole answer, or an empty one, for ready, and does not read it', async () => {
    await run((_request, response) => {
      // More than any socket holds: reading it all would never end.
      response.writeHead(200, { 'content-length': 1e12 }).write(Buffer.alloc(100_000));
    });
    await server?.close();
    await run((_request, response) => void response.writeHead(416).end());
  });

  it('keeps looking when the host fails, stalls, breaks off or asks for patience', async () => {
    let turn = 0;
    const clock = createFastClock();
    const seen = await run((_request, response) => {
      turn++;
      if (turn === 1) response.writeHead(500).end();
      else if (turn === 2) response.socket?.destroy();
      else if (turn === 4) response.writeHead(503, { 'retry-after': '120' }).end();
      else if (turn === 5) response.writeHead(206).end('P');
      // The third is never answered.
    }, clock);
    assert.deepEqual(
      seen.map((it) => it.saw),
      ['unreachable', 'unreachable', 'unreachable', 'unreachable'],
    );
    assert.equal(clock.waits[3], 120_000);
  });

  it('says expired where the link says so', async () => {
    const text = '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>';
    await assert.rejects(
      run((_request, response) => void response.writeHead(400).end(text)),
      { code: 'linkExpired' },
    );
    await server?.close();
    await assert.rejects(
      run((_request, response) => void response.writeHead(403).end('<Message>Request has expired</Message>')),
      { code: 'linkExpired' },
    );
  });

  it('says refused where the host says neither', async () => {
    await assert.rejects(
      run((_request, response) => void response.writeHead(400).end('no')),
      { code: 'linkRefused' },
    );
  });

  it('says expired where a link that was ready before keeps refusing', async () => {
    let turn = 0;
    const clock = createFastClock();
    const answer: Answerer = (_request, response) => void response.writeHead(++turn === 3 ? 500 : 403).end();
    await assert.rejects(run(answer, clock, true), { code: 'linkExpired' });
    assert.equal(turn, 7, 'four refusals in a row');
  });

  it('gives an export up after a day of waiting', async () => {
    const clock = createFastClock();
    await assert.rejects(
      run((_request, response) => void response.writeHead(403).end(), clock),
      { code: 'linkExpired' },
    );
    const waitedMs = clock.waits.reduce((sum, it) => sum + it);
    assert.ok(waitedMs >= defaultWaitPolicy.budgetMs && waitedMs < defaultWaitPolicy.budgetMs + 600_000);
  });

  it('does not give up because the clock was set forward', async () => {
    let turn = 0;
    const clock = createFastClock(30 * 24 * 3_600_000);
    await run((_request, response) => void response.writeHead(++turn <= 5 ? 403 : 206).end('P'), clock);
    assert.equal(turn, 6);
  });

  it('gives up after half an hour of looking where the clock says that it is long overdue', async () => {
    const clock = createFastClock(30 * 24 * 3_600_000);
    await assert.rejects(
      run((_request, response) => void response.writeHead(403).end(), clock),
      { code: 'linkExpired' },
    );
    const waitedMs = clock.waits.reduce((sum, it) => sum + it);
    assert.ok(waitedMs >= defaultWaitPolicy.graceMs && waitedMs < defaultWaitPolicy.graceMs + 600_000);
  });
});
