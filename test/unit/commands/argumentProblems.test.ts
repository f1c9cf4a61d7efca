import assert from 'node:assert/strict';
import * as z from 'zod';
import { explainProblem, problem } from '../../../src/commands/argumentProblems.ts';

describe('explainProblem', () => {
  const schema = z.object({
    id: z.string(problem('notText')).min(1, problem('empty')),
    kind: z.enum(['segment'], problem('notItemKind')).optional(),
    fields: z.array(z.string(problem('notText'))).optional(),
  });

  for (const [argument, sentence] of [
    [{ id: 5 }, 'appboy.openItem: `id` must be text.'],
    [{}, 'appboy.openItem: `id` must be text.'],
    [{ id: '' }, 'appboy.openItem: `id` must not be empty.'],
    [{ id: 'a', fields: ['a', 5] }, 'appboy.openItem: `fields.1` must be text.'],
    [{ id: 'a', fields: 'a' }, 'appboy.openItem: `fields` is not understood.'],
    ['a', 'appboy.openItem: the argument must be an object.'],
  ] as const)
    it(`names the command, the property and what is wrong: ${JSON.stringify(argument)}`, () => {
      const issue = schema.safeParse(argument).error?.issues[0];
      assert.equal(explainProblem('appboy.openItem', issue?.path ?? [], issue?.message), sentence);
    });

  it('lists the kinds of items', () => {
    const issue = schema.safeParse({ id: 'a', kind: 'user' }).error?.issues[0];
    assert.match(
      explainProblem('A document', issue?.path ?? [], issue?.message),
      /^A document: `kind` must be one of metric, segment, .*[a-z]\.$/,
    );
  });
});
