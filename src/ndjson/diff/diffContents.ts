import type { FileRange } from '../file/lineBlocks.ts';
import type { LineList } from '../file/lineList.ts';
import { gatherParts, type ScannedFile, type Stage } from '../scan/lineTasks.ts';
import { reorderLines, sortPlaces, type LinePairs } from './pairOrder.ts';
import { splitAtLines } from '../file/fileRanges.ts';
import { forEachYielding } from '../scan/forEachYielding.ts';

const rangeBytes = 8 * 1024 * 1024;
/** Up to so many lines of a range are looked up one by one; for more the whole range is read. */
const fewLines = 16;

/**
 * Finds which pairs of lines have different values, whatever the order of their keys, spaces and escapes: notes 1 at their
 * positions in `into`. `before` is ascending, `after` need not be. Holds 8 bytes a line of each file.
 */
export async function* compareContents(
  files: { readonly before: ScannedFile; readonly after: ScannedFile },
  { before, after }: LinePairs,
  into: Uint8Array,
  signal?: AbortSignal,
): AsyncGenerator<Stage> {
  const hashesBefore = new Uint32Array(before.length * 2);
  yield* hashContents(files.before, before, hashesBefore, signal);
  const order = await sortPlaces(after);
  const hashesAfter = new Uint32Array(after.length * 2);
  if (signal?.aborted) return;
  yield* hashContents(files.after, await reorderLines(after, order), hashesAfter, signal);
  if (signal?.aborted) return;
  await forEachYielding(order.length, (i) => {
    const position = order[i] ?? 0;
    const isSame =
      hashesBefore[position * 2] === hashesAfter[i * 2] &&
      hashesBefore[position * 2 + 1] === hashesAfter[i * 2 + 1];
    into[position] = isSame ? 0 : 1;
  });
}

/** Notes for each of the lines (ascending) the hash of what it says, two numbers at its position. */
async function* hashContents(
  file: ScannedFile,
  lines: LineList,
  into: Uint32Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<Stage> {
  const wanted = planRanges(file, lines);
  const ranges = wanted.map((it) => it.range);
  const parts = file.run<'canonical'>({ kind: 'canonical' }, ranges, signal);
  yield* gatherParts(ranges, parts, ({ numbers }, at) => {
    const { firstLine = 0, from = 0, to = 0 } = wanted[at] ?? {};
    for (let position = from; position < to; position++) {
      const line = lines.at(position) - firstLine;
      into[position * 2] = numbers[line * 2] ?? 0;
      into[position * 2 + 1] = numbers[line * 2 + 1] ?? 0;
    }
  });
}

interface WantedRange {
  readonly range: FileRange;
  readonly firstLine: number;
  /** Places in the list of lines. */
  readonly from: number;
  readonly to: number;
}

function planRanges({ lines: index }: ScannedFile, lines: LineList): WantedRange[] {
  const wanted: WantedRange[] = [];
  let from = 0;
  for (const range of splitAtLines(index, rangeBytes)) {
    const isLast = range.toByte >= index.sizeBytes;
    const to = isLast ? lines.length : lines.lowerBound(index.lineAt(range.toByte));
    if (to - from > fewLines) wanted.push({ range, firstLine: index.lineAt(range.fromByte), from, to });
    else
      for (let position = from; position < to; position++) {
        const line = lines.at(position);
        const single = { fromByte: index.lineStart(line), toByte: index.lineStart(line + 1) };
        wanted.push({ range: single, firstLine: line, from: position, to: position + 1 });
      }
    from = to;
  }
  return wanted;
}
