/** How JSON text is formatted. */
export interface FormatJsonOptions {
  /** Keys of every object in the order of their characters: for comparing. */
  readonly sortKeys: boolean;
}

/**
 * Formats JSON with two spaces a level. Numbers and strings are copied as they stand, so that large ids keep all their
 * digits. Throws a SyntaxError if the text is not JSON; text that nests too deep is returned as it is.
 */
export function formatJson(text: string, { sortKeys }: FormatJsonOptions): string {
  JSON.parse(text);
  const tokens = cutTokens(text);
  try {
    return createPrinter(tokens, sortKeys)('\n');
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}

/** Signs, texts with their quotes, and words, of text that is JSON. */
function cutTokens(text: string): string[] {
  const tokens: string[] = [];
  const other = /[{}[\],:]|[^\s{}[\],:"]+|"/g;
  for (let match = other.exec(text); match; match = other.exec(text)) {
    if (match[0] !== '"') tokens.push(match[0]);
    else {
      // By hand: a text may be longer, or have more escapes, than a regular expression can take.
      const end = findTextEnd(text, match.index);
      tokens.push(text.slice(match.index, end));
      other.lastIndex = end;
    }
  }
  return tokens;
}

/** After the closing quote: the first one that an even number of backslashes stands before. */
function findTextEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslash = quote;
    while (text[backslash - 1] === '\\') backslash--;
    if ((quote - backslash) % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Prints the value that starts at the next token; `newline` is a line break and the indentation of its line. */
function createPrinter(tokens: readonly string[], sortKeys: boolean): (newline: string) => string {
  let next = 0;

  function print(newline: string): string {
    const token = tokens[next++] ?? '';
    if (token !== '{' && token !== '[') return token;
    const close = token === '{' ? '}' : ']';
    const entries: { readonly key: string; readonly text: string }[] = [];
    while (tokens[next] !== close) {
      const key = token === '{' ? (tokens[next] ?? '') : '';
      if (token === '{') next += 2;
      const value = print(`${newline}  `);
      entries.push({ key, text: token === '{' ? `${key}: ${value}` : value });
      if (tokens[next] === ',') next++;
    }
    next++;
    if (entries.length === 0) return token + close;
    if (sortKeys && token === '{') entries.sort((a, b) => compareKeys(readKey(a.key), readKey(b.key)));
    return `${token}${newline}  ${entries.map((it) => it.text).join(`,${newline}  `)}${newline}${close}`;
  }

  return print;
}

/** Two ways to write a key are one key, and JSON.parse takes the later one: their order must stay. */
function readKey(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}

function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
