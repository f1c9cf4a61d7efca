import { isJson } from '../json/parseJson.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nestsTooDeep } from '../query/lineValue.ts';

const meanings: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** JSON text with each escape of its strings as the character that it stands for. The text must be JSON. */
export function readEscapes(json: string): string {
  return json.replace(/\\(?:u([\da-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (meanings[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
}

/** Whether the line in [start, end) of the kernel's `file` is JSON, as rows show it: not nested deeper than they look. */
export function isJsonLine(kernel: Kernel, start: number, end: number): boolean {
  return kernel.scan(start, end, 0) === 'valid';
}

/** The same of a line's text. */
export function isJsonText(text: string): boolean {
  return isJson(text) && !nestsTooDeep(text);
}

/** Letters after a backslash that stand for one of the characters of a text. */
export function listEscapeLetters(text: string): string[] {
  const controls = Object.entries(meanings).flatMap(([letter, it]) => (text.includes(it) ? [letter] : []));
  return [...['"', '\\', '/'].filter((it) => text.includes(it)), ...controls];
}
