import { NumberText } from './exactNumber.ts';

/** A 64-bit hash as two unsigned 32-bit halves. */
export interface Hash {
  readonly low: number;
  readonly high: number;
}

/** A value as a key: a string, or a number as the text that is the same however the number is written; undefined for others. */
export function toKey(value: unknown): string | undefined {
  if (value instanceof NumberText) return value.text;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Hashes a key's text (its UTF-16 units): MurmurHash3's mixing in two lanes of different seeds. */
export function hashText(text: string): Hash {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
  }
  return { low: mixHash(low ^ text.length), high: mixHash(high ^ Math.imul(text.length, 0x85ebca6b)) };
}

/** A hash as 16 hexadecimal digits. */
export function formatHash({ low, high }: Hash): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** The last step of MurmurHash3: spreads what differs over all bits. */
export function mixHash(mixed: number): number {
  let hash = mixed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
