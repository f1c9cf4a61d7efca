/** The strings of a list from storage or the settings, which may hold anything. */
export function textsOf(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((it): it is string => typeof it === 'string') : [];
}
