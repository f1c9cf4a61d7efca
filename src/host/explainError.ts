import * as l10n from '@vscode/l10n';
import { isAborted, isApiError } from '../api/errors.ts';
import { displayLocale } from '../protocol/language.ts';
import { isUserError } from '../protocol/userError.ts';
import { endSentence } from '../util/sentence.ts';
import { isSystemError } from '../util/systemError.ts';

/**
 * Whether an error is a fault of this extension. Expected are a UserError, what the API and the file system refuse, and
 * a cancelled call; their messages are sentences. The message of anything else may be about anything, and is never shown.
 */
export function isDefect(error: unknown): boolean {
  return !(
    isUserError(error) ||
    isApiError(error) ||
    isAborted(error) ||
    isSystemError(error) ||
    isEditorFileError(error)
  );
}

/** The editor's FileSystemError, by its name: files that know its class can be tested in an editor only. */
function isEditorFileError(error: unknown): boolean {
  return error instanceof Error && error.name.endsWith('(FileSystemError)');
}

/** One sentence fit to show for anything that can be thrown; with the time to come back where a rate limit names it. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error) || error.message === '' || isDefect(error))
    return l10n.t('An unexpected error occurred. See the log for details.');
  const message = endSentence(error.message);
  if (!isApiError(error) || error.code !== 'rateLimited' || error.retryAt === undefined) return message;
  const time = new Date(error.retryAt).toLocaleTimeString(displayLocale());
  return l10n.t('{0} Try again at {1}.', message, time);
}
