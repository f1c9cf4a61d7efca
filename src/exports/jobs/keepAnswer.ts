import * as l10n from '@vscode/l10n';
import { isDefect } from '../../api/defect.ts';
import type { Clock } from '../../api/retry.ts';
import { explainFailure } from './jobFailure.ts';
import type { JobStage } from './jobRecord.ts';

const pauseMs = 1000;

export interface KeepContext {
  readonly clock: Pick<Clock, 'delay'>;
  readonly reportUnexpected: (error: unknown) => void;
}

/**
 * Writes down what the service answered. It exists nowhere else and cannot be asked for twice, so a full disk or a folder
 * that is away loses nothing: it is tried again until it is written. Yields the cause before each pause; a defect is
 * reported once. The signal ends it.
 */
export async function* keepAnswer(
  write: () => Promise<void>,
  { clock, reportUnexpected }: KeepContext,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  let isReported = false;
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (isDefect(error) && !isReported) {
        isReported = true;
        reportUnexpected(error);
      }
      yield explainFailure(error);
    }
    await clock.delay(pauseMs, signal);
  }
}

/** The stage while the answer waits to be written. */
export function showUnkept<S extends JobStage>(stage: S, cause: string): S & { trouble: string } {
  return {
    ...stage,
    trouble: l10n.t('The answer is there and cannot be written yet. Make room: {0}', cause),
  };
}
