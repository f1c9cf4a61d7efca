import { isUtf8 } from 'node:buffer';
import { utf8Mark } from './byteOrderMark.ts';
import { createFatalDecoder } from './encodingTable.ts';
import { guessEncoding } from './guessEncoding.ts';
import { isShiftingJapanese, withoutCutCharacter } from './utf8.ts';

/** How the bytes of a text are to be read. */
export interface TextEncoding {
  /** A label of the Encoding Standard that the platform's TextDecoder knows, such as `utf-8` or `windows-1252`. */
  readonly label: string;
  /** False where other encodings fit the bytes about as well and read other letters: the caller asks the user, or refuses. */
  readonly isCertain: boolean;
  /** Bytes of a byte order mark at the start. */
  readonly bomBytes: number;
  /** What else fits and reads other letters, the likeliest first; without `label`. */
  readonly others: readonly string[];
}

const marks = [
  { label: 'utf-8', bytes: utf8Mark },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

const utf32Marks = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];

/**
 * Recognises how a text is encoded. `bytes` may be its first part; a character that is cut at the end counts as whole then
 * (`isCut`). Undefined where no encoding that the platform can decode fits.
 */
export function recogniseEncoding(bytes: Uint8Array, isCut = false): TextEncoding | undefined {
  if (hasUtf32Mark(bytes)) return undefined;
  const mark = marks.find((it) => startsWith(bytes, it.bytes));
  if (mark) return { label: mark.label, isCertain: true, bomBytes: mark.bytes.length, others: [] };
  const wide = recogniseWide(bytes, isCut);
  if (wide !== undefined) return { label: wide, isCertain: true, bomBytes: 0, others: [] };
  if (isUtf8(isCut ? withoutCutCharacter(bytes) : bytes)) {
    const label = isShiftingJapanese(bytes) ? 'iso-2022-jp' : 'utf-8';
    return { label, isCertain: true, bomBytes: 0, others: [] };
  }
  const guess = guessEncoding(bytes);
  const { valid, invalid } = countUtf8(bytes);
  if (valid === 0) return guess && { ...guess, bomBytes: 0 };
  // Letters in UTF-8 beside bytes that are none: damaged, or two texts in one. In no encoding all of it is right.
  const others = guess ? [guess.label, ...guess.others] : [];
  if (valid >= invalid) return { label: 'utf-8', isCertain: false, bomBytes: 0, others };
  const isWide = guess !== undefined && /^(?:gb|big5|shift|euc)/.test(guess.label);
  return guess && { ...guess, isCertain: guess.isCertain && isWide, bomBytes: 0 };
}

/** Whether a text begins as UTF-32 does, which the platform does not decode. */
export function hasUtf32Mark(bytes: Uint8Array): boolean {
  return utf32Marks.some((it) => startsWith(bytes, it));
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** UTF-16 without a mark. No other text has zero bytes, and here they are on one side of the pairs only. */
function recogniseWide(bytes: Uint8Array, isCut: boolean): string | undefined {
  const start = bytes.subarray(0, 64 * 1024);
  if (!isCut && bytes.length % 2 !== 0) return undefined;
  // Nearly every text: found out fast.
  if (!start.includes(0)) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < start.length; at++) if (start[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [first = 0, second = 0] = zeros;
  if (first === 0 ? second === 0 : second !== 0) return undefined;
  const label = first === 0 ? 'utf-16le' : 'utf-16be';
  try {
    const text = createFatalDecoder(label)?.decode(start, { stream: true });
    // Of something that is no text, most pairs are no characters that people use.
    return text !== undefined && !/[\0-\x08\x0e-\x1f\x80-\x9f\ufffd-\uffff]|\p{Cn}|\p{Co}/u.test(text)
      ? label
      : undefined;
  } catch {
    return undefined;
  }
}

/** How many characters beyond ASCII are right in UTF-8, and how many bytes are not. */
function countUtf8(bytes: Uint8Array): { valid: number; invalid: number } {
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) {
      valid++;
      at += length - 1;
    } else invalid++;
  }
  return { valid, invalid };
}

/** Whether the platform can decode what is labelled so. */
export function isKnownEncoding(label: string): boolean {
  return createFatalDecoder(label) !== undefined;
}
