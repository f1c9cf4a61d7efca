/**
 * A number as text, where a double would not say what the text says. It has no properties of its own, so that no path
 * leads into it; `JSON.stringify` writes its text.
 */
export class NumberText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** The nearest double; an infinite one beyond them all. */
  get nearest(): number {
    return Number(this.#text);
  }

  toJSON(): unknown {
    const { rawJSON } = JSON as typeof JSON & { readonly rawJSON?: (text: string) => unknown };
    return rawJSON ? rawJSON(this.#text) : this.nearest;
  }
}

/** Fewer digits than these, without an exponent, always survive. */
const safeLength = 16;
/** Arithmetic with longer exponents would block the thread; numbers that have one are equal if written alike. */
const longestExponent = 1000;

/**
 * The value of a number's text in JSON, such that two texts of the same value give the same and two of different values
 * do not: the double if writing that out says the same number again (`1.0`, `1e2`, `0.1`), else a normalised text
 * (`9007199254740993`, `1e+400`) as `String` would write it if doubles had no limit.
 */
export function readExactNumber(text: string): number | NumberText {
  const double = Number(text);
  if (text.length < safeLength && !/[eE]/.test(text)) return double;
  const exact = normalise(text);
  if (exact === '0') return double;
  if (Number.isFinite(double) && double !== 0 && exact === normalise(String(double))) return double;
  return new NumberText(exact);
}

/** The text that a number is compared by, exactly. */
export function formatExactNumber(value: number | NumberText): string {
  return value instanceof NumberText ? value.text : String(value);
}

/** Less than 0 if the number that `left` is in JSON is the lesser one, more if it is the greater. */
export function compareNumberTexts(left: string, right: string): number {
  const difference = Number(left) - Number(right);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  const [one, other] = [takeApart(left), takeApart(right)];
  if (one.sign !== other.sign) return one.sign - other.sign;
  const magnitude =
    one.point === other.point ? compareUnits(one.digits, other.digits) : one.point < other.point ? -1 : 1;
  return magnitude * one.sign;
}

function compareUnits(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Without zeros before and after. */
  readonly digits: string;
  /** How many digits stand before the decimal point. */
  readonly point: bigint;
}

function takeApart(text: string): Decimal {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const all = whole + fraction;
  // By hand: a regular expression for zeros at the end takes the square of their number.
  let start = 0;
  while (all[start] === '0') start++;
  let end = all.length;
  while (end > start && all[end - 1] === '0') end--;
  if (start === end) return { sign: 0, digits: '', point: 0n };
  const point = BigInt(exponent.slice(0, longestExponent)) + BigInt(whole.length - start);
  return { sign: text.startsWith('-') ? -1 : 1, digits: all.slice(start, end), point };
}

function normalise(text: string): string {
  const exponentAt = text.search(/[eE]/);
  if (exponentAt !== -1 && text.length - exponentAt > longestExponent) return text;
  const { sign, digits, point } = takeApart(text);
  if (sign === 0) return '0';
  return (sign < 0 ? '-' : '') + formatDigits(digits, point);
}

/** Numbers of so many digits before the decimal point are written without an exponent, as people write what they look up. */
const plainDigits = 100;

function formatDigits(digits: string, point: bigint): string {
  if (point > -6n && point <= plainDigits) {
    const pointAt = Number(point);
    if (pointAt <= 0) return `0.${'0'.repeat(-pointAt)}${digits}`;
    if (pointAt >= digits.length) return digits.padEnd(pointAt, '0');
    return `${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`;
  }
  const exponent = point - 1n;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0n ? '' : '+'}${exponent}`;
}
