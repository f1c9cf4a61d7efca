import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';

/** How the bytes of a text are to be read. */
export interface TextEncoding {
  /** A label of the Encoding Standard that the platform's TextDecoder knows, such as `utf-8` or `windows-1252`. */
  readonly label: string;
  /** False where other encodings fit the bytes about as well and read other letters: whoever uses it says so, or asks. */
  readonly isCertain: boolean;
  /** Bytes of a byte order mark at the start. */
  readonly bomBytes: number;
  /** What else fits, the likeliest first; without `label`. */
  readonly others: readonly string[];
}

const marks = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * Recognises how a text is encoded. `bytes` may be its first part; a character that is cut at the end counts as whole then
 * (`isCut`). Undefined where no encoding that the platform can decode fits.
 */
export function recogniseEncoding(bytes: Uint8Array, isCut = false): TextEncoding | undefined {
  const mark = marks.find((it) => it.bytes.every((byte, at) => bytes[at] === byte));
  if (mark) return { label: mark.label, isCertain: true, bomBytes: mark.bytes.length, others: [] };
  const wide = recogniseWide(bytes);
  if (wide !== undefined) return { label: wide, isCertain: true, bomBytes: 0, others: [] };
  if (isUtf8(isCut ? withoutCutCharacter(bytes) : bytes))
    return { label: 'utf-8', isCertain: true, bomBytes: 0, others: [] };
  return guess(bytes, isCut);
}

/** Decodes a whole text without its mark; undefined where the bytes are not of this encoding. */
export function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a mark: every other byte of ASCII is zero. */
function recogniseWide(bytes: Uint8Array): string | undefined {
  const pairs = Math.min(512, bytes.length >> 1);
  let zeroFirst = 0;
  let zeroSecond = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) zeroFirst++;
    if (bytes[2 * pair + 1] === 0) zeroSecond++;
  }
  if (pairs < 2) return undefined;
  if (zeroSecond > pairs * 0.4 && zeroFirst === 0) return 'utf-16le';
  if (zeroFirst > pairs * 0.4 && zeroSecond === 0) return 'utf-16be';
  return undefined;
}

/** Without the first bytes of a character whose others were cut off. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
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

/** So sure must the detector be to be believed alone. */
const certainConfidence = 80;

function guess(bytes: Uint8Array, isCut: boolean): TextEncoding | undefined {
  const fitting = chardet.analyse(bytes).flatMap(({ name, confidence }) => {
    const label = name === 'ISO-8859-1' ? 'windows-1252' : name.toLowerCase();
    const text = canDecode(label) ? decodeStart(bytes, label, isCut) : undefined;
    return text === undefined ? [] : [{ label, confidence, text }];
  });
  const [first] = fitting;
  if (!first) return undefined;
  const isCertain = first.confidence >= certainConfidence || fitting.every((it) => it.text === first.text);
  const others = [...new Set(fitting.map((it) => it.label))].filter((it) => it !== first.label);
  return { label: first.label, isCertain, bomBytes: 0, others };
}

function canDecode(label: string): boolean {
  try {
    return new TextDecoder(label) !== undefined;
  } catch {
    return false;
  }
}

function decodeStart(bytes: Uint8Array, label: string, isCut: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}
