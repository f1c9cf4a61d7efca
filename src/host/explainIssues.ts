import * as z from 'zod';
import { UserError } from '../protocol/userError.ts';

type Issue = z.core.$ZodIssue;

/** What was refused in what a page asked with, as a sentence; any other error as it is. */
export function explainIssues(error: unknown): unknown {
  if (!(error instanceof z.ZodError)) return error;
  const [issue] = error.issues;
  const name = issue?.path.map(String).join('.') ?? '';
  const subject = name === '' ? 'What the page asked with' : `\`${name}\``;
  return new UserError(`${subject} ${issue ? sayIssue(issue) : notUnderstood}.`, { cause: error });
}

const notUnderstood = 'is not understood';

/** Completes a sentence that begins with the value's name. Nothing of the value is in it: it may be of any length. */
function sayIssue(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return `must ${sayBound('at most', issue.maximum, issue.origin)}`;
    case 'too_small':
      return `must ${sayBound('at least', issue.minimum, issue.origin)}`;
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? `of the type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'has more in it than is taken';
    default:
      return notUnderstood;
  }
}

function sayBound(which: string, bound: number | bigint, origin: string): string {
  const number = bound.toLocaleString('en');
  if (origin === 'string') return `have ${which} ${number} ${bound === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${which} ${number} ${bound === 1 ? 'element' : 'elements'}`;
  return `be ${which} ${number}`;
}

/** TABLE of what zod expects, in words. */
const kinds: Readonly<Partial<Record<string, string>>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
