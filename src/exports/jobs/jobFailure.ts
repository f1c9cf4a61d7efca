import * as l10n from '@vscode/l10n';
import { displayLocale } from '../../protocol/language.ts';
import { describeDefect, isDefect } from '../../api/defect.ts';
import { isApiError, type ApiError } from '../../api/errors.ts';
import { UserError } from '../../protocol/userError.ts';
import { asError } from '../../util/asError.ts';
import { endSentence } from '../../util/sentence.ts';
import { isSystemError } from '../../util/systemError.ts';
import { adviseOnArchive, ArchiveError, isDiskFull } from '../lines/archiveError.ts';
import { IdListError } from '../kinds/idList.ts';
import type { JobRecord, JobStage, JobStageOf } from './jobRecord.ts';
import { UnclearEncodingError } from '../lines/unclearEncoding.ts';
import { LinkExpiredError, LinkRefusedError } from '../download/link.ts';

/** The reason to abort a job's signal with when the editor goes: the job is not over, it goes on after the next start. */
export class ShutdownError extends Error {
  override readonly name = 'AbortError';
}

/** Another process has the job now: nothing of it may be written here any more. */
export class TakenOverError extends ShutdownError {}

/** The job asks through a connection that is no longer there. One of the same name would be another one. */
export class ConnectionRemovedError extends UserError {
  constructor(name: string) {
    super(l10n.t('The connection “{0}” was removed.', name));
  }
}

type Failure = JobStageOf<'failed' | 'expired'>;

/**
 * The sentence of an expected error. A defect gets the general one, since the ledger and the manifest keep what is said
 * here, and a defect's message may quote a profile.
 */
export function explainFailure(error: unknown): string {
  return isDefect(error) ? describeDefect() : endSentence(asError(error).message);
}

/**
 * Makes the stage of a job that an error ended: the cause, and what can be done about it. `during` is the stage it was in.
 * The caller reports a defect, of which the stage says no more than that there was one.
 */
export function describeFailure(
  error: unknown,
  during: JobStage['stage'],
  at: number,
  kind: JobRecord['kind'],
): Failure {
  if (error instanceof LinkExpiredError) return { stage: 'expired', at, message: error.message };
  const fail = (code: string, message: string, remedy: string): JobStageOf<'failed'> => {
    return { stage: 'failed', at, during, code, message, remedy };
  };
  if (error instanceof LinkRefusedError)
    return fail(error.code, error.message, l10n.t('Retry, or export the segment again.'));
  if (error instanceof UnclearEncodingError) {
    const encodings = error.choices.map((it) => ({ ...it }));
    return { ...fail(error.code, error.message, l10n.t('Choose the encoding to open it in.')), encodings };
  }
  if (error instanceof ArchiveError) {
    return fail(
      error.code,
      error.message,
      kind === 'import'
        ? adviseOnArchive(error.code)
        : l10n.t('The archive is kept in the export’s folder. Retry downloads it again.'),
    );
  }
  const message = explainFailure(error);
  if (error instanceof ConnectionRemovedError)
    return fail(
      'connectionRemoved',
      message,
      l10n.t('Connect the app group again, then start a new export.'),
    );
  if (isApiError(error)) return fail(error.code, message, remedies[error.code]);
  if (isDiskFull(error))
    return fail('diskFull', message, l10n.t('Free some space, then Retry goes on where it stopped.'));
  if (isSystemError(error)) {
    return fail(
      'fileSystem',
      l10n.t('The export’s folder could not be used: {0}', message),
      l10n.t('Check the folder, then Retry.'),
    );
  }
  if (error instanceof IdListError)
    return fail('noIds', message, l10n.t('Export the users again. What came so far is kept in the folder.'));
  return fail('unexpected', message, l10n.t('Retry goes on where it stopped.'));
}

/** What helps against a request that failed and may be sent again. */
const remedies: Record<ApiError['code'], string> = {
  auth: l10n.t('Replace the connection’s key, then Retry goes on where it stopped.'),
  forbidden: l10n.t('Correct the cause, then Retry goes on where it stopped.'),
  notFound: l10n.t('Correct the cause, then Retry goes on where it stopped.'),
  badRequest: l10n.t('Correct the cause, then Retry goes on where it stopped.'),
  network: l10n.t('Correct the cause, then Retry goes on where it stopped.'),
  rateLimited: l10n.t('Retry goes on where it stopped.'),
  server: l10n.t('Retry later: it goes on where it stopped.'),
  timeout: l10n.t('Retry later: it goes on where it stopped.'),
  schema: l10n.t('Retry later: it goes on where it stopped.'),
  aborted: l10n.t('Retry goes on where it stopped.'),
};

/** What a request that should have started an export came to. */
type StartFailure = JobStageOf<'failed'>;

/**
 * A request that failed: either it certainly started nothing, or nobody knows, and then only the user may repeat it.
 * `busyMessage` is what a 429 means here.
 */
export function describeStartFailure(error: unknown, at: number, busyMessage: string): StartFailure {
  const fail = (code: string, message: string, remedy: string): StartFailure => {
    return { stage: 'failed', at, during: 'requested', code, message, remedy };
  };
  const message = explainFailure(error);
  if (error instanceof ConnectionRemovedError)
    return fail(
      'connectionRemoved',
      message,
      l10n.t('Nothing was started. Connect the app group again, then start a new export.'),
    );
  if (!isApiError(error)) return unknownStart(at, message);
  switch (error.code) {
    case 'rateLimited':
      if (error.usedUp) return fail('rateLimited', message, describeUsedUp(error.retryAt));
      return fail('alreadyRunning', busyMessage, l10n.t('Wait for it to finish, then Retry.'));
    case 'auth':
      return fail('auth', message, l10n.t('Replace the connection’s key, then Retry.'));
    case 'forbidden':
    case 'notFound':
    case 'badRequest':
      return fail(error.code, message, l10n.t('Nothing was started. Correct the cause, then Retry.'));
    case 'network':
      if (error.unsent)
        return fail(
          'network',
          message,
          l10n.t('Nothing was started. Retry when the service can be reached.'),
        );
      return unknownStart(at, message);
    case 'timeout':
    case 'server':
    case 'schema':
    case 'aborted':
      return unknownStart(at, message);
  }
}

function describeUsedUp(retryAt: number | undefined): string {
  return retryAt === undefined
    ? l10n.t('Nothing was started. Retry in an hour.')
    : l10n.t('Nothing was started. Retry after {0}.', new Date(retryAt).toLocaleTimeString(displayLocale()));
}

/** After a crash or a broken connection nobody knows whether the service began. */
export function unknownStart(at: number, cause: string): StartFailure {
  return {
    stage: 'failed',
    at,
    during: 'requested',
    code: 'startUnknown',
    message: l10n.t('It is not known whether the export was started. {0}', cause),
    remedy: l10n.t(
      'If it was, it runs and its link is lost: Retry starts another one, which the service refuses while one runs.',
    ),
  };
}
