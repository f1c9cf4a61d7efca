import * as l10n from '@vscode/l10n';
import { nameDelimiter, type CsvShape } from '../../text/csvShape.ts';
import { nameEncoding } from '../../text/encodingNames.ts';
import { showCount } from '../../protocol/showCount.ts';
import type { LineTally } from './lineWriter.ts';
import type { TextShape } from './textShape.ts';

/** How a text that did not come from the service was read. Plain values only: it crosses to another thread, and goes to the manifest. */
export interface TextReading {
  readonly shape: TextShape;
  /** As the Encoding Standard names it. */
  readonly encoding: string;
  /** Of CSV: what divides its columns ('' for one column), how many there are, and whether the first row names them. */
  readonly delimiter?: string | undefined;
  readonly columns?: number | undefined;
  readonly hasHeading?: boolean | undefined;
  /** Lines that were several, or had a byte order mark before them. */
  readonly mendedLines: number;
  /** Lines with bytes that are not of the encoding: kept as they are, and among the bad ones. */
  readonly undecodedLines: number;
}

/** What a shape's reader found. */
export interface ReadFigures {
  readonly tally: LineTally;
  readonly mendedLines: number;
  readonly undecodedLines: number;
}

export function describeText(
  read: ReadFigures & { shape: TextShape; encoding: string; csv: CsvShape | undefined },
): TextReading {
  const { shape, encoding, csv, mendedLines, undecodedLines } = read;
  const columns = csv && { delimiter: csv.delimiter, columns: csv.columns, hasHeading: csv.hasHeading };
  return { shape, encoding, ...columns, mendedLines, undecodedLines };
}

/** What several texts have in common, as members of one archive: the first one's shape, every encoding. */
export function joinReadings(readings: readonly TextReading[]): TextReading | undefined {
  const [first] = readings;
  if (!first) return undefined;
  const encodings = [...new Set(readings.map((it) => it.encoding))];
  return {
    ...first,
    encoding: encodings.join(', '),
    mendedLines: readings.reduce((sum, it) => sum + it.mendedLines, 0),
    undecodedLines: readings.reduce((sum, it) => sum + it.undecodedLines, 0),
  };
}

const shapeNames: Record<TextShape, string> = { lines: 'NDJSON', json: 'JSON', csv: 'CSV' };

/** One line: `CSV, semicolon, 3 columns, 2 rows, windows-1252`. */
export function nameReading(reading: TextReading, rows: number): string {
  const { shape, encoding, delimiter, columns, hasHeading } = reading;
  const parts = [shapeNames[shape]];
  if (shape === 'csv') {
    if (delimiter) parts.push(nameDelimiter(delimiter));
    parts.push(showCount(columns ?? 1, 'column'), showCount(rows, 'row'));
    if (hasHeading === false) parts.push(l10n.t('no heading'));
  }
  if (encoding !== 'utf-8' || shape === 'csv') parts.push(nameEncoding(encoding));
  return parts.join(', ');
}

/** What is worth knowing of how it was read, a sentence each. */
export function explainReading({ mendedLines, undecodedLines }: TextReading): string[] {
  const sentences: string[] = [];
  if (mendedLines > 0)
    sentences.push(
      l10n.t(
        '{0} held several objects or a byte order mark: each object has a line of its own.',
        showCount(mendedLines, 'line'),
      ),
    );
  if (undecodedLines > 0)
    sentences.push(
      undecodedLines === 1
        ? l10n.t('{0} has bytes that are not UTF-8: kept as they are.', showCount(undecodedLines, 'line'))
        : l10n.t('{0} have bytes that are not UTF-8: kept as they are.', showCount(undecodedLines, 'line')),
    );
  return sentences;
}
