import type { Kernel } from '../kernel/kernel.ts';
import { parseByValue, type ParseJson } from '../json/parseJson.ts';

/** Fewer bytes do not nest deeper than the kernel looks. */
const deepBytes = 2000;

/**
 * The JSON value of the line in [start, end) of the kernel's `file`; undefined if it is none. A line that nests deeper
 * than the kernel looks (1,000) counts as none: whatever looks at its value by calling itself would end in an error.
 */
export function parseLine(
  kernel: Kernel,
  start: number,
  end: number,
  parse: ParseJson = parseByValue,
): { readonly value: unknown } | undefined {
  if (end - start > deepBytes && kernel.scan(start, end, 0) === 'unsure') return undefined;
  return parseDeepLine(kernel, start, end, parse);
}

/** The same however deep it nests: for looking at its top only. */
export function parseDeepLine(
  kernel: Kernel,
  start: number,
  end: number,
  parse: ParseJson = parseByValue,
): { readonly value: unknown } | undefined {
  try {
    return { value: parse(kernel.file.toString('utf8', start, end)) };
  } catch {
    return undefined;
  }
}

/** The value whose bytes are [start, end): JSON already proven. */
export function parseValue(
  kernel: Kernel,
  start: number,
  end: number,
  parse: ParseJson = parseByValue,
): unknown {
  const { file } = kernel;
  if (file[start] !== 0x22) return parse(file.toString('utf8', start, end));
  // A text without escapes is its bytes.
  const text = file.toString('utf8', start + 1, end - 1);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as unknown) : text;
}

/** Whether there is nothing but space between start and end. */
export function isBlank({ file }: Kernel, start: number, end: number): boolean {
  return skipSpace(file, start, end) === end;
}

/** Whether the first thing between start and end is a `{`. */
export function isObject({ file }: Kernel, start: number, end: number): boolean {
  return file[skipSpace(file, start, end)] === 0x7b;
}

function skipSpace(file: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (file[at] === 0x20 || file[at] === 0x09 || file[at] === 0x0d)) at++;
  return at;
}

const deepest = 1000;

/** Whether JSON text nests deeper than 1,000. */
export function nestsTooDeep(text: string): boolean {
  // Nearly always it has not even so many brackets.
  if ((text.match(/[[{]/g)?.length ?? 0) <= deepest) return false;
  let depth = 0;
  // A quote that is never closed takes the rest: from each such quote anew it would be the square of the length.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > deepest) return true;
  }
  return false;
}
