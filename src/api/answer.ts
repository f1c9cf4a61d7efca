import * as l10n from '@vscode/l10n';
import { asLine } from '../util/showText.ts';
import { permissionOf, type Endpoint } from './endpoint.ts';
import {
  AuthError,
  BadRequestError,
  ForbiddenError,
  NetworkError,
  NotFoundError,
  RateLimitedError,
  SchemaError,
  ServerError,
  type ApiError,
} from './errors.ts';
import { readRetryAfter, readRetryAt } from './rateLimit.ts';

/** A whole answer: what came, before any schema has looked at it. The key is out of `body`, but not of `headers`. */
export interface Arrived {
  status: number;
  headers: Headers;
  body: string;
}

const readHeaders = [
  ...['Content-Type', 'Retry-After'],
  ...['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
];

/** The answer with just the headers that are read here: `Location` and others may repeat the key. */
export function keepReadHeaders({ headers: all, ...arrived }: Arrived): Arrived {
  const headers = new Headers();
  for (const name of readHeaders) {
    const value = all.get(name);
    if (value !== null) headers.set(name, value);
  }
  return { ...arrived, headers };
}

/** A JSON value with its text: parsing loses digits of whole numbers beyond 2^53, and the form of `1.0`. */
export interface Body {
  raw: unknown;
  text: string;
}

/** The body as JSON. Throws a SchemaError, with different messages for a web page and for truncated JSON. */
export function parseBody(arrived: Arrived): Body {
  try {
    return { raw: JSON.parse(arrived.body), text: arrived.body };
  } catch {
    const sentence = looksLikeHtml(arrived)
      ? l10n.t(
          'A web page came instead of JSON: a proxy or a sign-in page may stand between you and the service.',
        )
      : arrived.body.trim() === ''
        ? l10n.t('The answer is empty where JSON was expected.')
        : l10n.t('The answer is not valid JSON; it may have been cut short.');
    throw new SchemaError(sentence, arrived.body, arrived.body);
  }
}

/** The `errors[]` of an answer, as text: on a 2xx they are warnings. */
export function readWarnings(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return [];
  const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [body.errors];
  return errors.map((it) => tidy(asText(it))).filter((it) => it !== '');
}

/** The error that an answer outside 200 to 299 stands for. Its message quotes the service where it says something. */
export function readFailure(row: Endpoint, arrived: Arrived, nowMs: number): ApiError {
  const { status, headers } = arrived;
  const message = quoteAnswer(arrived);
  if (status >= 300 && status < 400)
    return new NetworkError(
      l10n.t(
        'The service redirected {0} to another address; redirects are refused so that the key stays on its own host.',
        row.path,
      ),
      { passing: false },
    );
  switch (status) {
    case 401:
      return new AuthError(
        l10n.t('The service does not know this key: it is wrong, or belongs to another instance.') + message,
      );
    case 403:
      return new ForbiddenError(
        l10n.t('The key lacks the permission "{0}", or this address may not use it.', permissionOf(row)) +
          message,
        permissionOf(row),
      );
    case 404:
      return new NotFoundError(l10n.t('The service does not offer {0} at this address.', row.path) + message);
    case 429:
      return new RateLimitedError(
        l10n.t('The service asks to wait (rate limit).') + message,
        readRetryAt(headers, nowMs),
        // 429 also says that one export is already running, whatever is left of the limit.
        { usedUp: headers.get('x-ratelimit-remaining') === '0' && !/already|in progress/i.test(message) },
      );
    default:
      if (status >= 500)
        return new ServerError(
          l10n.t('The service failed (HTTP {0}).', status) + message,
          status,
          // The window's reset says nothing about a fault: only `Retry-After` itself is an order to wait.
          readRetryAfter(headers, nowMs),
        );
      return new BadRequestError(l10n.t('The service refused the request (HTTP {0}).', status) + message);
  }
}

/** What the service says for itself, as a sentence to stand behind another; empty where it says nothing. */
export function quoteService(body: unknown): string {
  const texts: string[] = [];
  if (typeof body === 'string') texts.push(body);
  else if (typeof body === 'object' && body !== null) {
    if ('message' in body) texts.push(asText(body.message));
    if ('error' in body) texts.push(asText(body.error));
    texts.push(...readWarnings(body));
  }
  // Some services repeat a message in two fields; "success" explains no failure.
  const messages = [...new Set(texts.map((it) => it.trim()))].filter((it) => !/^(?:success)?$/i.test(it));
  const said = tidy(messages.join('; '));
  return said === '' ? '' : ` ${l10n.t('It says: “{0}”.', said)}`;
}

function quoteAnswer(arrived: Arrived): string {
  try {
    return quoteService(JSON.parse(arrived.body));
  } catch {
    return looksLikeHtml(arrived)
      ? ` ${l10n.t('It sent a web page; a proxy may stand in between.')}`
      : quoteService(arrived.body);
  }
}

/** Asked only of what is no JSON: some services give the wrong type for JSON, and no JSON begins with `<`. */
function looksLikeHtml({ headers, body }: Arrived): boolean {
  return (headers.get('Content-Type') ?? '').toLowerCase().includes('html') || /^\s*</.test(body);
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** One line of bounded length: the text is the service's and is shown in messages. */
function tidy(text: string): string {
  return asLine(text.replace(/\s+/g, ' ').trim());
}
