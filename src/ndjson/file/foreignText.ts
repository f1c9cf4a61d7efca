import { isUtf8 } from 'node:buffer';
import { decodeStrictly } from '../../text/encodingTable.ts';
import { isPlainUtf8 } from '../../text/utf8.ts';
import { isJson } from '../json/parseJson.ts';

/** A text that is not lines of UTF-8, and what it seems to be. */
export interface ForeignText {
  /** A label of the platform's TextDecoder; undefined where none that it has fits. `utf-8` where only the line ends are others. */
  readonly label: string | undefined;
  /** False where other encodings fit as well, or where a few wrong bytes may be all that is odd. */
  readonly isCertain: boolean;
  /** What else fits, the likeliest first. */
  readonly others: readonly string[];
  /** Lines end with `\r` alone. */
  readonly hasCrOnly: boolean;
  /** A part of a line that is written in it, to choose an encoding by. */
  readonly sample: Buffer;
}

/** Bytes at the beginning of a file that tell how it is written. */
export const recognisedBytes = 256 * 1024;
const sampleBytes = 60;

/** What the beginning of a file is if it is not lines of UTF-8; `isCut` where the file goes on. */
export async function recogniseForeign(beginning: Buffer, isCut: boolean): Promise<ForeignText | undefined> {
  if (beginning.includes(0x0a) && isPlainUtf8(beginning, isCut)) return undefined;
  // Loaded when there is something to guess: its tables of languages take longer to load than all else that opens a file.
  const { recogniseEncoding } = await import('../../text/encoding.ts');
  const encoding = recogniseEncoding(beginning, isCut);
  const label = encoding?.label;
  if (label === 'utf-8' && beginning.includes(0x0a)) return undefined;
  const text = label === undefined ? undefined : decodeBeginning(beginning, label, isCut);
  const hasCrOnly = text !== undefined && endsLinesWithCr(text, isCut);
  if (label === 'utf-8' && !hasCrOnly) return undefined;
  const { isCertain = false, others = [] } = encoding ?? {};
  return { label, isCertain, others, hasCrOnly, sample: pickSample(beginning) };
}

/** UTF-8 has its wrong bytes replaced: here it is about the line ends. Of a cut text the last characters may be missing. */
function decodeBeginning(beginning: Buffer, label: string, isCut: boolean): string | undefined {
  if (label === 'utf-8') return beginning.toString('utf8').replace(/^\ufeff/, '');
  for (let cut = 0; cut < (isCut ? 4 : 1); cut++) {
    const text = decodeStrictly(beginning.subarray(0, beginning.length - cut), label);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** One JSON document may be formatted with `\r`: they end lines only where each of the first lines is JSON. */
function endsLinesWithCr(text: string, isCut: boolean): boolean {
  if (text.includes('\n') || !text.includes('\r')) return false;
  const lines = text.split('\r').slice(0, isCut ? -1 : undefined);
  const [first, second] = lines.filter((it) => it.trim() !== '');
  return first !== undefined && second !== undefined && isJson(first) && isJson(second);
}

/** Around the first byte that is no ASCII. */
function pickSample(beginning: Buffer): Buffer {
  const at = isUtf8(beginning) ? 0 : beginning.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, at - sampleBytes / 2);
  // Pairs of bytes stay together.
  return beginning.subarray(from - (from % 4), from + sampleBytes);
}
