import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { isDefect } from '../../../src/api/defect.ts';
import { AbortedError, AuthError, RateLimitedError } from '../../../src/api/errors.ts';
import { explainError } from '../../../src/host/explainError.ts';
import { UserError } from '../../../src/protocol/userError.ts';

const unexpected = 'An unexpected error occurred. See the log for details.';

/** What the editor's files are refused with. */
const editorError = Object.assign(new Error('Unable to read file “a.csv”'), {
  name: 'FileNotFound (FileSystemError)',
});

describe('explaining an error', () => {
  const expected: [string, unknown, RegExp][] = [
    [
      'a UserError',
      new UserError('The file is gone. Choose another one.'),
      /^The file is gone\. Choose another one\.$/,
    ],
    [
      'one of the API',
      new AuthError('The service does not know this key'),
      /^The service does not know this key\.$/,
    ],
    ['what the editor’s files are refused with', editorError, /^Unable to read file “a\.csv”\.$/],
  ];
  for (const [name, error, sentence] of expected)
    it(`tells ${name} in its sentence`, () => {
      assert.match(explainError(error), sentence);
      assert.equal(isDefect(error), false);
    });

  it('tells what the file system refuses', async () => {
    const error = await readFile('/nowhere/at/all').catch((it: unknown) => it);
    assert.match(explainError(error), /^ENOENT: no such file.*nowhere.*\.$/);
    assert.equal(isDefect(error), false);
  });

  it('tells when to come back where a rate limit says so', () => {
    const at = new Date(2020, 0, 1, 15, 4, 5);
    const said = explainError(new RateLimitedError('Too many requests.', at.getTime()));
    assert.equal(said, `Too many requests. Try again at ${at.toLocaleTimeString('en')}.`);
  });

  it('takes what was cancelled for no defect, the editor’s own error included', () => {
    for (const error of [
      new AbortedError('Cancelled.'),
      new DOMException('x', 'AbortError'),
      Object.assign(new Error('Canceled'), { name: 'Canceled' }),
    ])
      assert.equal(isDefect(error), false);
  });

  for (const thrown of [
    new TypeError('Cannot read properties of jane@example.com'),
    new Error('jane@example.com'),
    Object.assign(new Error('jane@example.com'), { code: 'ERR_ASSERTION' }),
    'jane@example.com',
    undefined,
  ])
    it(`tells nothing of ${String(thrown)}`, () => {
      assert.equal(explainError(thrown), unexpected);
      assert.equal(isDefect(thrown), true);
    });
});
