import type { Client } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import type { RetryPolicy } from '../api/retry.ts';
import { sliceItems } from '../util/sliceItems.ts';

/** Users as the service sent them, and the ids it does not know. */
export interface FetchedUsers {
  /** JSON texts of one line each, digit for digit as they came. */
  users: string[];
  invalidUserIds: string[];
  warnings: string[];
}

/**
 * Asks for up to 50 users by external id ("Users by UserID Endpoint"). Old services name ids as unknown whose users they
 * send: these are known. An id that is neither named nor sent is unknown. Throws an ApiError.
 */
export async function fetchUsers(
  client: Client,
  ids: readonly string[],
  fields: readonly string[] | undefined,
  signal: AbortSignal,
  policy?: Partial<RetryPolicy>,
): Promise<FetchedUsers> {
  const params = { external_ids: [...ids], ...(fields ? { fields_to_export: withId(fields) } : {}) };
  const { value, text, warnings } = await client.call(endpoints.usersById, params, signal, { policy });
  const found = new Set(value.users.map((user) => user['external_id']));
  // Where users came back without their ids, only the service's own list says who is missing.
  const missing = value.users.length > 0 && found.has(undefined) ? [] : ids.filter((id) => !found.has(id));
  const named = value.invalidUserIds.filter((id) => !found.has(id));
  const users = sliceItems(text, 'users').filter((it) => it !== 'null');
  return { users: users.map(asOneLine), invalidUserIds: [...new Set([...named, ...missing])], warnings };
}

/** Line breaks stand between the parts of JSON only, and so does the white space around them. */
function asOneLine(json: string): string {
  const lines = json.split(/[\r\n]+/);
  return lines.length === 1 ? json : lines.map((line) => line.trim()).join('');
}

/** The id is always asked for: it says whose line it is. */
function withId(fields: readonly string[]): string[] {
  return fields.includes('external_id') ? [...fields] : ['external_id', ...fields];
}
