/**
 * What a page would show as nothing at all, and what reorders the text around it, as visible marks: control characters
 * but the tab as their pictures, others by their number (`⟨U+202E⟩`). Joiners stay where they do what they are for.
 */
export function showControls(text: string): string {
  return text.replace(hidden, (it, at: number) => {
    const code = it.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    if ((code === 0x200c || code === 0x200d) && isJoining(text, at)) return it;
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
function isJoining(text: string, at: number): boolean {
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
