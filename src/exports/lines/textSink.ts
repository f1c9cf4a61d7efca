import * as l10n from '@vscode/l10n';
import { ArchiveError } from './archiveError.ts';
import { createCsvLines } from './csvLines.ts';
import { createHeldStart } from './heldStart.ts';
import { createJsonLines } from './jsonLines.ts';
import type { WrittenLines } from './lineWriter.ts';
import { createLineWriter } from './lineWriter.ts';
import { nameArchiveFormat } from './archiveFormat.ts';
import type { TextReading } from './textReading.ts';
import type { TextShape } from './textShape.ts';
import { recogniseUtf8Text } from './textShape.ts';

/** Writes a text of any shape, which comes in pieces, as lines. */
export interface TextSink {
  write(bytes: Buffer): void;
  finish(): WrittenLines;
  /** What it was found to be; undefined before enough of it was seen. */
  shape(): TextShape | undefined;
  /** How it was read, once it is over; undefined for what the service sent. */
  reading?(): TextReading | undefined;
}

/** The shape, if it is wanted. Throws ArchiveError for others: `nestedArchive` for archives, else `notAnExport`. */
export function checkShape(
  shape: TextShape | undefined,
  shapes: readonly TextShape[],
  first: Buffer,
): TextShape {
  if (shape !== undefined && shapes.includes(shape)) return shape;
  if (shape === 'csv')
    throw new ArchiveError('notAnExport', l10n.t('The file holds rows of CSV, where users were expected.'));
  const format = nameArchiveFormat(first);
  if (format === undefined)
    throw new ArchiveError(
      'notAnExport',
      l10n.t('The file holds neither users nor events that can be read.'),
    );
  const isOurs = format === 'zip' || format === 'gzip';
  throw new ArchiveError(
    'nestedArchive',
    isOurs
      ? l10n.t('The file holds another archive ({0}).', format)
      : l10n.t('The file is an archive of a kind that cannot be opened here ({0}).', format),
  );
}

/**
 * Writes a text of the service's as lines to `fd` from `start` on: as they are, or the elements of a JSON text or the rows of CSV as lines.
 * The first bytes are held back until the shape is known. Throws ArchiveError `notAnExport` for what is none of `shapes`.
 */
export function createTextSink(fd: number, start: number, shapes: readonly TextShape[]): TextSink {
  const writer = createLineWriter(fd, start);
  let shape: TextShape | undefined;
  let pass = (bytes: Buffer): void => writer.write(bytes);
  let close = (): WrittenLines => writer.finish();

  function decide(first: Buffer): void {
    shape = checkShape(recogniseUtf8Text(first), shapes, first);
    if (shape === 'json') {
      const lines = createJsonLines((line) => writer.write(line));
      pass = (bytes) => lines.write(bytes);
      close = () => (lines.finish(), writer.finish());
    }
    if (shape === 'csv') {
      const csv = createCsvLines((lines) => writer.write(lines));
      pass = (bytes) => csv.write(bytes);
      close = () => {
        const { count: badLines, numbers: badLineNumbers } = csv.finish();
        const written = writer.finish();
        return {
          ...written,
          tally: { ...written.tally, users: csv.rows() - badLines, badLines, badLineNumbers },
        };
      };
    }
    pass(first);
  }

  const beginning = createHeldStart(decide, (bytes) => pass(bytes));
  return {
    write: beginning.write,
    finish() {
      beginning.finish();
      return close();
    },
    shape: () => shape,
  };
}
