import { dropMarks } from '../../text/byteOrderMark.ts';
import { mayHaveMarks } from '../../text/showControls.ts';
import { NumberText } from '../json/exactNumber.ts';
import { parseAsWritten } from '../json/parseJson.ts';
import { longestCell, type RowReader } from './rowReader.ts';

/** In longer lines the field is not looked for where the row's cell does not have all of it. */
const longestParsedBytes = 4 * 1024 * 1024;

/**
 * The text or number that each of some lines has at a top-level field, whole and numbers as they are written; '' where
 * there is none. Rejects as `readRows` does.
 */
export async function readFieldTexts(
  rows: RowReader,
  lines: readonly number[],
  field: string,
): Promise<string[]> {
  const columns = [{ path: field, show: 'value' }] as const;
  const texts: string[] = [];
  for (const { line, cells, state, sizeBytes } of await rows.readRows(lines, { columns, textBytes: 1 })) {
    const [cell = ''] = cells;
    // A cell is cut, and has marks for hidden characters: where that may be so, the line itself is read.
    const isExact = state !== 'unread' && cell.length < longestCell && !mayHaveMarks(cell);
    if (isExact) texts.push(cell);
    else if (sizeBytes > longestParsedBytes) texts.push('');
    else texts.push(readField((await rows.readLine(line, longestParsedBytes)).toString('utf8'), field));
  }
  return texts;
}

function readField(line: string, field: string): string {
  try {
    const value = (parseAsWritten(dropMarks(line)) as Record<string, unknown> | null)?.[field];
    if (value instanceof NumberText) return value.text;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  } catch {
    return '';
  }
}
