import chardet from 'chardet';
import { candidates, type Candidate } from './alphabets.ts';
import { decodeStrictly } from './encodingTable.ts';
import { takeForeignWords } from './foreignWords.ts';
import { judgeReading, type JudgedText } from './judgeReading.ts';

/** What the bytes of a text may be encoded as. */
export interface EncodingGuess {
  readonly label: string;
  /** False where another encoding fits about as well and reads other letters. */
  readonly isCertain: boolean;
  /** What else fits and reads other letters, the likeliest first. */
  readonly others: readonly string[];
}

/** What spreadsheets write in most of the world. */
const likeliest = 'windows-1252';
/** So many words must speak for one language before it is believed against several. */
const decisiveWords = 8;
/** Natural logarithm of how much likelier letters must be than others'. */
const decisiveLead = 10;
/** Of 100: how sure the detector must be of Chinese, Japanese or Korean, and by how much surer than of the others. */
const wideConfidence = 80;
const wideLead = 20;
/** Beyond these a list is no help to choose from. */
const mostOthers = 7;

/**
 * Guesses the encoding of bytes that are not UTF-8 by what they read as in each: words that no language writes, then how
 * many languages it takes, then how frequent the letters are. Short texts are where detectors err, so one that fits by
 * little more than another is not certain. Undefined where nothing fits.
 */
export function guessEncoding(bytes: Uint8Array): EncodingGuess | undefined {
  const sample = takeForeignWords(bytes);
  const confidences = new Map(chardet.analyse(sample).map((it) => [it.name.toLowerCase(), it.confidence]));
  const known = new Set(candidates.map((it) => it.label));
  const proposed = [...confidences.keys()]
    .filter((it) => !known.has(it) && !it.startsWith('utf-') && it !== 'ascii' && it !== 'iso-8859-1')
    .map((label): Candidate => ({ label, languages: [], isRare: true }));
  const readings = [...candidates, ...proposed].flatMap((candidate) => {
    const text = decodeStrictly(sample, candidate.label);
    const confidence = confidences.get(candidate.label) ?? 0;
    return text === undefined ? [] : [judgeReading(text, candidate, confidence)];
  });
  // The table's order is kept where all else is the same.
  readings.sort((some, other) => costOf(some) - costOf(other) || rarity(some) - rarity(other));
  const [best] = readings;
  if (!best) return undefined;
  const different = readings.filter((it) => it.text !== best.text);
  const distinct = different.filter((it, i) => different.findIndex((other) => other.text === it.text) === i);
  const mostOddities = best.oddities + Math.max(1, best.words / 2);
  const thinkable = distinct.filter((it) => it.oddities <= mostOddities);
  return {
    label: best.candidate.label,
    isCertain: isBelievable(best) && different.every((it) => isNoDoubt(best, it)),
    others: thinkable.slice(0, mostOthers).map((it) => it.candidate.label),
  };
}

/** How much it takes to believe a reading: an odd word takes more than another language. */
function costOf({ oddities, languages, confidence, candidate }: JudgedText): number {
  return 3 * oddities + (candidate.isWide ? 1 + (100 - confidence) / 100 : languages);
}

function rarity({ candidate }: JudgedText): number {
  return candidate.isRare ? 1 : 0;
}

function isBelievable({ candidate, oddities, words, languages, confidence }: JudgedText): boolean {
  if (oddities > words / 10) return false;
  if (candidate.isWide) return confidence >= wideConfidence;
  return !candidate.isRare || (languages === 1 && words >= decisiveWords);
}

/** Whether `best` is so much better that `other` need not be thought of. */
function isNoDoubt(best: JudgedText, other: JudgedText): boolean {
  if (other.oddities - best.oddities >= Math.max(1, best.words / 10)) return true;
  const differing = countDiffering(best.text, other.text);
  // What both read alike is in the language of what they do not.
  const isShared = best.candidate.label === likeliest && differing < best.text.split('\n').length;
  if (other.candidate.isRare && isShared && costOf(other) > costOf(best)) return true;
  if (best.candidate.isWide && other.candidate.isWide) return best.confidence - other.confidence >= wideLead;
  if (best.likelihood !== 0 && other.likelihood !== 0)
    return best.likelihood - other.likelihood >= decisiveLead;
  return best.languages <= 1 && other.languages >= 2 && differing >= decisiveWords;
}

function countDiffering(some: string, other: string): number {
  const others = other.split('\n');
  return some.split('\n').filter((it, i) => it !== others[i]).length;
}
