/** What the first JSON object of a text says at its top. */
export interface FirstKeys {
  readonly keys: ReadonlySet<string>;
  /** Where the object ends in the text; undefined where it goes on behind what there is of it. */
  readonly end: number | undefined;
  /** The text begins with it. */
  readonly isObject: boolean;
}

/** Reads the keys of the first object of a JSON text, which may be cut anywhere and need be no JSON farther on. */
export function readFirstKeys(text: string): FirstKeys {
  const start = text.indexOf('{');
  const isObject = start === 0;
  const keys = new Set<string>();
  let depth = 0;
  let lastString: string | undefined;
  for (let at = start; at !== -1 && at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at + 1);
      if (depth === 1) lastString = text.slice(at + 1, end);
      at = end;
      continue;
    }
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === ':' && depth === 1 && lastString !== undefined) keys.add(lastString);
    if (char === ',') lastString = undefined;
    if (depth === 0) return { keys, end: at + 1, isObject };
  }
  return { keys, end: undefined, isObject };
}

/** Where the quote is that ends a string, or the text. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
