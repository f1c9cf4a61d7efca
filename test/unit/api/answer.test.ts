import assert from 'node:assert/strict';
import { parseBody, quoteService, readFailure, readWarnings } from '../../../src/api/answer.ts';
import { endpoints } from '../../../src/api/endpoints.ts';
import { SchemaError } from '../../../src/api/errors.ts';

const row = endpoints.segmentList;
const nowMs = Date.UTC(2016, 4, 31, 12);

function arrive(body: string, status = 200, headers: Record<string, string> = {}) {
  return { status, headers: new Headers(headers), body };
}

describe('parseBody', () => {
  it('reads JSON, whatever type it is said to be of', () => {
    assert.deepEqual(parseBody(arrive('{"a":1}', 200, { 'Content-Type': 'text/html' })), {
      raw: { a: 1 },
      text: '{"a":1}',
    });
  });

  const cases: [name: string, body: string, headers: Record<string, string>, sentence: RegExp][] = [
    ['a web page', '\n <!DOCTYPE html><p>Sign in', {}, /^A web page came instead of JSON/],
    [
      'a web page by its type',
      'Sign in',
      { 'Content-Type': 'Text/HTML' },
      /^A web page came instead of JSON/,
    ],
    ['XML', '<?xml version="1.0"?><Error/>', {}, /^A web page came instead of JSON/],
    ['nothing', '', {}, /^The answer is empty where JSON was expected\.$/],
    ['white space', ' \n', {}, /^The answer is empty/],
    [
      'JSON cut short',
      '{"segments":[{"id":"1","na',
      {},
      /^The answer is not valid JSON; it may have been cut short\.$/,
    ],
  ];
  for (const [name, body, headers, sentence] of cases)
    it(`tells ${name}, and keeps it`, () => {
      assert.throws(
        () => parseBody(arrive(body, 200, headers)),
        (error) => error instanceof SchemaError && sentence.test(error.message) && error.raw === body,
      );
    });
});

describe('readWarnings', () => {
  const cases: [name: string, body: unknown, warnings: string[]][] = [
    ['no errors', { message: 'success' }, []],
    ['null', { errors: null }, []],
    ['an empty list', { errors: [] }, []],
    ['texts', { errors: ['one', ' two\nlines ', null, ''] }, ['one', 'two lines']],
    ['objects', { errors: [{ type: 'bad', index: 3 }] }, ['{"type":"bad","index":3}']],
    ['one text', { errors: 'only one' }, ['only one']],
    ['no object', 'text', []],
    ['nothing', null, []],
  ];
  for (const [name, body, warnings] of cases)
    it(`reads ${name}`, () => assert.deepEqual(readWarnings(body), warnings));
});

describe('quoteService', () => {
  it('joins what is said in several places, in one line of bounded length', () => {
    assert.equal(
      quoteService({ message: 'No\n luck', error: 'really', errors: ['one', 'two'] }),
      ' It says: “No luck; really; one; two”.',
    );
    assert.ok(quoteService({ message: 'x'.repeat(5_000) }).length < 400);
  });

  it('repeats nothing that is said in two places', () => {
    assert.equal(quoteService({ message: 'No', errors: ['No ', 'why'] }), ' It says: “No; why”.');
    assert.equal(quoteService({ message: 'success', errors: ['why'] }), ' It says: “why”.');
  });

  for (const silent of [{}, { message: null }, { message: '  ' }, null, 7, [], ''])
    it(`says nothing for ${JSON.stringify(silent)}`, () => assert.equal(quoteService(silent), ''));
});

describe('readFailure', () => {
  const said = '{"message":"no"}';
  const cases: [status: number, code: string, sentence: RegExp][] = [
    [301, 'network', /redirected \/segments\/list .* refused/],
    [302, 'network', /redirects are refused/],
    [307, 'network', /redirects are refused/],
    [400, 'badRequest', /^The service refused the request \(HTTP 400\)\. It says: “no”\.$/],
    [401, 'auth', /^The service does not know this key: .* It says: “no”\.$/],
    [403, 'forbidden', /^The key lacks the permission "segments\.list", .* It says: “no”\.$/],
    [404, 'notFound', /^The service does not offer \/segments\/list at this address\. It says: “no”\.$/],
    [413, 'badRequest', /HTTP 413/],
    [415, 'badRequest', /HTTP 415/],
    [429, 'rateLimited', /^The service asks to wait \(rate limit\)\. It says: “no”\.$/],
    [500, 'server', /^The service failed \(HTTP 500\)\. It says: “no”\.$/],
    [502, 'server', /HTTP 502/],
    [503, 'server', /HTTP 503/],
    [504, 'server', /HTTP 504/],
  ];
  for (const [status, code, sentence] of cases)
    it(`makes HTTP ${status} an error of its own`, () => {
      const failure = readFailure(row, arrive(said, status), nowMs);
      assert.equal(failure.code, code);
      assert.match(failure.message, sentence);
    });

  it('does not repeat a web page', () => {
    const { message } = readFailure(row, arrive('<html><script>1</script>', 502), nowMs);
    assert.equal(message, 'The service failed (HTTP 502). It sent a web page; a proxy may stand in between.');
  });

  it('repeats plain text and JSON under any type', () => {
    assert.match(readFailure(row, arrive('Bad gateway', 502), nowMs).message, /“Bad gateway”/);
    const html = arrive(said, 403, { 'Content-Type': 'text/html' });
    assert.match(readFailure(row, html, nowMs).message, /“no”/);
  });

  it('says nothing of its own where the service says nothing', () => {
    assert.equal(
      readFailure(row, arrive('', 400), nowMs).message,
      'The service refused the request (HTTP 400).',
    );
  });

  it('names the permission', () => {
    const failure = readFailure(endpoints.dailyActives, arrive('', 403), nowMs);
    assert.equal(failure.code === 'forbidden' && failure.permission, 'kpi.dau.data_series');
  });

  it('tells a rate limit that is used up from one export at a time', () => {
    const usedUp = (body: string, remaining: string): boolean => {
      const failure = readFailure(row, arrive(body, 429, { 'X-RateLimit-Remaining': remaining }), nowMs);
      return failure.code === 'rateLimited' && failure.usedUp;
    };
    assert.ok(usedUp('', '0'));
    assert.ok(!usedUp('', '12'));
    assert.ok(!usedUp('{"message":"Export already in progress"}', '0'));
  });

  it('says when to come back', () => {
    const reset = { 'X-RateLimit-Reset': String(nowMs / 1000 + 60) };
    const limited = readFailure(row, arrive('', 429, reset), nowMs);
    assert.equal(limited.code === 'rateLimited' && limited.retryAt, nowMs + 60_000);
    const busy = readFailure(row, arrive('', 503, { 'Retry-After': '7', ...reset }), nowMs);
    assert.equal(busy.code === 'server' && busy.retryAt, nowMs + 7_000);
    const broken = readFailure(row, arrive('', 500, { 'Retry-After': 'x', ...reset }), nowMs);
    assert.equal(
      broken.code === 'server' && broken.retryAt,
      undefined,
      'the window says nothing about a fault',
    );
  });
});
