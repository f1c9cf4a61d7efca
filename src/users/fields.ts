import type { AuthStyle } from '../api/endpoint.ts';

/** A value of `fields_to_export`, and the auth styles whose services know it. */
export interface UserField {
  name: string;
  auth: readonly AuthStyle[];
}

const both = ['appGroupId', 'apiKey'] as const;
const legacyOnly = ['appGroupId'] as const;
const todayOnly = ['apiKey'] as const;

/** TABLE of the fields of a user that can be asked for. */
export const userFields: readonly UserField[] = [
  { name: 'external_id', auth: both },
  { name: 'appboy_id', auth: legacyOnly },
  { name: 'braze_id', auth: todayOnly },
  { name: 'user_aliases', auth: todayOnly },
  { name: 'first_name', auth: both },
  { name: 'last_name', auth: both },
  { name: 'email', auth: both },
  { name: 'dob', auth: both },
  { name: 'home_city', auth: both },
  { name: 'country', auth: both },
  { name: 'phone', auth: both },
  { name: 'language', auth: both },
  { name: 'time_zone', auth: both },
  { name: 'last_coordinates', auth: both },
  { name: 'gender', auth: both },
  { name: 'total_revenue', auth: both },
  { name: 'created_at', auth: todayOnly },
  { name: 'uninstalled_at', auth: todayOnly },
  { name: 'random_bucket', auth: todayOnly },
  { name: 'push_subscribe', auth: both },
  { name: 'email_subscribe', auth: both },
  { name: 'attributed_campaign', auth: todayOnly },
  { name: 'attributed_source', auth: todayOnly },
  { name: 'attributed_adgroup', auth: todayOnly },
  { name: 'attributed_ad', auth: todayOnly },
  { name: 'custom_attributes', auth: both },
  { name: 'custom_events', auth: both },
  { name: 'purchases', auth: both },
  { name: 'devices', auth: both },
  { name: 'push_tokens', auth: both },
  { name: 'apps', auth: both },
  { name: 'campaigns_received', auth: both },
  { name: 'canvases_received', auth: todayOnly },
  { name: 'cards_clicked', auth: both },
];

/** The names that `authStyle`'s service knows. */
export function fieldsOf(authStyle: AuthStyle): string[] {
  return userFields.filter((it) => it.auth.includes(authStyle)).map((it) => it.name);
}

/**
 * What to send as `fields_to_export` for the fields somebody chose (none: all). Today's service requires the list of
 * companies that joined since August 2024, so there "all" is sent as a list; for the first service a missing list means "all".
 */
export function fieldsToSend(chosen: readonly string[], authStyle: AuthStyle): string[] | undefined {
  if (chosen.length > 0) return [...chosen];
  return authStyle === 'apiKey' ? fieldsOf(authStyle) : undefined;
}
