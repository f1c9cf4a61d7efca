import type { LineValues } from '../../../src/ndjson/queryTest.ts';
import { createQueryTest } from '../../../src/ndjson/queryTest.ts';
import { collectValues } from '../../../src/ndjson/paths.ts';
import type { Query } from '../../../src/ndjson/query.ts';

/** The slow and obvious way to read lines, for comparing with. Texts are without `\n`, and without a byte order mark. */
export function readLinesNaively(bytes: Uint8Array): { start: number; bytes: Buffer; text: string }[] {
  const lines: { start: number; bytes: Buffer; text: string }[] = [];
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length ? bytes[i] !== 0x0a : start === bytes.length) continue;
    const line = Buffer.from(bytes.subarray(start, i));
    lines.push({ start, bytes: line, text: new TextDecoder('utf-8', { ignoreBOM: start > 0 }).decode(line) });
    start = i + 1;
  }
  return lines;
}

export function parseNaively(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Numbers of the lines that match when every line is parsed as a whole. */
export function filterNaively(bytes: Uint8Array, query: Query): number[] {
  const test = createQueryTest(query);
  return readLinesNaively(bytes).flatMap(({ text }, line) => {
    const parsed = parseNaively(text);
    if (!parsed) return [];
    const values: LineValues = {
      valuesOf: (path) => collectValues(parsed.value, path),
      whole: () => parsed.value,
    };
    return test(values) ? [line] : [];
  });
}
