/** The byte order mark of UTF-8. */
export const utf8Mark = [0xef, 0xbb, 0xbf] as const;

/** The same where bytes are read as a character each. */
export const utf8MarkAsLatin1 = '\u00ef\u00bb\u00bf';

/** Whether the byte order mark of UTF-8 stands at an offset. */
export function hasMarkAt(bytes: Uint8Array, at: number): boolean {
  return utf8Mark.every((byte, i) => bytes[at + i] === byte);
}

/** How many bytes the byte order mark has that a line begins with: 3 or 0. Joined files have one in their middle. */
export function measureMark(line: Uint8Array): number {
  return line[0] === 0xef && hasMarkAt(line, 0) ? utf8Mark.length : 0;
}

/** A text's bytes without the byte order mark that they begin with. */
export function dropFirstMark(bytes: Buffer): Buffer {
  return bytes.subarray(measureMark(bytes));
}

/** The text of some lines without the byte order marks that any of them begin with. */
export function dropMarks(lines: string): string {
  return lines.replace(/(^|\n)\ufeff/g, '$1');
}
