import { isAscii, isUtf8 } from 'node:buffer';
import { takeForeignWords } from './foreignWords.ts';
import { recogniseEncoding, type TextEncoding } from './encoding.ts';
import { withoutCutCharacter } from './utf8.ts';

/** Looks whether a text that comes in pieces is UTF-8 to its end, and collects what tells its encoding if it is not. */
export interface Utf8Check {
  /** Whether the text is UTF-8 so far. */
  push(bytes: Buffer): boolean;
  /** The same at its end, where no character may be cut. */
  end(): boolean;
  /** How a text that is not UTF-8 is to be read. Undefined where nothing fits. */
  recognise(): TextEncoding | undefined;
  /** Words that tell encodings apart, each with its bytes. */
  words(): Buffer;
}

/** More words tell nothing new. */
const enoughBytes = 32 * 1024;
const longestWord = 64 * 1024;

export function createUtf8Check(): Utf8Check {
  let cut: Buffer = Buffer.alloc(0);
  let isValid = true;
  let hasSeenUtf8 = false;
  const { collect, takeAll } = createWordCollector();

  return {
    push(bytes) {
      if (!isValid) {
        collect(bytes);
        return false;
      }
      if (cut.length === 0 && isAscii(bytes)) return true;
      const all = cut.length > 0 ? Buffer.concat([cut, bytes]) : bytes;
      const whole = withoutCutCharacter(all);
      if (isUtf8(whole)) {
        hasSeenUtf8 ||= !isAscii(whole.subarray(all[0] === 0xef ? 3 : 0));
        cut = Buffer.from(all.subarray(whole.length));
        return true;
      }
      isValid = false;
      collect(all);
      return false;
    },
    end() {
      if (cut.length === 0 || !isValid) return isValid;
      isValid = false;
      collect(cut);
      return false;
    },
    recognise() {
      const found = recogniseEncoding(takeAll());
      if (!found || !hasSeenUtf8 || found.label === 'utf-8') return found;
      // Right letters in UTF-8 before: in no other encoding are those right too.
      return { ...found, isCertain: false, others: found.others.filter((it) => it !== 'utf-8') };
    },
    words: takeAll,
  };
}

/** Collects the foreign words of a text that comes in pieces. */
function createWordCollector(): { collect(bytes: Buffer): void; takeAll(): Buffer } {
  let words: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);

  /** What a piece ends with may be cut within a word, and within a character: the next piece has the rest. */
  function collect(bytes: Buffer): void {
    if (words.length >= enoughBytes || (tail.length === 0 && isAscii(bytes))) return;
    const all = tail.length > 0 ? Buffer.concat([tail, bytes]) : bytes;
    let end = all.length;
    while (end > 0 && all.length - end < longestWord && (all[end - 1] ?? 0) >= 0x30) end--;
    tail = Buffer.from(all.subarray(end));
    add(all.subarray(0, end));
  }

  function add(bytes: Buffer): void {
    words = takeForeignWords(words.length > 0 ? Buffer.concat([words, Buffer.from('\n'), bytes]) : bytes);
  }

  function takeAll(): Buffer {
    if (words.length < enoughBytes) add(tail);
    tail = Buffer.alloc(0);
    return words;
  }

  return { collect, takeAll };
}
