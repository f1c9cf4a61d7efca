import { isUtf8 } from 'node:buffer';

/**
 * Whether bytes can be nothing but a text in UTF-8, as nearly every file is: nothing has to be guessed. `isCut` where they are
 * only its beginning.
 */
export function isPlainUtf8(bytes: Uint8Array, isCut: boolean): boolean {
  const whole = isCut ? withoutCutCharacter(bytes) : bytes;
  return isUtf8(whole) && !bytes.includes(0) && !isShiftingJapanese(bytes);
}

/** ISO-2022-JP is all ASCII, with escapes to Japanese and back. */
export function isShiftingJapanese(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return text.includes('\x1b$B') || text.includes('\x1b$@');
}

/** Without the first bytes of a character whose others were cut off. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
