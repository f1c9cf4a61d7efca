/** The texts of a list that was kept or set, whatever else became of it. */
export function textsOf(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((it): it is string => typeof it === 'string') : [];
}
