import * as l10n from '@vscode/l10n';
import type { QueryMistake } from './query.ts';

/** A part of a filter as it stands in its text, in order: what completion goes by. */
export interface QueryPiece {
  /** A `word` may be a text to look for or the beginning of a field's name. */
  readonly kind: 'word' | 'field' | 'operator' | 'value' | 'join';
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Quotes, a regular expression or a range that is not closed: it goes to the end. */
  readonly isOpen: boolean;
}

/** Ends the reading of a filter. */
export class MistakeError extends Error implements QueryMistake {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

// eslint-disable-next-line regexp/no-super-linear-move -- Tried once where the scanner is, which then is behind it.
const blanks = /\s*/y;
/** An apostrophe that a word begins with may be one: these are quotes only where they are closed. */
const closedApostrophes = /'(?:[^'\\]|\\.)*'(?=[\s():<>=.]|$)/sy;

const escapes: Readonly<Partial<Record<string, string>>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Goes through the text of a filter from left to right and notes its pieces. */
export class QueryScanner {
  readonly text: string;
  readonly pieces: QueryPiece[] = [];
  /** Where it is. */
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character where it is; empty at the end. */
  next(): string {
    return this.text[this.at] ?? '';
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  skipBlanks(): void {
    this.take(blanks);
  }

  /** Whether a pattern, which has the flag `y`, fits where it is. */
  matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** Goes past what a pattern fits; undefined where it does not fit. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  isAtQuote(): boolean {
    return this.next() === '"' || this.matches(closedApostrophes);
  }

  /** Goes past a text in quotes: escapes are those of JSON, and line breaks may stand as they are. */
  readQuoted(kind: QueryPiece['kind']): string {
    const start = this.at;
    const quote = this.next();
    let text = '';
    for (this.at++; !this.isAtEnd(); this.at++) {
      const character = this.next();
      if (character === quote) {
        this.at++;
        return text;
      }
      text += character === '\\' ? this.#readEscape(quote) : character;
    }
    this.noteOpen(kind, start);
    throw this.endsEarly(missingQuote());
  }

  /** Stops at the escape's last character. */
  #readEscape(quote: string): string {
    this.at++;
    const character = this.next();
    if (character === quote) return quote;
    const plain = escapes[character];
    if (plain !== undefined) return plain;
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (character !== 'u' || !/^[\dA-Fa-f]{4}$/.test(digits)) {
      if (this.isAtEnd()) throw this.endsEarly(missingQuote());
      const message = l10n.t('Inside quotes a backslash is written as two: {0}.', `\\\\${character}`);
      throw new MistakeError(message, this.at);
    }
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  note(kind: QueryPiece['kind'], start: number, end: number, isQuoted = false): void {
    this.pieces.push({ kind, start, end, isQuoted, isOpen: false });
  }

  noteOpen(kind: QueryPiece['kind'], start: number): void {
    const isQuoted = /["']/.test(this.text[start] ?? '');
    this.pieces.push({ kind, start, end: this.text.length, isQuoted, isOpen: true });
  }

  /** A mistake at a sign that nothing can be read from; `advice` where there is a better one than can be told by the sign. */
  cannotRead(advice = this.#adviseOnSign()): MistakeError {
    const message = l10n.t('The filter cannot be read from here on "{0}".', this.next());
    return new MistakeError(advice === '' ? message : `${message} ${advice}`, this.at);
  }

  /** What to do about a sign, where that can be told. */
  #adviseOnSign(): string {
    const sign = this.next();
    const before = this.text[this.at - 1] ?? '';
    if (before === '"') {
      if (sign === '"')
        return l10n.t('Put a space between two texts. Inside a text a quote is written as \\".');
      if (/[\p{L}\p{N}_]/u.test(sign))
        return l10n.t('The text in quotes ends here. Inside it a quote is written as \\".');
    }
    if (sign === ',') return l10n.t('Join values by OR, as in plan:(gold OR free).');
    // What is in quotes already is not to be told to be.
    const isByText =
      /["']\s*$/.test(this.text.slice(0, this.at)) || /^\s*["']/.test(this.text.slice(this.at + 1));
    return isByText ? '' : l10n.t('Put texts with such characters in double quotes.');
  }

  /** `missing` is a sentence. */
  endsEarly(missing: string): MistakeError {
    return new MistakeError(`${l10n.t('The filter ends too early.')} ${missing}`, this.text.length);
  }
}

const missingQuote = (): string => l10n.t('A closing quotation mark is missing.');
