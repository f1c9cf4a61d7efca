/** Known by this and not by class: a bundle loaded later brings its own copy of the class. */
const mark = Symbol.for('appboy.userError');

/**
 * An error that was expected: its message is a sentence for the user, in their language, that says what happened and what
 * to do. Every other error, but for those of the API and of the file system, is a defect: the user is told no more than
 * that there is one, since its message may be about anything.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly [mark] = true;
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && mark in error;
}
