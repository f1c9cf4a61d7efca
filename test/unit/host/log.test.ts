import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { endpoints } from '../../../src/api/endpoints.ts';
import { AuthError, ServerError } from '../../../src/api/errors.ts';
import { createLog, type LogChannel, type LogEvent } from '../../../src/host/log.ts';
import { createLoggedDownload } from '../../../src/host/loggedFetch.ts';
import { createTestClient } from '../api/testClient.ts';
import { sendJson, startServer } from '../../support/httpServer.ts';

/** The lines that events make. */
function linesOf(...events: LogEvent[]): string[] {
  const lines: string[] = [];
  const note = (line: string): void => void lines.push(line);
  const log = createLog({ info: note, warn: note, error: note, show: () => undefined });
  for (const event of events) log.write(event);
  return lines;
}

const lineOf = (error: unknown): string => linesOf({ event: 'error', during: 'background', error })[0] ?? '';

describe('what the log holds of an error', () => {
  const planted = 'jane.doe@example.com';

  it('is class, code and where in the code it was thrown, without folders', () => {
    const line = lineOf(new AuthError(`No ${planted}.`));
    assert.match(line, /^background: Error \(auth\)\n {4}at log\.test\.ts:\d+:\d+/);
    assert.doesNotMatch(line, /test\/|unit|file:/);
  });

  it('is the same of every cause, to a depth that ends circles', () => {
    const inner = new TypeError(planted);
    const outer = new Error(planted, { cause: inner });
    assert.match(lineOf(outer), /\n {2}caused by TypeError\n {4}at log\.test\.ts:/);
    inner.cause = outer;
    assert.equal(lineOf(outer).split('caused by').length, 5);
    assert.ok(!lineOf(outer).includes(planted));
  });

  it('is the code of what the file system refused, and not the path', async () => {
    const error = await readFile(`/nowhere/${planted}`).catch((it: unknown) => it);
    assert.match(lineOf(error), /^background: Error \(ENOENT\)/);
    assert.ok(!lineOf(error).includes('nowhere'));
  });

  /** Ways in which a text may get past a reader of stacks. */
  const fakeFrame = 'it failed\n    at jane (/home/jane/jane-doe.js:1:2)';
  const renamed = new Error('first');
  renamed.message = 'then';
  renamed.stack = `Error: ${fakeFrame}\n    at jane (/home/jane/jane-doe.js:1:2)`;
  const disguised: [string, unknown][] = [
    ['a message with lines like frames', new Error(fakeFrame)],
    ['a message that was changed, and a stack that was not', renamed],
    ['a code', Object.assign(new Error('x'), { code: 'jane@doe' })],
    ['a name', Object.assign(new Error('x'), { name: 'jane doe' })],
    ['a message of its class', new ServerError('jane', 500)],
    ['a text that was thrown', 'jane'],
    ['an object that was thrown', { message: 'jane', stack: fakeFrame }],
    ['several errors in one', new AggregateError([new Error('jane')], 'jane')],
    ['JSON that is none', tryParse('jane')],
  ];
  for (const [name, error] of disguised)
    it(`is nothing of ${name}`, () => assert.doesNotMatch(lineOf(error), /jane|doe/i));

  it('is where it was thrown in stacks as the editor writes them, too', () => {
    const error = new Error('jane');
    error.stack =
      'Error: jane\n\tat a.b (/home/jane/dist/onDemand.cjs:12:345)\n\tat /home/jane/dist/extension.cjs:1:2';
    assert.equal(lineOf(error), 'background: Error\n    at onDemand.cjs:12:345\n    at extension.cjs:1:2');
  });

  it('still shows where an error with such a message was thrown', () => {
    assert.match(lineOf(new Error(fakeFrame)), /at log\.test\.ts:/);
  });
});

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('what the log holds of events', () => {
  it('is every path of the table as it is, and no other', () => {
    for (const row of Object.values(endpoints)) {
      const [line] = linesOf({ event: 'request', row, status: 200, ms: 1.4 });
      assert.equal(line, `${row.method} ${row.path} → 200 in 1 ms`);
    }
    const row = { method: 'GET', path: '/users/jane@example.com' } as const;
    assert.deepEqual(linesOf({ event: 'request', row, status: undefined, ms: 7 }), [
      'GET (another path) → no answer after 7 ms',
    ]);
  });

  it('is words of our own where an export came to rest', () => {
    assert.deepEqual(
      linesOf(
        { event: 'export', kind: 'segment', stage: 'done', code: undefined },
        { event: 'export', kind: 'events', stage: 'failed', code: 'rateLimited' },
        { event: 'export', kind: 'import', stage: 'failed', code: 'Jane’s file' },
      ),
      [
        'An export (segment) came to rest: done',
        'An export (events) came to rest: failed (rateLimited)',
        'An export (import) came to rest: failed (?)',
      ],
    );
  });

  it('is a line for every try of a call, whatever the service answers', async () => {
    let asked = 0;
    const server = await startServer((request, response) => {
      asked += 1;
      if (asked === 1) return void response.socket?.destroy();
      sendJson(response, asked === 2 ? 500 : 401, { message: `jane ${request.target}` });
    });
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line.replace(/ \d+ ms/, ' N ms'));
    const log = createLog({ info: note, warn: note, error: note, show: () => undefined });
    const client = createTestClient(server.origin, {
      onDidTry: (row, status, ms) => log.write({ event: 'request', row, status, ms }),
    });
    await assert.rejects(client.call(endpoints.segmentDetails, { segment_id: 'jane' }), { code: 'auth' });
    await server.close();
    assert.deepEqual(lines, [
      'GET /segments/details → no answer after N ms',
      'GET /segments/details → 500 in N ms',
      'GET /segments/details → 401 in N ms',
    ]);
  });
});

describe('a log that is closed', () => {
  /** What the editor's log does from the moment on in which it closes the extension. */
  const refuse = (): never => {
    throw new Error('Channel has been closed');
  };
  const closed: LogChannel = { info: refuse, warn: refuse, error: refuse, show: refuse };

  it('leaves a download its answer', async () => {
    const reach = createLoggedDownload(async () => new Response('answer'), createLog(closed));
    assert.equal(await (await reach('https://api.test/path', {})).text(), 'answer');
  });

  it('leaves a download its own error', async () => {
    const reach = createLoggedDownload(() => Promise.reject(new Error('no route')), createLog(closed));
    await assert.rejects(reach('https://api.test/path', {}), /no route/);
  });

  it('leaves a call its answer', async () => {
    const server = await startServer((_, response) => sendJson(response, 200, { segments: [] }));
    const log = createLog(closed);
    const client = createTestClient(server.origin, {
      onDidTry: (row, status, ms) => log.write({ event: 'request', row, status, ms }),
    });
    assert.deepEqual((await client.call(endpoints.segmentList, { page: 0 })).value, []);
    await server.close();
  });
});
