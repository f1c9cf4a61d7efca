import assert from 'node:assert/strict';
import * as z from 'zod';
import { createAnswerer } from '../../../src/host/answerer.ts';
import { explainIssues } from '../../../src/host/explainIssues.ts';
import { viewerArguments } from '../../../src/viewer/viewerArguments.ts';
import { longestText } from '../../../src/protocol/viewer.ts';

const list = { of: 'file' };
const pattern = { kind: 'text', text: 'x', matchCase: true, wholeWord: true, isRaw: false };

/** What was asked, and the sentence that refuses it. */
const refused: [{ parse(value: unknown): unknown }, unknown, string][] = [
  [
    viewerArguments.startTask,
    { kind: 'find', pattern: { ...pattern, text: 'x'.repeat(longestText + 1) } },
    '`pattern.text` must have at most 10,000 characters.',
  ],
  [
    viewerArguments.startTask,
    { kind: 'find', pattern: { ...pattern, text: '' } },
    '`pattern.text` must have at least 1 character.',
  ],
  [viewerArguments.readRows, { list, from: 0, count: 501, columns: [] }, '`count` must be at most 500.'],
  [
    viewerArguments.readRows,
    { list, from: 0, count: 1, columns: Array(201).fill({ path: '', show: 'value' }) },
    '`columns` must have at most 200 elements.',
  ],
  [
    viewerArguments.readRows,
    { list, from: 0, count: 1, columns: [{ path: 'a', show: 'html' }] },
    '`columns.0.show` must be one of value, last, count.',
  ],
  [viewerArguments.readRows, { list, from: 0.5, count: 1, columns: [] }, '`from` must be a whole number.'],
  [viewerArguments.findKey, { isRaw: false }, '`text` must be a text.'],
  [
    viewerArguments.findKey,
    { text: '', isRaw: false, more: 1 },
    'What the page asked with has more in it than is taken.',
  ],
  [viewerArguments.findKey, undefined, 'What the page asked with must be an object.'],
  [viewerArguments.startTask, { kind: 'shell' }, '`kind` is not understood.'],
  [viewerArguments.openRows, { list, ranges: [{ from: 5, to: 4 }] }, '`ranges` is not understood.'],
];

describe('explainIssues', () => {
  for (const [reader, argument, sentence] of refused)
    it(`says: ${sentence}`, () => {
      assert.throws(
        () => {
          try {
            reader.parse(argument);
          } catch (error) {
            throw explainIssues(error);
          }
        },
        { message: sentence },
      );
    });

  it('leaves other errors as they are', () => {
    const error = new Error('It broke.');
    assert.equal(explainIssues(error), error);
  });

  it('is what a page is told', async () => {
    const posted: unknown[] = [];
    let ask: (message: unknown) => void = () => undefined;
    const port = {
      post: (message: unknown) => void posted.push(message),
      listen: (listener: (message: unknown) => void) => {
        ask = listener;
        return () => undefined;
      },
    };
    const find = { argument: z.string().max(3), run: () => undefined };
    createAnswerer<{ find(text: string): undefined }>(
      port,
      { find },
      {
        explain: (error) => ({ code: 'unexpected', message: (error as Error).message }),
        report: () => undefined,
      },
    );
    ask({ kind: 'ask', id: 1, name: 'find', argument: 'long' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const message = 'What the page asked with must have at most 3 characters.';
    assert.deepEqual(posted, [{ kind: 'failure', id: 1, failure: { code: 'unexpected', message } }]);
  });
});
