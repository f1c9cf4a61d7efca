import { isUtf8 } from 'node:buffer';
import { measureMark } from '../../text/byteOrderMark.ts';
import { showControls } from '../../text/showControls.ts';

/** What is unusual about a line's bytes. */
export type Oddity = 'bom' | 'crlf' | 'nul' | 'invalidUtf8' | 'loneSurrogate';

/** A line as text, and what had to be done to show it. */
export interface RowText {
  /**
   * Hidden characters as visible marks (`\0` as ␀, see `showControls`), wrong bytes as U+FFFD; without a byte order mark
   * and `\r`.
   */
  readonly text: string;
  readonly oddities: readonly Oddity[];
}

/** `bytes` are a line or the beginning of one (`isWhole` tells). */
export function describeBytes(bytes: Buffer, { isWhole }: { isWhole: boolean }): RowText {
  const oddities: Oddity[] = [];
  const start = measureMark(bytes);
  let end = bytes.length;
  if (start > 0) oddities.push('bom');
  if (isWhole && end > start && bytes[end - 1] === 0x0d) {
    oddities.push('crlf');
    end--;
  }
  if (!isWhole) end = beforeCutCharacter(bytes, end);
  const shown = bytes.subarray(start, end);
  if (shown.includes(0)) oddities.push('nul');
  if (!isUtf8(shown)) oddities.push('invalidUtf8');
  const text = shown.toString('utf8');
  if (hasLoneSurrogate(text)) oddities.push('loneSurrogate');
  return { text: showControls(text), oddities };
}

/** Where the last character ends that is whole, when bytes were cut off after `end`. */
function beforeCutCharacter(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? end - back : end;
  }
  return end;
}

/** Whether an escape names half a surrogate pair: a high half must be followed by the escape of a low half. */
function hasLoneSurrogate(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  // Escaped backslashes are taken together with what follows, so that \\ud800 is no escape of a surrogate.
  const escapes =
    /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\./gs;
  return (text.match(escapes) ?? []).some((it) => it.length === 6);
}
