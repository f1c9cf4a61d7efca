/*
 * Looks for patterns of the sources that take the square of a text's length, by running each on texts made of its own
 * characters. The rules of eslint-plugin-regexp see most kinds at once; this sees those that they do not, such as quotes
 * that are never closed. `npm run check:patterns`, by hand after a pattern was changed: it measures, so it is no test.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

/** Files whose patterns see short texts only, and why. */
const bounded: Readonly<Record<string, string>> = {
  'src/protocol/parseQuery.ts': 'parseQuery refuses filters of more than 2,000 characters',
  'src/protocol/queryScanner.ts': 'parseQuery refuses filters of more than 2,000 characters',
  'src/protocol/queryValues.ts': 'parseQuery refuses filters of more than 2,000 characters',
};

interface Pattern {
  readonly where: string;
  readonly regex: RegExp;
}

/** The literals of a file that repeat something without a bound. */
function listPatterns(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) && /[*+]|,\}/.test(node.text)) {
      const end = node.text.lastIndexOf('/');
      const flags = node.text.slice(end + 1).replace('g', '');
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const where = `${path.relative(root, file)}:${line}`;
      found.push({ where, regex: new RegExp(node.text.slice(1, end), `${flags}g`) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Characters that a pattern names, and one of each class. */
function listCharacters(source: string): string[] {
  const named = source
    .replace(/\\[pP]\{[^}]*\}|\\u\{?[\da-fA-F]+\}?|\\x[\da-fA-F]{2}/g, '')
    .replace(/[()?*+|^$]/g, '');
  return [...new Set(['a', '0', ' ', '\n', '"', '\\', ':', '[', '-', ...named])].slice(0, 16);
}

function measure(regex: RegExp, text: string): number {
  const startedAt = performance.now();
  text.replace(regex, '');
  return performance.now() - startedAt;
}

/** Four times as long takes four times as long, or sixteen times. The best of some tries: the machine may be busy. */
function isSquare(regex: RegExp, make: (length: number) => string): boolean {
  const best = (length: number): number => {
    const text = make(length);
    return Math.min(...Array.from({ length: 4 }, () => measure(regex, text)));
  };
  const [short, longer, longest] = [best(3000), best(12_000), best(48_000)];
  return longer > 8 * short && longest > 8 * longer;
}

/** The text whose repetition takes the square of its length; undefined where none was found. */
function findAttack({ regex }: Pattern): string | undefined {
  const characters = listCharacters(regex.source);
  const pumps = characters.flatMap((one) => [one, ...characters.map((other) => one + other)]);
  for (const pump of new Set(pumps)) {
    for (const [start, end] of [
      ['', '\n!'],
      ['', '!'],
      ['"', ']'],
      [':/', ''],
    ]) {
      const make = (length: number): string => start + pump.repeat(length / pump.length) + end;
      if (measure(regex, make(3000)) > 0.5 && isSquare(regex, make)) return JSON.stringify(pump);
    }
  }
  return undefined;
}

const files = ['src', 'webview-ui']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((it) =>
      path.join(root, folder, it),
    ),
  )
  .filter((it) => it.endsWith('.ts') && !(path.relative(root, it).replaceAll('\\', '/') in bounded));

const patterns = files.flatMap(listPatterns);
const slow = patterns.flatMap((it) => {
  const attack = findAttack(it);
  return attack === undefined
    ? []
    : [`${it.where}: ${it.regex} takes the square of the length of ${attack} repeated`];
});
for (const line of slow) console.error(line);
if (slow.length > 0) process.exitCode = 1;
