import * as l10n from '@vscode/l10n';
import { MistakeError, type QueryScanner } from './queryScanner.ts';

/** The words that join parts of a filter, and the signs that AND and OR have too. Part of the language: not translated. */
const joinSigns = { AND: '&&', OR: '||', NOT: undefined } as const;
type Join = keyof typeof joinSigns;
export const joins = Object.keys(joinSigns) as readonly Join[];

/** Knows the joins in the text that a scanner goes through. */
export class JoinReader {
  readonly #scan: QueryScanner;

  constructor(scan: QueryScanner) {
    this.#scan = scan;
  }

  /** Goes past a join, if it stands here. */
  take(join: Join): boolean {
    this.#scan.skipBlanks();
    const length = this.find(join);
    if (length === 0) return false;
    this.#scan.note('join', this.#scan.at, this.#scan.at + length);
    this.#scan.at += length;
    return true;
  }

  /** How long the join that stands here is, in either case; 0 for none. */
  find(join: Join): number {
    const sign = joinSigns[join];
    const { text, at } = this.#scan;
    if (sign !== undefined && text.startsWith(sign, at)) return 2;
    if (text.slice(at, at + join.length).toUpperCase() !== join) return 0;
    return /^[\s()"]?$/.test(text.slice(at + join.length, at + join.length + 1)) ? join.length : 0;
  }

  /** The join that stands here, as it is written. */
  findAny(): string | undefined {
    const length = Math.max(...joins.map((it) => this.find(it)));
    return length === 0 ? undefined : this.#scan.text.slice(this.#scan.at, this.#scan.at + length);
  }

  /** A join with nothing before it is a mistake. */
  refuse(): void {
    const join = this.findAny();
    if (join === undefined) return;
    const message = l10n.t({
      message: 'Something must stand before {0}. To look for it as a text put it in double quotes: "{0}".',
      args: [join],
      comment: ['{0} is AND, OR or NOT: words of the language of filters'],
    });
    throw new MistakeError(message, this.#scan.at);
  }

  /** Behind a value a blank, a parenthesis, a join or the end must follow. */
  requireBoundary(): void {
    const isOver = this.#scan.isAtEnd() || /[\s)]/.test(this.#scan.next());
    if (!isOver && this.findAny() === undefined) throw this.#scan.cannotRead();
  }
}
