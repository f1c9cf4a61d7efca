import type { Kernel } from '../kernel/kernel.ts';
import { parseLine, parseValue } from './lineValue.ts';
import { parseByValue, type ParseJson } from '../json/parseJson.ts';
import { collectValues, namesElement, splitPath } from '../json/paths.ts';

/** What a line has at the paths of a reader: `invalid` lines are no JSON; values come by the number of their path. */
export interface PathReader {
  /** Reads the line in [start, end) of the kernel's `file`; false if it is not JSON. What it has is asked afterwards. */
  read(start: number, end: number): boolean;
  /** The values of path number `path` in the line read last; an array the path ends at is one value. */
  valuesOf(path: number): unknown[];
  /** The bytes of the only value of path 0, if it has one and those bytes are at hand: [start, end). */
  onlyBytes(): readonly [number, number] | undefined;
}

/**
 * Reads values out of lines by the kernel, and by parsing the whole line where that is needed: a wanted object with a
 * key twice or escaped, paths that name elements by place, more paths than the kernel takes. The same values either way.
 * Numbers are as `parse` reads them. The paths must differ. Several readers may share a kernel: what a line has must be asked before the next is read.
 */
export function createPathReader(
  kernel: Kernel,
  paths: readonly string[],
  parse: ParseJson = parseByValue,
): PathReader {
  const taking = planTaking(kernel, paths);
  let parsed: { readonly value: unknown } | undefined;

  return {
    read(start, end) {
      parsed = undefined;
      const verdict = taking ? kernel.scan(start, end, taking.trie) : 'unsure';
      if (verdict === 'unsure') parsed = parseLine(kernel, start, end, parse);
      return verdict === 'valid' || parsed !== undefined;
    },
    valuesOf(path) {
      if (parsed) return collectValues(parsed.value, paths[path] ?? '');
      const values: unknown[] = [];
      const count = kernel.countValues();
      for (let i = 0; i < count; i++) {
        if (taking?.pathOfSplit[kernel.pathOf(i)] === path)
          values.push(parseValue(kernel, kernel.startOf(i), kernel.endOf(i), parse));
      }
      return values;
    },
    onlyBytes() {
      return !parsed && kernel.countValues() === 1 ? [kernel.startOf(0), kernel.endOf(0)] : undefined;
    },
  };
}

interface Taking {
  readonly trie: number;
  /** For each list of keys in the trie the number of the path it is a reading of. */
  readonly pathOfSplit: readonly number[];
}

function planTaking(kernel: Kernel, paths: readonly string[]): Taking | undefined {
  if (paths.some(namesElement)) return undefined;
  const keyLists: string[][] = [];
  const pathOfSplit: number[] = [];
  for (const [i, path] of paths.entries()) {
    const own = splitPath(path);
    if (!own) return undefined;
    keyLists.push(...own);
    pathOfSplit.push(...own.map(() => i));
  }
  try {
    return { trie: kernel.addPaths(keyLists), pathOfSplit };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
