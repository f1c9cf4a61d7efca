import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { showCount, showNumber } from '../protocol/showCount.ts';
import { UserError } from '../protocol/userError.ts';

type Issue = z.core.$ZodIssue;

/** What was refused in what a page asked with, as a sentence; any other error as it is. */
export function explainIssues(error: unknown): unknown {
  if (!(error instanceof z.ZodError)) return error;
  const [issue] = error.issues;
  const name = issue?.path.map(String).join('.') ?? '';
  const subject = name === '' ? l10n.t('What the page asked with') : `\`${name}\``;
  return new UserError(explainIssue(subject, issue), { cause: error });
}

/** A sentence about `subject`. Nothing of the value is in it: it may be of any length. */
function explainIssue(subject: string, issue: Issue | undefined): string {
  switch (issue?.code) {
    case 'too_big':
      return explainMaximum(subject, issue.maximum, issue.origin);
    case 'too_small':
      return explainMinimum(subject, issue.minimum, issue.origin);
    case 'invalid_type':
      return (
        kinds[issue.expected]?.(subject) ?? l10n.t('{0} must be of the type {1}.', subject, issue.expected)
      );
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return issue.values.length === 1
        ? l10n.t('{0} must be {1}.', subject, values)
        : l10n.t('{0} must be one of {1}.', subject, values);
    }
    case 'unrecognized_keys':
      return l10n.t('{0} has more in it than is taken.', subject);
    default:
      return l10n.t('{0} is not understood.', subject);
  }
}

function explainMaximum(subject: string, bound: number | bigint, origin: string): string {
  const count = Number(bound);
  if (origin === 'string')
    return l10n.t('{0} must have at most {1}.', subject, showCount(count, 'character'));
  if (origin === 'array') return l10n.t('{0} must have at most {1}.', subject, showCount(count, 'element'));
  return l10n.t('{0} must be at most {1}.', subject, showNumber(count));
}

function explainMinimum(subject: string, bound: number | bigint, origin: string): string {
  const count = Number(bound);
  if (origin === 'string')
    return l10n.t('{0} must have at least {1}.', subject, showCount(count, 'character'));
  if (origin === 'array') return l10n.t('{0} must have at least {1}.', subject, showCount(count, 'element'));
  return l10n.t('{0} must be at least {1}.', subject, showNumber(count));
}

/** TABLE of what zod expects, as sentences. */
const kinds: Readonly<Partial<Record<string, (subject: string) => string>>> = {
  string: (it) => l10n.t('{0} must be a text.', it),
  number: (it) => l10n.t('{0} must be a number.', it),
  int: (it) => l10n.t('{0} must be a whole number.', it),
  boolean: (it) => l10n.t('{0} must be true or false.', it),
  array: (it) => l10n.t('{0} must be a list.', it),
  object: (it) => l10n.t('{0} must be an object.', it),
};
