import { isUserError, UserError } from '../protocol/userError.ts';

/** An error as it is sent between threads: the class and own properties would be lost otherwise. */
export interface PackedError {
  readonly message: string;
  /** For the log, which reads frames from it. */
  readonly stack: string | undefined;
  /** Whether it is a UserError. */
  readonly isExpected: boolean;
  readonly code?: string;
  readonly syscall?: string;
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, isExpected: false };
  const { message, stack, code, syscall } = error as NodeJS.ErrnoException;
  return {
    message,
    stack,
    isExpected: isUserError(error),
    ...(code === undefined ? {} : { code }),
    ...(syscall === undefined ? {} : { syscall }),
  };
}

/** The error again: whether it was expected, its code and its stack are kept. */
export function unpackError({ message, stack, isExpected, code, syscall }: PackedError): Error {
  const error = isExpected ? new UserError(message) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, code === undefined ? {} : { code }, syscall === undefined ? {} : { syscall });
}
