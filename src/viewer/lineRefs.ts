import * as l10n from '@vscode/l10n';
import { setImmediate } from 'node:timers/promises';
import type { FileStamp } from '../ndjson/file/fileStamp.ts';
import type { NdjsonFile } from '../ndjson/openFile.ts';
import { UserError } from '../protocol/userError.ts';
import { showCount } from '../protocol/showCount.ts';
import { showSize } from '../protocol/showSize.ts';
import type { SelectedLines } from './viewedList.ts';

/** Where bytes stand in a file: [from, to). */
export type ByteRange = readonly [number, number];

/** A line of a file in a certain state: all that is needed to read it again, without an index. */
export interface LineRef {
  readonly path: string;
  readonly stamp: FileStamp;
  /** Counted from 0. */
  readonly line: number;
  readonly bytes: ByteRange;
}

/** Some lines, as ranges of bytes in their order. */
export interface LineSelectionRef {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly lineCount: number;
  readonly bytes: readonly ByteRange[];
}

export function createLineRef({ path, stamp, locate }: NdjsonFile, line: number): LineRef {
  return { path, stamp, line, bytes: locate(line) };
}

/** What is opened as one document, or copied, in bytes: the editor takes no more, and hands it around as a whole. */
export interface Bounds {
  readonly maxBytes: number;
  readonly maxLines: number;
}

/** After so many lines others get their turn on the thread. */
const linesATurn = 1000;

/** Throws a sentence where the lines are more than `bounds`. Lines that follow one another become one range. */
export async function createSelectionRef(
  file: NdjsonFile,
  selected: SelectedLines,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<LineSelectionRef> {
  const bytes: [number, number][] = [];
  let sizeBytes = 0;
  for (let rowIndex = 0; rowIndex < selected.length; rowIndex++) {
    if (rowIndex % linesATurn === linesATurn - 1) {
      await setImmediate();
      signal.throwIfAborted();
    }
    const [from, to] = file.locate(selected.at(rowIndex));
    const last = bytes.at(-1);
    if (last && last[1] + 1 === from) last[1] = to;
    else bytes.push([from, to]);
    sizeBytes += to - from + 1;
    if (sizeBytes > bounds.maxBytes || bytes.length > bounds.maxLines)
      throw new UserError(explainBounds(bounds));
  }
  return { path: file.path, stamp: file.stamp, lineCount: selected.length, bytes };
}

function explainBounds({ maxBytes, maxLines }: Bounds): string {
  const size = showSize(maxBytes);
  return l10n.t(
    'These rows are more than {0} or {1}. Save them to a file instead.',
    size,
    showCount(maxLines, 'line'),
  );
}
