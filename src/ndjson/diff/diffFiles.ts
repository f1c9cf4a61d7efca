import { compareContents } from './diffContents.ts';
import { createFingerprintTable, type FingerprintTable } from './fingerprintTable.ts';
import { createLineList, type LineList } from '../file/lineList.ts';
import { gatherParts, type ScannedFile, type Stage } from '../scan/lineTasks.ts';
import type { LinePairs } from './pairOrder.ts';
import { splitAtLines } from '../file/fileRanges.ts';
import { forEachYielding } from '../scan/forEachYielding.ts';

/** The differences of two files whose lines are paired by a key. Lines without a key, or no JSON, are only counted. */
export interface FileDiff {
  /** Lines of the later file whose key the earlier one does not have. */
  readonly added: LineList;
  /** Lines of the earlier file whose key the later one does not have. */
  readonly removed: LineList;
  /** Lines with another value: of the earlier file in ascending order, and at the same places of the later one. */
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

const rangeBytes = 8 * 1024 * 1024;

/**
 * Compares two files by the top-level `field` of their lines. Order of keys, spaces and escapes are no change. Holds
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
    const ranges = splitAtLines(file.lines, rangeBytes);
    const parts = file.run<'fingerprints'>({ kind: 'fingerprints', field }, ranges, signal);
    for await (const stage of gatherParts(ranges, parts, (part) => table.add(part))) {
      yield { ...stage, isDone: false, step: 'reading', diff: undefined };
    }
    if (signal?.aborted) return;
    await table.finish();
    tables.push(table);
  }
  const [earlier, later] = tables;
  if (!earlier || !later) return;
  const { differing, ...rest } = await pairLines(earlier, later);
  const isChanged = new Uint8Array(differing.before.length);
  for await (const stage of compareContents({ before, after }, differing, isChanged, signal))
    yield { ...stage, isDone: false, step: 'comparing', diff: undefined };
  if (signal?.aborted) return;
  const changed = { before: createLineList(), after: createLineList() };
  await forEachYielding(isChanged.length, (index) => {
    if (isChanged[index] !== 1) return;
    changed.before.push(differing.before.at(index));
    changed.after.push(differing.after.at(index));
  });
  const sameCount = rest.sameCount + isChanged.length - changed.before.length;
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
  readonly added: LineList;
  readonly removed: LineList;
  readonly sameCount: number;
  /** Lines with the same key and other bytes, in the order of the earlier file. */
  readonly differing: LinePairs;
}

async function pairLines(earlier: FingerprintTable, later: FingerprintTable): Promise<Pairing> {
  const removed = createLineList();
  const added = createLineList();
  const differing = { before: createLineList(), after: createLineList() };
  let sameCount = 0;
  await earlier.visit((entry) => {
    const other = later.find(entry);
    if (!other) removed.push(entry.line);
    else if (other.contentLow === entry.contentLow && other.contentHigh === entry.contentHigh) sameCount++;
    else {
      differing.before.push(entry.line);
      differing.after.push(other.line);
    }
  });
  await later.visit((entry) => {
    if (!earlier.find(entry)) added.push(entry.line);
  });
  return { added, removed, differing, sameCount };
}
