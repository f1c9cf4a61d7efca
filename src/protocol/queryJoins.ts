import { MistakeError, type QueryScanner } from './queryScanner.ts';

/** The words that join parts of a filter; AND and OR have signs too. */
type Join = 'AND' | 'OR' | 'NOT';

/** Goes past a join, if it stands here. */
export function takeJoin(scan: QueryScanner, join: Join): boolean {
  scan.skipBlanks();
  const length = findJoin(scan, join);
  if (length === 0) return false;
  scan.note('join', scan.at, scan.at + length);
  scan.at += length;
  return true;
}

/** How long the join that stands here is, in either case; 0 for none. */
export function findJoin(scan: QueryScanner, join: Join): number {
  const sign = { AND: '&&', OR: '||', NOT: undefined }[join];
  const { text, at } = scan;
  if (sign !== undefined && text.startsWith(sign, at)) return 2;
  if (text.slice(at, at + join.length).toUpperCase() !== join) return 0;
  return /^[\s()"]?$/.test(text.slice(at + join.length, at + join.length + 1)) ? join.length : 0;
}

/** The join that stands here, as it is written. */
export function findAnyJoin(scan: QueryScanner): string | undefined {
  const length = Math.max(...(['AND', 'OR', 'NOT'] as const).map((it) => findJoin(scan, it)));
  return length === 0 ? undefined : scan.text.slice(scan.at, scan.at + length);
}

/** A join with nothing before it is a mistake. */
export function refuseJoin(scan: QueryScanner): void {
  const join = findAnyJoin(scan);
  if (join === undefined) return;
  const advice = `To look for it as a text put it in double quotes: "${join}".`;
  throw new MistakeError(`Something must stand before ${join}. ${advice}`, scan.at);
}

/** Behind a value a blank, a parenthesis, a join or the end must follow. */
export function requireBoundary(scan: QueryScanner): void {
  const isOver = scan.isAtEnd() || /[\s)]/.test(scan.next());
  if (!isOver && findAnyJoin(scan) === undefined) throw scan.cannotRead();
}
