/** What spreadsheets need at the start of a file to read it as UTF-8. */
export const csvMark = '\uFEFF';

/**
 * One row of CSV with its line end (RFC 4180, commas, CRLF): the one writer of all CSV that leaves the extension. A text
 * that a spreadsheet would take for a formula gets an apostrophe before it; numbers, negative ones too, stay as they are,
 * and so does every other text.
 */
export function writeCsvRow(cells: readonly (string | number | null)[]): string {
  const [only] = cells;
  // A row of one empty cell would be a blank line, which readers pass over.
  if (cells.length === 1 && (only === '' || only === null)) return '""\r\n';
  return `${cells.map(writeCell).join(',')}\r\n`;
}

const plainNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Spreadsheets pass over blanks and what cannot be seen before they look for a formula; some take full-width signs for the others. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠\t\r]/u;

function writeCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
