import * as l10n from '@vscode/l10n';
import { showNumber } from '../protocol/showCount.ts';
import { findEnd } from '../text/csvShape.ts';
import type { IdPiece } from './idPiece.ts';

/** A row of a delimited text. */
export interface IdRow {
  readonly fields: readonly string[];
  /** Where it begins, and where the next one does. */
  readonly at: number;
  readonly end: number;
  /** What is wrong with its quotes, where something is. */
  readonly problem?: string;
}

/**
 * Reads the rows of a delimited text (RFC 4180, lines that end in `\n`, `\r\n` or `\r`), blank ones left out. A row whose
 * quotes are wrong is its one line: what stands below it is not lost with it.
 */
export function* readRows(text: string, delimiter: string, from: number): Generator<IdRow> {
  for (let at = from; at < text.length;) {
    const row = readRow(text, at, delimiter);
    if (row.fields.some((it) => it.trim() !== '')) yield row;
    at = row.end;
  }
}

export interface ColumnChoice {
  readonly from: number;
  readonly column: number | undefined;
  /**
   * How many columns there are; a row with more has a delimiter in a cell, so that the id cannot be told from the
   * others.
   */
  readonly columns: number;
  /** The first row is a heading. */
  readonly skipFirst: boolean;
}

/** The ids of one column; `column` undefined: of every cell. */
export function* readColumn(
  text: string,
  delimiter: string,
  { from, column, columns, skipFirst }: ColumnChoice,
): Generator<IdPiece> {
  let isHeading = skipFirst;
  for (const row of readRows(text, delimiter, from)) {
    const { at, problem } = row;
    if (isHeading && problem === undefined) {
      isHeading = false;
      continue;
    }
    const line = (): string => text.slice(at, row.end).trim();
    if (problem !== undefined) yield { problem, text: line(), at };
    else if (column === undefined) {
      for (const field of row.fields) if (field.trim() !== '') yield { id: field.trim(), at };
    } else {
      const id = row.fields[column]?.trim() ?? '';
      if (row.fields.slice(columns).some((it) => it.trim() !== ''))
        yield {
          problem: l10n.t(
            'it has {0} cells, and the heading {1}',
            showNumber(row.fields.length),
            showNumber(columns),
          ),
          text: line(),
          at,
        };
      else yield id === '' ? { problem: l10n.t('the column is empty there'), text: line(), at } : { id, at };
    }
  }
}

function readRow(text: string, at: number, delimiter: string): IdRow {
  const fields: string[] = [];
  for (let from = at; ;) {
    const quoted = text[from] === '"';
    const field = quoted ? readQuoted(text, from, delimiter) : readBare(text, from, delimiter);
    if (!field) {
      const end = findEnd(text, at, '');
      return {
        fields: [text.slice(at, end)],
        at,
        end: afterLine(text, end),
        problem: l10n.t('a quotation mark is missing, or stands where none can'),
      };
    }
    fields.push(field.value);
    if (text[field.end] !== delimiter) return { fields, at, end: afterLine(text, field.end) };
    from = field.end + 1;
  }
}

function readBare(text: string, from: number, delimiter: string): { value: string; end: number } {
  const end = findEnd(text, from, delimiter);
  return { value: text.slice(from, end), end };
}

/** Undefined where the quote is never closed, or text follows the closing one. */
function readQuoted(
  text: string,
  from: number,
  delimiter: string,
): { value: string; end: number } | undefined {
  const parts: string[] = [];
  for (let at = from + 1; ;) {
    const close = text.indexOf('"', at);
    if (close === -1) return undefined;
    parts.push(text.slice(at, close));
    if (text[close + 1] !== '"') {
      const end = findEnd(text, close + 1, delimiter);
      return text.slice(close + 1, end).trim() === '' ? { value: parts.join('"'), end } : undefined;
    }
    at = close + 2;
  }
}

/** Where the line begins that follows the end of one. */
export function afterLine(text: string, end: number): number {
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}
