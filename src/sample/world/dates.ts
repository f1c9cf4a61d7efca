export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Days since 1970-01-01 at which the app group's growth is at 1; what grows is larger later and smaller before. */
export const referenceDay = 20_454; // 2026-01-01

/**
 * One instant in the spellings that one API uses side by side. `spelling` picks one; the same item always gets the same.
 */
export function formatInstant(epochMs: number, spelling: number): string {
  const iso = new Date(epochMs).toISOString();
  switch (spelling % 5) {
    case 0:
      return iso;
    case 1:
      return `${iso.slice(0, 19)}+00:00`;
    case 2:
      return `${new Date(epochMs - 4 * hourMs).toISOString().slice(0, 19)}-04:00`;
    case 3:
      return iso.replace('Z', '+00:00');
    default:
      return `${iso.slice(0, 10)} ${iso.slice(11, 23)} UTC`;
  }
}

const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/**
 * What `Date.toISOString` gives, for times after 1970: written here because a user has some thirty of them, and they were
 * two fifths of the time it took to make one.
 */
export function isoOf(epochMs: number): string {
  const day = Math.floor(epochMs / dayMs);
  const ms = epochMs - day * dayMs;
  const [hour, minute, second] = [
    Math.floor(ms / hourMs),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  const clock = `${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second]}`;
  return `${isoDayOf(day)}T${clock}.${String(ms % 1000).padStart(3, '0')}Z`;
}

/** `2016-05-31`, from the days since 1970-01-01: years are counted from March, so that the leap day comes last. */
function isoDayOf(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const year = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  return `${year + era * 400 + (month < 10 ? 0 : 1)}-${twoDigits[month < 10 ? month + 3 : month - 9]}-${twoDigits[date]}`;
}
