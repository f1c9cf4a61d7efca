import * as l10n from '@vscode/l10n';
import { createConverter, UndecodableError } from '../../text/convertText.ts';
import { dropFirstMark } from '../../text/byteOrderMark.ts';
import { recogniseCsv, type CsvShape } from '../../text/csvShape.ts';
import { hasUtf32Mark, recogniseEncoding } from '../../text/encoding.ts';
import { createUtf8Check, type Utf8Check } from '../../text/utf8Check.ts';
import { ArchiveError } from './archiveError.ts';
import { createCsvLines } from './csvLines.ts';
import { createHeldStart } from './heldStart.ts';
import { createJsonLines } from './jsonLines.ts';
import { createLineWriter, type WrittenLines } from './lineWriter.ts';
import { createLooseLines, type LooseTally } from './looseLines.ts';
import { describeText, type ReadFigures, type TextReading } from './textReading.ts';
import { checkShape, type TextSink } from './textSink.ts';
import { recogniseUtf8Text, type TextShape } from './textShape.ts';
import { refuseUnclear } from './unclearEncoding.ts';

/** How a text that did not come from the service is to be read; what is undefined is recognised. */
export interface ReadingWishes {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly hasHeading?: boolean | undefined;
}

/** A text that was read as UTF-8 and is not: it has to be read again, from its start, in this encoding. */
export class OtherEncoding extends Error {
  readonly label: string;
  constructor(label: string) {
    super(`The text is ${label}.`);
    this.label = label;
  }
}

/**
 * Writes a text that did not come from the service as lines from `start` on: in whatever encoding it is, with whatever ends its lines and divides its
 * columns. `finish` throws OtherEncoding where the encoding showed only later in the text, and ArchiveError
 * `encodingUnclear` where it may be one of several, `notAnExport` where bytes are of none.
 */
export function createReadingSink(
  fd: number,
  start: number,
  shapes: readonly TextShape[],
  wishes: ReadingWishes,
): TextSink {
  const text = createShapedText(fd, start, shapes, wishes);
  const check = createUtf8Check();
  let label = wishes.encoding;
  let converter = createConverter('utf-8');
  let isUtf8 = true;

  function decide(first: Buffer, isCut: boolean): void {
    if (label === undefined) {
      const found = recogniseEncoding(first, isCut);
      // Any other encoding is certain only after all bytes were seen.
      label = found && /^(?:utf-16|iso-2022)/.test(found.label) ? found.label : undefined;
      if (!found && hasUtf32Mark(first)) throw unreadable('UTF-32');
      // What is no text needs no encoding.
      if (label === undefined) shapeOf(first, shapes, wishes);
    }
    converter = createConverter(label ?? 'utf-8');
    pass(first);
  }

  function pass(bytes: Buffer): void {
    if (label === undefined) {
      isUtf8 = check.push(bytes);
      // Nothing more is written: the rest only helps to recognise the encoding.
      if (!isUtf8) return;
    }
    text.write(decode(() => converter.convert(bytes)));
  }

  const beginning = createHeldStart(decide, pass);
  return {
    write: beginning.write,
    finish() {
      beginning.finish();
      if (label === undefined && !(isUtf8 && check.end())) {
        throw explainOther(check);
      }
      text.write(decode(() => converter.end()));
      return text.finish(label ?? 'utf-8');
    },
    shape: () => text.shape(),
    reading: () => text.reading(),
  };
}

function explainOther(check: Utf8Check): Error {
  const found = check.recognise();
  // UTF-8 that is damaged, or two texts in one: lines that are not UTF-8 are kept and counted.
  if (found?.label === 'utf-8' || found?.isCertain) return new OtherEncoding(found.label);
  return refuseUnclear(found, check.words());
}

function decode(run: () => Buffer): Buffer {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    throw unreadable(error.label);
  }
}

function unreadable(label: string): ArchiveError {
  return new ArchiveError('encodingUnclear', l10n.t('The file has bytes that cannot be read as {0}.', label));
}

interface ShapedText {
  write(bytes: Buffer): void;
  finish(encoding: string): WrittenLines;
  shape(): TextShape | undefined;
  reading(): TextReading | undefined;
}

/** Throws ArchiveError `notAnExport` where it is none of `shapes`. */
function shapeOf(first: Buffer, shapes: readonly TextShape[], wishes: ReadingWishes): TextShape {
  return checkShape(wishes.delimiter === undefined ? recogniseUtf8Text(first) : 'csv', shapes, first);
}

/** Writes UTF-8 as lines, by the shape that its first bytes show. */
function createShapedText(
  fd: number,
  start: number,
  shapes: readonly TextShape[],
  wishes: ReadingWishes,
): ShapedText {
  const writer = createLineWriter(fd, start);
  let shape: TextShape | undefined;
  let pipe: Pipe | undefined;
  let reading: TextReading | undefined;

  function decide(first: Buffer, isCut: boolean): void {
    shape = shapeOf(first, shapes, wishes);
    pipe = createPipe(shape, first, isCut, wishes, (bytes) => writer.write(bytes));
    pipe.write(dropFirstMark(first));
  }

  const beginning = createHeldStart(decide, (bytes) => pipe?.write(bytes));
  return {
    write: beginning.write,
    finish(encoding) {
      beginning.finish();
      const found = pipe?.finish();
      const written = writer.finish();
      if (!found) return written;
      reading = describeText({ shape: shape ?? 'lines', encoding, csv: pipe?.csv, ...found });
      return { ...written, tally: found.tally };
    },
    shape: () => shape,
    reading: () => reading,
  };
}

interface Pipe {
  readonly csv?: CsvShape;
  write(bytes: Buffer): void;
  finish(): ReadFigures;
}

function createPipe(
  shape: TextShape,
  first: Buffer,
  isCut: boolean,
  wishes: ReadingWishes,
  write: (bytes: Buffer) => void,
): Pipe {
  if (shape === 'csv') return createCsvPipe(first, isCut, wishes, write);
  const loose = createLooseLines(write, shape === 'lines' && first.includes(0x0d) && !first.includes(0x0a));
  if (shape === 'lines')
    return { write: (bytes) => loose.write(bytes), finish: () => figuresOf(loose.finish()) };
  const lines = createJsonLines((line) => loose.write(line));
  return {
    write: (bytes) => lines.write(bytes),
    finish: () => {
      lines.finish();
      return figuresOf(loose.finish());
    },
  };
}

function figuresOf({ mendedLines, undecodedLines, ...tally }: LooseTally): ReadFigures {
  return { tally, mendedLines, undecodedLines };
}

function createCsvPipe(
  first: Buffer,
  isCut: boolean,
  { delimiter, hasHeading }: ReadingWishes,
  write: (bytes: Buffer) => void,
): Pipe {
  const found = recogniseCsv(dropFirstMark(first).toString('latin1'), isCut, delimiter);
  const csv = { ...found, hasHeading: hasHeading ?? found.hasHeading };
  const lines = createCsvLines(write, csv);
  return {
    csv,
    write: (bytes) => lines.write(bytes),
    finish() {
      const { count: badLines, numbers: badLineNumbers, undecoded } = lines.finish();
      const tally = { users: lines.rows() - badLines, blankLines: 0, badLines, badLineNumbers };
      return { tally, mendedLines: 0, undecodedLines: undecoded };
    },
  };
}
