import { countDistinct, exactLimit, mergeDistinct } from './distinctHashes.ts';
import { longestPath } from '../json/paths.ts';
import {
  pathLimit,
  valueKinds,
  type FieldProfile,
  type FieldTally,
  type FileProfile,
  type ProfilePart,
} from './fieldProfile.ts';

/** Puts the profiles of several ranges together. */
export interface ProfileMerger {
  add(part: ProfilePart): void;
  /** What all parts come to so far. */
  total(): FileProfile;
}

/** Hashes that are kept of all fields together, to count exactly: 32 to 64 MB. */
const mostHashes = 2_000_000;

export function createProfileMerger(hashLimit = mostHashes): ProfileMerger {
  const fields = new Map<string, FieldTally>();
  let hashCount = 0;
  const merge = (into: FieldTally, from: FieldTally): void => {
    const before = countKept(into);
    mergeTally(into, from, hashCount < hashLimit ? exactLimit : before);
    hashCount += countKept(into) - before;
  };
  const sums = { lineCount: 0, invalidCount: 0, otherCount: 0 };
  return {
    add(part) {
      sums.lineCount += part.lineCount;
      sums.invalidCount += part.invalidCount;
      sums.otherCount += part.otherCount;
      for (const [path, tally] of part.fields) {
        const known = fields.get(path);
        if (known) merge(known, tally);
        else if (fields.size < pathLimit) {
          fields.set(path, tally);
          hashCount += countKept(tally);
        } else sums.otherCount += countAll(tally);
      }
    },
    total() {
      const offered = [...fields].filter(([path]) => path.length <= longestPath);
      const tooLong = [...fields].filter(([path]) => path.length > longestPath);
      const otherCount = tooLong.reduce((sum, [, tally]) => sum + countAll(tally), sums.otherCount);
      return { ...sums, otherCount, fields: offered.map(([path, tally]) => describe(path, tally)) };
    },
  };
}

const countAll = ({ kinds }: FieldTally): number => kinds.reduce((sum, count) => sum + count, 0);
const countKept = ({ distinct }: FieldTally): number => (distinct.few ? distinct.fewCount : 0);

function mergeTally(into: FieldTally, from: FieldTally, limit: number): void {
  into.lineCount += from.lineCount;
  into.sizeBytes += from.sizeBytes;
  for (const [i, count] of from.kinds.entries()) into.kinds[i] = (into.kinds[i] ?? 0) + count;
  mergeDistinct(into.distinct, from.distinct, limit);
  into.minNumber = Math.min(into.minNumber, from.minNumber);
  into.maxNumber = Math.max(into.maxNumber, from.maxNumber);
  if (from.minText !== undefined && (into.minText === undefined || from.minText < into.minText))
    into.minText = from.minText;
  if (from.maxText !== undefined && (into.maxText === undefined || from.maxText > into.maxText))
    into.maxText = from.maxText;
}

/** Values that are told apart: texts, numbers and booleans. */
function countScalars({ kinds }: FieldTally): number {
  return (['string', 'number', 'boolean'] as const).reduce(
    (sum, kind) => sum + (kinds[valueKinds.indexOf(kind)] ?? 0),
    0,
  );
}

function describe(path: string, tally: FieldTally): FieldProfile {
  const kinds = valueKinds.flatMap((kind, i) => (tally.kinds[i] ? [[kind, tally.kinds[i]] as const] : []));
  const distinct = countDistinct(tally.distinct, countScalars(tally));
  const hasNumber = tally.minNumber <= tally.maxNumber;
  return {
    path,
    lineCount: tally.lineCount,
    kinds: Object.fromEntries(kinds),
    distinctEstimate: distinct.count,
    isDistinctExact: distinct.isExact,
    minNumber: hasNumber ? tally.minNumber : undefined,
    maxNumber: hasNumber ? tally.maxNumber : undefined,
    minText: tally.minText,
    maxText: tally.maxText,
    sizeBytes: tally.sizeBytes,
  };
}
