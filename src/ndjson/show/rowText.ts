import { isUtf8 } from 'node:buffer';

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

/** How long the byte order mark is that a line begins with: files with one may have been joined. */
export function measureMark(line: Uint8Array): number {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
}

/** The text of some lines without the byte order marks that any of them begin with. */
export function dropMarks(lines: string): string {
  return lines.replace(/(^|\n)\ufeff/g, '$1');
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

/**
 * What a page would show as nothing at all, and what reorders the text around it, as visible marks: control characters
 * but the tab as their pictures, others by their number (`⟨U+202E⟩`). Joiners stay where they do what they are for.
 */
export function showControls(text: string): string {
  return text.replace(hidden, (it, at: number) => {
    const code = it.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    if ((code === 0x200c || code === 0x200d) && joins(text, at)) return it;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** Whether a text has what `showControls` may have put in for something else. */
export function mayHaveMarks(text: string): boolean {
  return /[\u2400-\u2421]|⟨U\+/.test(text);
}

/** Controls, zero width, marks of direction, separators of lines, invisible operators, a byte order mark in the text. */
const hidden = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Between two emoji U+200D makes them one; between letters of these scripts both joiners are spelling. */
function joins(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  const after = text.slice(at + 1, at + 3);
  if (text[at] === '\u200d' && emojiBefore.test(before) && emojiAfter.test(after)) return true;
  return letterBefore.test(before) && letterAfter.test(after);
}

const emojiBefore = /\p{Extended_Pictographic}\ufe0f?$|\p{Emoji_Modifier}$/u;
const emojiAfter = /^\p{Extended_Pictographic}/u;
const joined = [
  'Arabic',
  'Syriac',
  'Nko',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
]
  .concat(['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'])
  .map((it) => `\\p{Script=${it}}`)
  .join('');
const letterBefore = new RegExp(`(?=[\\p{L}\\p{M}])[${joined}]$`, 'u');
const letterAfter = new RegExp(`^(?=[\\p{L}\\p{M}])[${joined}]`, 'u');

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
