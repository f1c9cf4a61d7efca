import type { Random } from '../../support/random.ts';

const keys = ['a', 'b', 'plan', 'country', 'a.b', 'external_id', 'é', 'x"y', 'count', '0', 'name'];
const texts = [
  'gold',
  'Gold',
  'US',
  'é',
  '',
  'a"b',
  'back\\slash',
  'tab\tnew\nline',
  '\u212aelvin',
  '😀',
  '100',
  'true',
  '2016-05-01',
  '\u0000',
  'https://x.y/z',
  'Москва',
];
const numbers = [
  '0',
  '-0',
  '1',
  '100',
  '1e2',
  '100.0',
  '-5',
  '1.5',
  '12345678901234567890',
  '1E+2',
  '0.1',
  '1e999',
  '10e998',
  '-2e400',
  '12345678901234567891',
  '12345678901234567890.0',
  '9007199254740992',
  '9007199254740993',
  '0.1000000000000000055',
  '1e-400',
];

/** A JSON value as text, spelt in one of many ways: spaces, escapes, keys twice, nesting. */
export function writeValue(random: Random, depth: number): string {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind < 2) return writeText(random, random.pick(texts));
  if (kind === 2) return random.pick(numbers);
  if (kind === 3) return random.pick(['true', 'false', 'null']);
  if (kind === 4) return random.pick(['{}', '[]', '""', ' [ ] ', '{ }']);
  if (kind === 5) return `[${writeMany(random, () => writeValue(random, depth - 1))}]`;
  return writeObject(random, depth - 1);
}

export function writeObject(random: Random, depth: number): string {
  const member = (): string =>
    `${writeText(random, random.pick(keys))}${space(random)}:${space(random)}${writeValue(random, depth)}`;
  return `{${space(random)}${writeMany(random, member)}}`;
}

/** One time in eight each character may become an escape of itself, a long or a short one. */
export function writeText(random: Random, text: string): string {
  return random.below(8) > 0 ? JSON.stringify(text) : writeEscaped(random, text);
}

const shortEscapes = new Map(
  ['"', '\\', '/', '\b', '\f', '\n', '\r', '\t'].map((it, i) => [it, `\\${'"\\/bfnrt'[i]}`]),
);

/** A text as JSON, in any of the spellings that it may have. */
export function writeEscaped(random: Random, text: string): string {
  let spelt = '';
  for (const character of text) {
    const short = shortEscapes.get(character);
    const isEscaped = random.below(3) === 0 || character < ' ' || character === '"' || character === '\\';
    if (short !== undefined && random.below(2)) spelt += short;
    else spelt += isEscaped ? character.replace(/[^]/g, (unit) => writeUnit(random, unit)) : character;
  }
  return `"${spelt}"`;
}

function writeUnit(random: Random, unit: string): string {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${random.below(2) ? hex : hex.toUpperCase()}`;
}

/** Lines of JSON, some of them broken: cut, blank, with bytes changed, without an end, with `\r`. */
export function makeStrangeFile(random: Random, lineCount: number): Buffer {
  const lines: Buffer[] = [];
  for (let i = 0; i < lineCount; i++) {
    const line = Buffer.from(random.below(12) === 0 ? writeValue(random, 3) : writeObject(random, 3));
    lines.push(
      random.below(5) === 0 ? damage(random, line) : line,
      Buffer.from(random.below(9) === 0 ? '\r\n' : '\n'),
    );
  }
  if (random.below(2)) lines.pop();
  if (random.below(4) === 0) lines.unshift(Buffer.from([0xef, 0xbb, 0xbf]));
  return Buffer.concat(lines);
}

/** Changes, removes or adds some bytes anywhere. */
export function damage(random: Random, bytes: Buffer): Buffer {
  let damaged = Buffer.from(bytes);
  for (let i = random.below(3); i >= 0; i--) {
    const at = random.below(damaged.length + 1);
    const byte = Buffer.from([
      random.below(3) ? random.pick([...Buffer.from('"\\{}[],:u0e.-tn \r')]) : random.below(256),
    ]);
    const cut = random.below(3);
    damaged = Buffer.concat([
      damaged.subarray(0, at),
      cut === 0 ? Buffer.alloc(0) : byte,
      damaged.subarray(at + (cut === 1 ? 0 : 1)),
    ]);
  }
  return damaged;
}

function writeMany(random: Random, spell: () => string): string {
  return Array.from({ length: random.below(5) }, spell).join(random.below(4) === 0 ? ' , ' : ',');
}

function space(random: Random): string {
  return random.below(6) === 0 ? random.pick([' ', '\t', '  ', '\r']) : '';
}
