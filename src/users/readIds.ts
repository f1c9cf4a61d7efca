/**
 * Reads external ids as people paste them: separated by commas, semicolons, tabs or new lines, in quotes or not, as a
 * JSON list, or as lines of user objects. An id may hold spaces, and in quotes anything. Repeated ids count once, and a
 * column's heading is no id. With `spacesSeparate` a space ends an id too: an input box turns pasted new lines into spaces.
 */
export function readIds(text: string, { spacesSeparate = false } = {}): string[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const ids =
    readJsonList(trimmed) ??
    readUserLines(trimmed) ??
    readTokens(trimmed, spacesSeparate ? spacedToken : token);
  const heading = /^(external_?id|user_?id)s?$/i;
  return [...new Set(ids.filter((id, at) => id !== '' && !(at === 0 && heading.test(id))))];
}

function readJsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list = JSON.parse(text) as unknown[];
    return list.filter((it) => typeof it === 'string' || typeof it === 'number').map(String);
  } catch {
    return undefined;
  }
}

function readUserLines(text: string): string[] | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const users = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    return users.map((line) => (JSON.parse(line) as { external_id?: unknown }).external_id).filter(isText);
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A quoted piece, in which a doubled or escaped quote stands for itself; or a run up to the next separator. */
const token = /\s*"((?:[^"\\]|\\.|"")*)"|\s*'((?:[^'\\]|\\.|'')*)'|([^,;\t\r\n]+)/g;
const spacedToken = new RegExp(token.source.replace('([^,;', '([^ ,;'), 'g');

function readTokens(text: string, pattern: RegExp): string[] {
  const ids: string[] = [];
  for (const [, double, single, bare] of text.matchAll(pattern)) {
    if (double !== undefined) ids.push(double.replace(/""|\\"/g, '"'));
    else if (single !== undefined) ids.push(single.replace(/''|\\'/g, "'"));
    else ids.push((bare ?? '').trim());
  }
  return ids;
}
