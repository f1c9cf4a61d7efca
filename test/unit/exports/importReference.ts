/** What a text is, known to who made it. */
export type Shape =
  | { readonly is: 'csv'; readonly delimiter: string }
  /** A JSON value a line, good or bad. */
  | { readonly is: 'lines' }
  /** Objects one after another, with anything but JSON between. */
  | { readonly is: 'objects' }
  | { readonly is: 'list' };

/**
 * The simplest reading there is of a text whose encoding and shape are known: the lines that it should become, in one
 * spelling. It shares nothing with the code that is tested.
 */
export function readReference(bytes: Buffer, label: string, shape: Shape): string[] {
  const text = new TextDecoder(label).decode(bytes);
  switch (shape.is) {
    case 'csv':
      return readCsv(text, shape.delimiter);
    case 'lines':
      return text
        .split(/\r\n|\n|\r/)
        .map((it) => it.replace(/^\ufeff/, ''))
        .filter((it) => it.trim() !== '')
        .map(write);
    case 'objects':
      return readObjects(text).map(write);
    case 'list':
      return readList(text);
  }
}

/** One spelling for a JSON value; what is none as it is, but for blanks. */
export function write(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line));
  } catch {
    return `bad ${line.replace(/\s+/g, '')}`;
  }
}

function readList(text: string): string[] {
  try {
    const value = JSON.parse(text) as unknown[] | { users: unknown[] };
    return (Array.isArray(value) ? value : value.users).map((it) => JSON.stringify(it));
  } catch {
    return ['refused'];
  }
}

function readObjects(text: string): string[] {
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (inString) {
      if (letter === '\\') at++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '{' && depth++ === 0) start = at;
    else if (letter === '}' && --depth === 0) objects.push(text.slice(start, at + 1));
  }
  if (depth > 0) objects.push(text.slice(start));
  return objects;
}

function readCsv(text: string, delimiter: string): string[] {
  const rows = readRows(text, delimiter);
  if (/^sep=.$/.test((rows[0] ?? []).join(delimiter))) rows.shift();
  const [heading = [], ...others] = rows;
  const nameOf = (i: number): string => heading[i] || `column ${i + 1}`;
  return others.map((row) => {
    const pairs = row.map((it, i) => `${JSON.stringify(nameOf(i))}:${JSON.stringify(it)}`);
    return `{${pairs.join(',')}}`;
  });
}

/** Letter by letter. */
function readRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  let hadQuotes = false;
  let isFieldStart = true;
  const endField = (): void => {
    row.push(field);
    field = '';
    isFieldStart = true;
  };
  const endRow = (): void => {
    const isBlank = row.length === 0 && field === '' && !hadQuotes;
    endField();
    if (!isBlank) rows.push(row);
    row = [];
    hadQuotes = false;
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (isQuoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else isQuoted = false;
    } else if (letter === '"' && isFieldStart) {
      isQuoted = true;
      hadQuotes = true;
      isFieldStart = false;
    } else if (letter === delimiter) endField();
    else if (letter === '\n' || letter === '\r') endRow();
    else if (letter === '\ufeff' && row.length === 0 && field === '' && !hadQuotes) continue;
    else {
      field += letter;
      isFieldStart = false;
    }
  }
  if (field !== '' || row.length > 0 || hadQuotes) endRow();
  return rows;
}
