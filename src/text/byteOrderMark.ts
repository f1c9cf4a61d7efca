/** How many bytes the byte order mark has that a line begins with: 3 or 0. Joined files have one in their middle. */
export function measureMark(line: Uint8Array): number {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
}

/** The text of some lines without the byte order marks that any of them begin with. */
export function dropMarks(lines: string): string {
  return lines.replace(/(^|\n)\ufeff/g, '$1');
}
