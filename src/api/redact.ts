/** A text cut short in the middle of the key may end with fewer of its characters than this, which are of no use. */
const minTail = 4;

/** What may be left of an escape where a text was cut short in the middle of it. */
const halfAnEscape = '(?:[%\\\\&]\\S{0,8})?';

/**
 * Takes a secret out of text in every encoding in which it may come back: as it is, percent-encoded (once or more), as a form
 * field, in a JSON string or in HTML, one character this way and the next another, in upper and lower case alike, and
 * where the text was cut short, as much of it as is there. The service repeats the key in its error texts.
 */
export function redact(text: string, secret: string): string {
  // White space around a header's value is not sent, so it does not come back.
  const characters = Array.from(secret.trim());
  if (characters.length === 0 || !mayHold(text, characters.slice(0, minTail))) return text;
  const prefix = characters.slice(0, minTail).map(patternOf).join('');
  const rest = characters.slice(minTail).map(patternOf);
  const tail = rest.reduceRight((after, character) => `(?:${character}${after})?`, '');
  return text.replace(
    new RegExp(`${prefix}${rest.join('')}|${prefix}${tail}${halfAnEscape}$`, 'gi'),
    '[key]',
  );
}

/** A quick check that rules out nearly all texts: are the first characters there, as they are or escaped? */
function mayHold(text: string, prefix: readonly string[]): boolean {
  if (!prefix.every((character) => /^[\w-]$/.test(character))) return true;
  const codes = prefix.map((character) => character.charCodeAt(0));
  const escaped = codes.flatMap((code) => [hex(code, 2), code]).join('|');
  // Two patterns: together they have no beginning in common that an engine could skip to.
  return (
    new RegExp(prefix.join(''), 'i').test(text) ||
    new RegExp(`(?:%(?:25){0,3}|\\\\u00|#x?0{0,6})(?:${escaped})`, 'i').test(text)
  );
}

/** Percent-encodes all but letters, digits, `-`, `.`, `_` and `~`: safe in a URL, in a shell's quotes and in a redaction. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Characters that JSON may write with a backslash before them. */
const jsonEscaped: ReadonlySet<string> = new Set(['"', '\\', '/']);
/** Characters that JSON writes as a backslash and a letter. */
const jsonLetters: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };
const htmlNames: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** One character as an alternative of patterns. Every repetition in them has a bound, since the text is not ours. */
function patternOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const bytes = point < 0x80 ? [point] : [...new TextEncoder().encode(character)];
  const units = character.split('').map((unit) => `\\\\{1,4}u${hex(unit.charCodeAt(0), 4)}`);
  const forms = [
    bytes.map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join(''),
    units.join(''),
    `&(?:amp;)?#(?:0{0,6}${point}|x0{0,6}${hex(point, 1)});`,
  ];
  if (character === ' ') forms.push('\\+');
  if (character in jsonLetters) forms.push(`\\\\{1,4}${jsonLetters[character]}`);
  if (character in htmlNames) forms.push(`&(?:amp;)?${htmlNames[character]};`);
  // A text that went through UTF-8 has this where half a pair stood.
  if (!character.isWellFormed()) forms.push('\ufffd');
  // Last: `%` alone would leave the tail of `%25` behind.
  forms.push((jsonEscaped.has(character) ? '\\\\{0,4}' : '') + escapeForRegExp(character));
  return `(?:${forms.join('|')})`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
