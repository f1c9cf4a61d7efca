import * as l10n from '@vscode/l10n';
import { isUserError } from '../protocol/userError.ts';
import { isSystemError } from '../util/systemError.ts';
import { isAborted, isApiError } from './errors.ts';

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

/** What is shown in place of a defect's message. */
export function describeDefect(): string {
  return l10n.t('An unexpected error occurred. See the log for details.');
}
