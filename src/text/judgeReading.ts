import type { Candidate, WrittenLanguage } from './alphabets.ts';

/** What a text looks like when it is read in one encoding. */
export interface JudgedText {
  readonly candidate: Candidate;
  readonly text: string;
  /** Different words with letters that ASCII lacks. */
  readonly words: number;
  /** Words and signs that no text has: mixed scripts, capitals inside, letters that no language has together. */
  readonly oddities: number;
  /** How many languages it takes to explain all words. */
  readonly languages: number;
  /** Natural logarithm of how likely the letters are in the best language; 0 for Latin script and where none is known. */
  readonly likelihood: number;
  /** What the detector says of it: 0 to 100. */
  readonly confidence: number;
}

/** Judges what the foreign words of a text (see `guessEncoding`) read as in one encoding. */
export function judgeReading(text: string, candidate: Candidate, confidence: number): JudgedText {
  const words = new Set((text.match(/[\p{L}\p{M}]+/gu) ?? []).filter((it) => /[^\0-\x7fªº]/.test(it)));
  const symbols = new Set(text.match(/.?[^\0-\x7f\p{L}\p{M}].?/gu) ?? []);
  let oddities = [...symbols].filter(isOddSymbol).length;
  const masks: number[] = [];
  for (const word of words) {
    const mask = candidate.isWide ? Number(isWideWord(word)) : languagesOf(word, candidate.languages);
    if (mask === 0) oddities++;
    else masks.push(mask);
  }
  return {
    candidate,
    text,
    words: words.size,
    oddities,
    languages: countLanguages(masks),
    likelihood: measureLikelihood(words, candidate.languages),
    confidence,
  };
}

/** Signs that stand before or after letters in texts of people. */
const mayFollow = /^[’‘”“»›…®™²³¹ªº°–—·,;:!?\u00a0\u00ad‰†‡€£]/u;
const mayPrecede = /[¿¡“”„«‹‘’–—·•§©\u00a0\u00ad…]$/u;
const mayJoin = /^[’‘´`–—\u00a0\u00ad]$/u;

/** `context` is a sign with the characters around it. */
function isOddSymbol(context: string): boolean {
  const at = context.search(/[^\0-\x7f\p{L}\p{M}]/u);
  const sign = String.fromCodePoint(context.codePointAt(at) ?? 0);
  // East Asian punctuation stands anywhere.
  if (/[\u3000-\u303f\uff00-\uff60]/.test(sign)) return false;
  if (/[¤¦¨¸\u2500-\u259f\uff61-\uff9f]/u.test(sign)) return true;
  const before = /\p{L}$/u.test(context.slice(0, at));
  const after = /^\p{L}/u.test(context.slice(at + sign.length));
  if (before && after) return !mayJoin.test(sign);
  return (before && !mayFollow.test(sign)) || (after && !mayPrecede.test(sign));
}

/** Words of one letter that people write. */
const oneLetterWord = /^[ÀÉÓàâèéêïóôåæøöőíáабвжзийкосуэяіїєў]$/u;

/** Bits of the languages that may write a word; 0 for one that none does. */
function languagesOf(word: string, languages: readonly WrittenLanguage[]): number {
  if (hasOddCapitals(word)) return 0;
  const small = word.toLowerCase();
  if ([...word].length === 1 && !oneLetterWord.test(word)) return 0;
  let mask = 0;
  languages.forEach((language, i) => {
    if (isWordOf(small, language)) mask |= 1 << i;
  });
  return mask;
}

/** A capital behind a small letter, one of which at least is not ASCII's. */
function hasOddCapitals(word: string): boolean {
  const pairs = word.match(/\p{Ll}(?=\p{Lu})|(?<=\p{Ll})\p{Lu}/gu);
  return pairs?.some((it) => it > '\x7f') ?? false;
}

function isWordOf(small: string, { script, letters, impossible }: WrittenLanguage): boolean {
  if (impossible?.test(small)) return false;
  const all = [...small];
  if (script === 'Thai') return all.every((it) => it >= '\u0e01' && it <= '\u0e4e');
  const foreign = all.filter((it) => it > '\x7f');
  if (script === 'Latin') {
    // Read in the wrong way, words of other scripts have hardly a plain letter.
    if (all.length >= 4 && foreign.length > all.length * 0.6) return false;
    return foreign.every((it) => letters.includes(it));
  }
  if (foreign.length < all.length || !all.every((it) => letters.includes(it))) return false;
  return script !== 'Greek' || all.length < 3 || /[άέήίόύώΐΰ]/u.test(small);
}

/** Whether a run of letters may be Chinese, Japanese or Korean: one sign between plain letters is none. */
function isWideWord(word: string): boolean {
  const wide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]$/u;
  const foreign = [...word].filter((it) => it > '\x7f');
  if (!foreign.every((it) => wide.test(it)) || /[\uff61-\uff9f\u3400-\u4dbf]/.test(word)) return false;
  return foreign.length === [...word].length || foreign.length > 1;
}

/** How few languages explain all words: the one that explains most first. */
function countLanguages(masks: readonly number[]): number {
  let left = masks;
  for (let count = 0; ; count++) {
    if (left.length === 0) return count;
    let best = left;
    for (let bit = 1; bit < 1 << 30; bit <<= 1) {
      const rest = left.filter((it) => (it & bit) === 0);
      if (rest.length < best.length) best = rest;
    }
    left = best;
  }
}

/** Letters by rank: about 11 in 100 for the first, each next one rarer by a tenth. */
function measureLikelihood(words: ReadonlySet<string>, languages: readonly WrittenLanguage[]): number {
  const totals = languages.map(({ script, letters }) => {
    if (script === 'Latin') return 0;
    const ranked = [...letters];
    let total = 0;
    for (const word of words)
      for (const letter of word.toLowerCase()) {
        const rank = script === 'Thai' ? 18 : ranked.indexOf(letter);
        total += Math.log(0.11) - 0.11 * (rank === -1 ? 60 : rank);
      }
    return total;
  });
  return totals.length === 0 || totals.includes(0) ? 0 : Math.max(...totals);
}
