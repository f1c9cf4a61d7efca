import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { asLine } from '../util/showText.ts';
import type { AuthStyle, Endpoint } from './endpoint.ts';
import { BadRequestError } from './errors.ts';
import { encodeStrictly } from './redact.ts';

/** One HTTP request, ready to be sent or to be shown. */
export interface ApiRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** Where a request goes and how the key travels. `host` is an origin: `https://rest.iad-01.braze.com`. */
export interface Target {
  host: string;
  authStyle: AuthStyle;
}

/** Checks `params` against the row. Throws a BadRequestError that names the parameter, its bounds and what was given. */
export function checkParams<P extends z.ZodType>(
  row: Endpoint<P>,
  params: z.input<P>,
  nowMs: number,
): z.output<P> {
  const checked = row.params.safeParse(params);
  if (!checked.success) throw new BadRequestError(explain(checked.error.issues[0], params));
  const complaint = row.check?.(checked.data, nowMs);
  if (complaint !== undefined) throw new BadRequestError(complaint);
  return checked.data;
}

/** Builds the request of `row`; undefined parameters are left out, and every name and value is percent-encoded. */
export function buildRequest(
  row: Endpoint,
  params: object,
  { host, authStyle }: Target,
  key: string,
): ApiRequest {
  const asParameter = authStyle === 'appGroupId' ? { app_group_id: key } : {};
  const all = { ...asParameter, ...params };
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (authStyle === 'apiKey') headers['Authorization'] = `Bearer ${key}`;
  if (row.method === 'GET') return { method: 'GET', url: withQuery(`${host}${row.path}`, all), headers };
  headers['Content-Type'] = 'application/json';
  return { method: 'POST', url: `${host}${row.path}`, headers, body: JSON.stringify(all) };
}

function withQuery(url: string, params: Record<string, unknown>): string {
  const query = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(String(value))}`)
    .join('&');
  return query === '' ? url : `${url}?${query}`;
}

/** As much of a wrong value as is repeated, in characters. */
const maxShown = 80;

function explain(issue: z.core.$ZodIssue | undefined, params: unknown): string {
  if (!issue) return l10n.t('The parameters do not fit this endpoint.');
  if (issue.code === 'unrecognized_keys')
    return l10n.t('{0} is no parameter of this endpoint.', issue.keys.map((it) => `\`${it}\``).join(', '));
  const name = String(issue.path[0] ?? 'parameters');
  let given = params;
  for (const step of issue.path) given = (given as Record<PropertyKey, unknown> | undefined)?.[step];
  return l10n.t({
    message: '`{0}` {1}, but {2} was given.',
    args: [name, issue.message, describeGiven(given)],
    comment: ['{0} is the name of a parameter, {1} what it must be, such as "must not be empty".'],
  });
}

function describeGiven(given: unknown): string {
  if (given === undefined) return l10n.t('nothing');
  if (Array.isArray(given)) return l10n.t('a list of {0}', given.length);
  if (typeof given === 'object' && given !== null) return l10n.t('an object');
  if (typeof given === 'string') return asLine(shorten(JSON.stringify(given)));
  // JSON has neither NaN nor big integers.
  if (typeof given === 'number' || typeof given === 'bigint') return String(given);
  return JSON.stringify(given) ?? typeof given;
}

function shorten(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
