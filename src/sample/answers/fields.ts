import type { UserProfile } from '../../api/schemas.ts';

/** Every field that `fields_to_export` may name: those of the document, then those of today. At most 40 (see exportToken). */
export const exportableFields: readonly string[] = [
  ...[
    'external_id',
    'appboy_id',
    'first_name',
    'last_name',
    'email',
    'dob',
    'home_city',
    'country',
    'phone',
    'language',
  ],
  ...['time_zone', 'last_coordinates', 'gender', 'total_revenue', 'push_subscribe', 'email_subscribe'],
  ...[
    'custom_attributes',
    'custom_events',
    'purchases',
    'devices',
    'push_tokens',
    'apps',
    'campaigns_received',
  ],
  ...[
    'cards_clicked',
    'attributed_campaign',
    'attributed_source',
    'attributed_adgroup',
    'attributed_ad',
    'braze_id',
  ],
  ...['canvases_received', 'created_at', 'random_bucket', 'uninstalled_at', 'user_aliases'],
];

/** A user with just these fields, or whole where no fields are named. */
export function pickFields(user: UserProfile, fields: readonly string[] | undefined): UserProfile {
  if (!fields) return user;
  return Object.fromEntries(Object.entries(user).filter(([name]) => fields.includes(name)));
}
