import type { Stretch } from '../file/lineBlocks.ts';
import type { LineList } from '../file/lineList.ts';
import { pacePlaces, type ScannedFile, type Stage } from '../scan/lineTasks.ts';
import { pickLines, sortPlaces, type LinePairs } from './pairOrder.ts';
import { cutLines } from '../file/stretches.ts';
import { takeTurns } from '../scan/turns.ts';

const stretchBytes = 8 * 1024 * 1024;
/** Up to so many lines of a stretch are looked up one by one; for more the whole stretch is read. */
const fewLines = 16;

/**
 * Tells which pairs of lines say something else, whatever the order of their keys, spaces and spellings: notes 1 at their
 * places in `into`. `before` is ascending, `after` need not be. Holds 8 bytes a line of each file.
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
  yield* hashContents(files.after, await pickLines(after, order), hashesAfter, signal);
  if (signal?.aborted) return;
  await takeTurns(order.length, (i) => {
    const place = order[i] ?? 0;
    const isSame =
      hashesBefore[place * 2] === hashesAfter[i * 2] &&
      hashesBefore[place * 2 + 1] === hashesAfter[i * 2 + 1];
    into[place] = isSame ? 0 : 1;
  });
}

/** Notes for each of the lines (ascending) the hash of what it says, two numbers at its place. */
async function* hashContents(
  file: ScannedFile,
  lines: LineList,
  into: Uint32Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<Stage> {
  const wanted = planStretches(file, lines);
  const stretches = wanted.map((it) => it.stretch);
  const parts = file.run<'canonical'>({ kind: 'canonical' }, stretches, signal);
  yield* pacePlaces(stretches, parts, ({ numbers }, at) => {
    const { firstLine = 0, from = 0, to = 0 } = wanted[at] ?? {};
    for (let place = from; place < to; place++) {
      const line = lines.at(place) - firstLine;
      into[place * 2] = numbers[line * 2] ?? 0;
      into[place * 2 + 1] = numbers[line * 2 + 1] ?? 0;
    }
  });
}

interface WantedStretch {
  readonly stretch: Stretch;
  readonly firstLine: number;
  /** Places in the list of lines. */
  readonly from: number;
  readonly to: number;
}

function planStretches({ lines: index }: ScannedFile, lines: LineList): WantedStretch[] {
  const wanted: WantedStretch[] = [];
  let from = 0;
  for (const stretch of cutLines(index, stretchBytes)) {
    const isLast = stretch.toByte >= index.sizeBytes;
    const to = isLast ? lines.length : lines.placeOf(index.lineAt(stretch.toByte));
    if (to - from > fewLines) wanted.push({ stretch, firstLine: index.lineAt(stretch.fromByte), from, to });
    else
      for (let place = from; place < to; place++) {
        const line = lines.at(place);
        const single = { fromByte: index.lineStart(line), toByte: index.lineStart(line + 1) };
        wanted.push({ stretch: single, firstLine: line, from: place, to: place + 1 });
      }
    from = to;
  }
  return wanted;
}
