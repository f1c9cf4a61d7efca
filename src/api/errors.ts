/**
 * One class per meaning. `message` is one sentence fit to show and never holds the key; `code` is a literal, so that a
 * switch over it is checked by the compiler and errors can be distinguished across bundles.
 */

/** The key is unknown to this host: a wrong key, or a right key on the wrong instance (HTTP 401). */
export class AuthError extends Error {
  readonly code = 'auth';
}

/** The key is known but may not use this endpoint (HTTP 403). `permission` is what it lacks, as the dashboard names it. */
export class ForbiddenError extends Error {
  readonly code = 'forbidden';
  readonly permission: string;
  constructor(message: string, permission: string) {
    super(message);
    this.permission = permission;
  }
}

/** The host does not know the path (HTTP 404). */
export class NotFoundError extends Error {
  readonly code = 'notFound';
}

/** The service, or our own check before sending, refused the parameters (HTTP 400, 413, 415 and other 4xx). */
export class BadRequestError extends Error {
  readonly code = 'badRequest';
}

/**
 * Over the rate limit, or one export already running (HTTP 429). `retryAt` is epoch milliseconds, where it is known.
 * `usedUp` where it certainly is the rate limit: no request is left in its window.
 */
export class RateLimitedError extends Error {
  readonly code = 'rateLimited';
  readonly retryAt: number | undefined;
  readonly usedUp: boolean;
  constructor(message: string, retryAt: number | undefined, { usedUp = false } = {}) {
    super(message);
    this.retryAt = retryAt;
    this.usedUp = usedUp;
  }
}

/** The service failed (HTTP 5xx). */
export class ServerError extends Error {
  readonly code = 'server';
  readonly status: number;
  readonly retryAt: number | undefined;
  constructor(message: string, status: number, retryAt?: number) {
    super(message);
    this.status = status;
    this.retryAt = retryAt;
  }
}

/** No whole answer arrived: no route, a refused or reset connection, a body cut short, a redirect (which is refused). */
export class NetworkError extends Error {
  readonly code = 'network';
  /** True where the request cannot have reached the service, so that even a POST may be repeated. */
  readonly unsent: boolean;
  /** False where asking again would get the same answer. */
  readonly passing: boolean;
  constructor(message: string, { unsent = false, passing = true } = {}) {
    super(message);
    this.unsent = unsent;
    this.passing = passing;
  }
}

/** No answer within the time allowed. */
export class TimeoutError extends Error {
  readonly code = 'timeout';
}

/**
 * An answer arrived that is no JSON, or JSON of another shape. `text` is what came, `raw` the same as parsed JSON or, where
 * it is none, the text again.
 */
export class SchemaError extends Error {
  readonly code = 'schema';
  readonly raw: unknown;
  readonly text: string;
  constructor(message: string, raw: unknown, text: string) {
    super(message);
    this.raw = raw;
    this.text = text;
  }
}

/** The caller gave up; never shown. `unsent` where what starts something had not been sent by then. */
export class AbortedError extends Error {
  readonly code = 'aborted';
  readonly unsent: boolean;
  constructor(message: string, { unsent = false } = {}) {
    super(message);
    this.unsent = unsent;
  }
}

export type ApiError =
  | AuthError
  | ForbiddenError
  | NotFoundError
  | BadRequestError
  | RateLimitedError
  | ServerError
  | NetworkError
  | TimeoutError
  | SchemaError
  | AbortedError;

const codes: ReadonlySet<string> = new Set<ApiError['code']>([
  ...(['auth', 'forbidden', 'notFound', 'badRequest', 'rateLimited'] as const),
  ...(['server', 'network', 'timeout', 'schema', 'aborted'] as const),
]);

/** By `code` and not by class: a bundle loaded later brings its own copy of each class. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.has(error.code);
}

/** True for every way in which a caller's own cancelling shows up. */
export function isAborted(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' ||
      // The editor's CancellationError.
      error.name === 'Canceled' ||
      ('code' in error && error.code === 'aborted'))
  );
}

/** True where what starts something was given up before it was sent. By `code`, for the same reason. */
export function isUnsent(error: unknown): boolean {
  return isApiError(error) && error.code === 'aborted' && error.unsent;
}
