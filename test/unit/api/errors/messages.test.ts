import assert from 'node:assert/strict';
import { readFailure } from '../../../../src/api/answer.ts';
import { endpoints } from '../../../../src/api/endpoints.ts';
import {
  AuthError,
  BadRequestError,
  ForbiddenError,
  NetworkError,
  NotFoundError,
  RateLimitedError,
  SchemaError,
  ServerError,
  TimeoutError,
} from '../../../../src/api/errors.ts';
import { checkKey } from '../../../../src/connections/checkKey.ts';
import { ArchiveError } from '../../../../src/exports/lines/archiveError.ts';
import { describeFailure, describeStartFailure } from '../../../../src/exports/jobs/jobFailure.ts';
import { LinkExpiredError, LinkRefusedError } from '../../../../src/exports/download/link.ts';
import { endSentence } from '../../../../src/util/sentence.ts';
import { startServer } from '../../../support/httpServer.ts';
import { findFaults } from '../../../support/messageFaults.ts';
import { createTestClient } from '../testClient.ts';

/** What services say for themselves: with a full stop and without, in quotes, much, nothing, and not JSON. */
const sayings = [
  '{"message":"Invalid API key"}',
  '{"message":"Invalid API key."}',
  '{"message":"No such “segment”"}',
  '{"message":"It failed!","errors":["one","two."]}',
  `{"message":"${'It failed. '.repeat(100)}"}`,
  '{}',
  '',
  'Bad gateway',
  '<html>Sign in</html>',
];

const statuses = [302, 400, 401, 403, 404, 413, 429, 500, 503];

const failures = statuses.flatMap((status) =>
  sayings.map((body) =>
    readFailure(endpoints.segmentList, { status, headers: new Headers(), body }, Date.now()),
  ),
);

/** Errors of other origins, with and without a full stop of their own. */
const others = [
  new NetworkError('api.test refused the connection.', { unsent: true }),
  new NetworkError('api.test broke the connection off.'),
  new TimeoutError('api.test did not answer within 30 seconds.'),
  new SchemaError('The answer is not valid JSON; it may have been cut short.', '', ''),
  new RateLimitedError('The service asks to wait (rate limit).', Date.now(), { usedUp: true }),
  new ArchiveError('empty', 'The file is empty.'),
  new LinkExpiredError('The link to the export has expired.'),
  new LinkRefusedError('The download link is no address.'),
  Object.assign(new Error("EACCES: permission denied, open '/exports/job.json'"), {
    code: 'EACCES',
    syscall: 'open',
  }),
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' }),
  new TypeError("Cannot read properties of undefined (reading 'id')"),
  new AuthError('The connection “Shop” was removed.'),
];

const check = (message: string): void => assert.deepEqual(findFaults(message), [], message);

describe('findFaults', () => {
  for (const wrong of [
    'Wrong key, or the key of another instance: The service does not know this key: it is wrong, or belongs to another instance.',
    'The key was not saved. It is wrong. The key was not saved.',
    'It says: “No”',
    'It says: “No.”',
    'It is at /tmp/export',
    'It failed..',
  ])
    it(`finds what is wrong with: ${wrong}`, () => assert.notDeepEqual(findFaults(wrong), []));

  for (const right of ['It failed.', 'It says: “No”.', 'It says: “It failed. It failed.”.', 'Is it so?'])
    it(`finds nothing wrong with: ${right}`, () => check(right));
});

describe('the sentences of errors', () => {
  it('end as sentences do, and say nothing twice, whatever the service says', () => {
    for (const { message } of failures) check(message);
  });

  it('do so together with what a job that failed adds to them', () => {
    for (const error of [...failures, ...others]) {
      for (const kind of ['segment', 'events', 'import'] as const) {
        const failed = describeFailure(error, 'downloading', 0, kind);
        check(failed.stage === 'failed' ? `${failed.message} ${failed.remedy}` : failed.message);
      }
      const { message, remedy } = describeStartFailure(
        error,
        0,
        'An export of this segment is already running.',
      );
      check(`${message} ${remedy}`);
    }
  });

  it('are ended where others left them open, and nowhere else', () => {
    for (const [text, ended] of [
      ['It failed', 'It failed.'],
      ['It failed.', 'It failed.'],
      ['Really?', 'Really?'],
      ['It says: “No.”', 'It says: “No.”.'],
      ["open '/x'", "open '/x'."],
      ['cut…', 'cut…'],
      ['', ''],
    ] as const)
      assert.equal(endSentence(text), ended);
  });

  it('have a class for each meaning', () => {
    const classes = new Set(failures.map((it) => it.constructor));
    for (const it of [
      AuthError,
      BadRequestError,
      ForbiddenError,
      NotFoundError,
      RateLimitedError,
      ServerError,
    ])
      assert.ok(classes.has(it), it.name);
  });
});

describe('why a key was not accepted', () => {
  for (const lost of ['“Shop” was not connected.', 'The key of “Shop” was not replaced.'])
    it(`is said once, after: ${lost}`, async () => {
      let answer: { status: number; body: string } = { status: 401, body: '' };
      const server = await startServer((_, response) => {
        response.writeHead(answer.status, { Location: 'https://example.com/' }).end(answer.body);
      });
      const client = createTestClient(server.origin, { random: () => 0 });
      for (const status of [200, ...statuses])
        for (const body of sayings) {
          answer = { status, body };
          const refusal = await checkKey(client, new AbortController().signal);
          assert.ok(refusal, `${status} ${body}`);
          check(`${lost} ${refusal.sentence}`);
        }
      await server.close();
      const refusal = await checkKey(client, new AbortController().signal);
      assert.equal(refusal?.cause, 'noNetwork');
      check(`${lost} ${refusal.sentence}`);
    });

  it('tells what a person can do about it', async () => {
    const causes: Record<number, string> = {
      302: 'wrongInstance',
      400: 'service',
      401: 'wrongKey',
      403: 'missingPermission',
      404: 'wrongInstance',
      429: 'service',
      500: 'service',
    };
    for (const [status, cause] of Object.entries(causes)) {
      const server = await startServer((_, response) => {
        response.writeHead(Number(status), { Location: 'https://example.com/' }).end('{}');
      });
      const refusal = await checkKey(createTestClient(server.origin), new AbortController().signal);
      assert.equal(refusal?.cause, cause);
      await server.close();
    }
  });
});
