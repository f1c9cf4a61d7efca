import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { errorCode } from '../util/errorCode.ts';

const code = 'bundleNotLoaded';

/**
 * For every part of the extension that is loaded at first use, inside of a `once`: one that failed is tried again by the
 * next caller, since an update replaces the files while the window still runs. Rejects with a sentence.
 */
export async function loadBundle<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new LoadError(error);
  }
}

class LoadError extends UserError {
  readonly code = code;
  constructor(cause: unknown) {
    super(
      l10n.t(
        'A part of the extension could not be loaded. It may have been updated meanwhile: reload the window.',
      ),
      { cause },
    );
  }
}

/** By `code` and not by class: a bundle loaded later brings its own copy of the class. */
export function isLoadError(error: unknown): boolean {
  return errorCode(error) === code;
}
