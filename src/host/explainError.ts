import * as l10n from '@vscode/l10n';
import { describeDefect, isDefect } from '../api/defect.ts';
import { isApiError } from '../api/errors.ts';
import { displayLocale } from '../protocol/language.ts';
import { endSentence } from '../util/sentence.ts';

/** One sentence fit to show for anything that can be thrown; with the time to come back where a rate limit names it. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error) || error.message === '' || isDefect(error)) return describeDefect();
  const message = endSentence(error.message);
  if (!isApiError(error) || error.code !== 'rateLimited' || error.retryAt === undefined) return message;
  const time = new Date(error.retryAt).toLocaleTimeString(displayLocale());
  return l10n.t('{0} Try again at {1}.', message, time);
}
