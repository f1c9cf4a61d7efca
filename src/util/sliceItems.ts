/**
 * The items of the list that stands under `key` in a JSON object, each as its original text: parsing a number beyond 2^53 and
 * writing it again loses digits. Empty where there is no such list. `text` has to be JSON.
 */
export function sliceItems(text: string, key: string): string[] {
  let items: string[] = [];
  let depth = 0;
  let lastString = '';
  let name = '';
  let itemAt = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at) ?? text.length;
      if (depth === 1) lastString = text.slice(at, end);
      at = end - 1;
    } else if (character === ':' && depth === 1) {
      name = JSON.parse(lastString) as string;
      // Of a repeated name the last value counts.
      if (name === key) items = [];
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (character !== '[' || depth !== 2 || name !== key) continue;
      itemAt = at + 1;
    } else if (character === ',' && depth === 2 && itemAt !== -1) {
      items.push(text.slice(itemAt, at).trim());
      itemAt = at + 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth !== 1 || itemAt === -1) continue;
      const last = text.slice(itemAt, at).trim();
      if (last !== '') items.push(last);
      itemAt = -1;
    }
  }
  return items;
}

/** Where the string that begins at `start` in JSON text is over: behind its closing quote. Undefined where it is not closed. */
export function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
