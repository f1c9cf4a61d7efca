import { permissionOf, type AuthStyle, type Endpoint } from '../../api/endpoint.ts';
import { SampleRefusal } from './refusal.ts';

export interface AccessRules {
  /** The one key that is accepted; where it is undefined, every key that is not empty. */
  key: string | undefined;
  /** Permissions that the key lacks, as the dashboard names them: `segments.list`. */
  refuse: readonly string[];
}

/** Which auth style a request uses. A bearer token wins, as it does today. */
export function readAuthStyle(request: Request): AuthStyle {
  return request.headers.has('Authorization') ? 'apiKey' : 'appGroupId';
}

/** Throws a SampleRefusal: 401, which repeats the key as the service does, or 403. */
export function checkAccess(
  request: Request,
  row: Endpoint,
  params: Record<string, unknown>,
  rules: AccessRules,
): void {
  const style = readAuthStyle(request);
  const given =
    style === 'apiKey'
      ? (/^Bearer (.*)$/.exec(request.headers.get('Authorization') ?? '')?.[1] ?? '')
      : readText(params['app_group_id']);
  if (given === '' || (rules.key !== undefined && given !== rules.key))
    throw new SampleRefusal(401, complain(style, given));
  if (rules.refuse.includes(permissionOf(row))) throw new SampleRefusal(403, 'Access Denied');
}

function complain(style: AuthStyle, given: string): string {
  if (style === 'apiKey') return `Invalid API key: ${given}`;
  return given === ''
    ? 'Invalid (or missing) App Group API Identifier'
    : `Invalid App Group API Identifier: ${given}`;
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
