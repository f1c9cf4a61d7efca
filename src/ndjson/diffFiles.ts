import { createFingerprintTable, type FingerprintTable } from './fingerprintTable.ts';
import type { Stretch } from './lineBlocks.ts';
import { createLineList, type LineList } from './lineList.ts';
import { pacePlaces, type ScannedFile, type Stage } from './lineTasks.ts';
import { cutLines } from './stretches.ts';

/** What became of the lines of two files, paired by a key. Lines without a key (or that are no JSON) are only counted. */
export interface FileDiff {
  /** Lines of the later file whose key the earlier one does not have. */
  readonly came: LineList;
  /** Lines of the earlier file whose key the later one does not have. */
  readonly left: LineList;
  /** Lines that say something else: of the earlier file in ascending order, and at the same places of the later one. */
  readonly changed: { readonly before: LineList; readonly after: LineList };
  readonly sameCount: number;
  readonly unkeyedCount: readonly [number, number];
  /** Lines whose key a later line of the same file has again: the last one is compared. */
  readonly repeatedCount: readonly [number, number];
}

/** Reading both files, then comparing what each says where bytes differ; the last stage has the diff. */
export interface DiffStage extends Stage {
  readonly step: 'reading' | 'comparing';
  readonly diff: FileDiff | undefined;
}

const stretchBytes = 8 * 1024 * 1024;
/** Up to so many lines of a stretch are looked up one by one; for more the whole stretch is read. */
const fewLines = 16;

/**
 * Compares two files by the top-level `field` of their lines. Order of keys, spaces and spellings are no change. Holds
 * 20 bytes a line of each file, not their text; keys and contents are compared by 64-bit hashes.
 */
export async function* diffFiles(
  before: ScannedFile,
  after: ScannedFile,
  field: string,
  signal?: AbortSignal,
): AsyncGenerator<DiffStage> {
  const tables: FingerprintTable[] = [];
  for (const file of [before, after]) {
    const table = createFingerprintTable();
    const stretches = cutLines(file.lines, stretchBytes);
    const parts = file.run<'fingerprints'>({ kind: 'fingerprints', field }, stretches, signal);
    for await (const stage of pacePlaces(stretches, parts, (part) => table.add(part))) {
      yield { ...stage, isDone: false, step: 'reading', diff: undefined };
    }
    if (signal?.aborted) return;
    await table.finish();
    tables.push(table);
  }
  const [earlier, later] = tables;
  if (!earlier || !later) return;
  const { differing, ...rest } = await pairLines(earlier, later);
  const hashes = [new Map<number, string>(), new Map<number, string>()] as const;
  for (const [side, file] of [before, after].entries()) {
    const lines = differing.map((pair) => pair[side] ?? 0).sort((a, b) => a - b);
    yield* hashContents(file, lines, hashes[side as 0 | 1], signal);
    if (signal?.aborted) return;
  }
  const changed = { before: createLineList(), after: createLineList() };
  let sameCount = rest.sameCount;
  for (const [lineBefore, lineAfter] of differing) {
    if (hashes[0].get(lineBefore) === hashes[1].get(lineAfter)) sameCount++;
    else {
      changed.before.push(lineBefore);
      changed.after.push(lineAfter);
    }
  }
  const diff: FileDiff = {
    ...rest,
    sameCount,
    changed,
    unkeyedCount: [earlier.unkeyedCount, later.unkeyedCount],
    repeatedCount: [earlier.repeatedCount, later.repeatedCount],
  };
  const sizeBytes = before.lines.sizeBytes + after.lines.sizeBytes;
  yield { step: 'comparing', scannedBytes: sizeBytes, sizeBytes, isDone: true, diff };
}

interface Pairing {
  readonly came: LineList;
  readonly left: LineList;
  readonly sameCount: number;
  /** Lines with the same key and other bytes, in the order of the earlier file. */
  readonly differing: [number, number][];
}

async function pairLines(earlier: FingerprintTable, later: FingerprintTable): Promise<Pairing> {
  const left = createLineList();
  const came = createLineList();
  const differing: [number, number][] = [];
  let sameCount = 0;
  await earlier.visit((entry) => {
    const other = later.find(entry);
    if (!other) left.push(entry.line);
    else if (other.contentLow === entry.contentLow && other.contentHigh === entry.contentHigh) sameCount++;
    else differing.push([entry.line, other.line]);
  });
  await later.visit((entry) => {
    if (!earlier.find(entry)) came.push(entry.line);
  });
  return { came, left, differing, sameCount };
}

/** Notes for each of the lines (ascending) the hash of what it says. */
async function* hashContents(
  file: ScannedFile,
  lines: readonly number[],
  into: Map<number, string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<DiffStage> {
  const wanted = planStretches(file, lines);
  const stretches = wanted.map((it) => it.stretch);
  const parts = file.run<'canonical'>({ kind: 'canonical' }, stretches, signal);
  const stages = pacePlaces(stretches, parts, (part, place) => {
    const { firstLine = 0, lines: own = [] } = wanted[place] ?? {};
    for (const line of own)
      into.set(line, `${part.numbers[(line - firstLine) * 2]}:${part.numbers[(line - firstLine) * 2 + 1]}`);
  });
  for await (const stage of stages) yield { ...stage, isDone: false, step: 'comparing', diff: undefined };
}

interface WantedStretch {
  readonly stretch: Stretch;
  readonly firstLine: number;
  readonly lines: readonly number[];
}

function planStretches({ lines: index }: ScannedFile, lines: readonly number[]): WantedStretch[] {
  const wanted: WantedStretch[] = [];
  let next = 0;
  for (const stretch of cutLines(index, stretchBytes)) {
    const own: number[] = [];
    for (; next < lines.length && index.lineStart(lines[next] ?? 0) < stretch.toByte; next++)
      own.push(lines[next] ?? 0);
    if (own.length > fewLines)
      wanted.push({ stretch, firstLine: index.lineAt(stretch.fromByte), lines: own });
    else {
      for (const line of own) {
        const single = {
          fromByte: index.lineStart(line),
          toByte: index.lineStart(line + 1),
        };
        wanted.push({ stretch: single, firstLine: line, lines: [line] });
      }
    }
  }
  return wanted;
}
