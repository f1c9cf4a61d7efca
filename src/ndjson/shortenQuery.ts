/**
 * A query as the parser gets it. That looks at every character in the light of all before it: a word of 2,000 characters
 * takes it a second, and a dozen groups that follow one another without AND, which it may read in many ways, take minutes.
 * So long words and texts are cut, blanks too, ANDs put in, and deep nesting is refused; what stood there is asked for by
 * its place.
 */
export interface ShortQuery {
  readonly text: string;
  /** The place in the whole query of a place in the short one. */
  offsetOf(shortOffset: number): number;
  /** The text in quotes that begins at a place of the short query; undefined where none was cut there. */
  quotedAt(shortOffset: number): string | undefined;
  /** The name of a field that begins there, if it was cut. */
  wordAt(shortOffset: number): string | undefined;
  /** The regular expression that a value at a place of the short query stands for. */
  regexAt(shortOffset: number): string | undefined;
  /** Where it is more than can be read soon, if it is: then `text` ends there. */
  readonly tooMuch: { readonly at: number; readonly message: string } | undefined;
}

const deepestNesting = 50;
const mostParts = 400;
const keptCharacters = 12;

const token =
  /(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<regex>\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*)|(?<blank>[\t\n\v\f\r ]+)|(?<word>[\w#$*.?@\u0080-\uffff][\w#$*.?@\u0080-\uffff-]*)|[^]/gy;

interface Draft {
  text: string;
  readonly starts: { readonly short: number; readonly whole: number }[];
  readonly quoted: Map<number, string>;
  readonly words: Map<number, string>;
  readonly regexes: Map<number, string>;
  /** Whether what stands last is something that AND may follow. */
  endsOperand: boolean;
  depth: number;
  /** What stands between blanks. */
  partCount: number;
  inRange: boolean;
}

/** Cuts what is long in a query short. */
export function shortenQuery(whole: string): ShortQuery {
  const draft: Draft = {
    text: '',
    starts: [],
    quoted: new Map(),
    words: new Map(),
    regexes: new Map(),
    endsOperand: false,
    depth: 0,
    partCount: 1,
    inRange: false,
  };
  let tooMuch: ShortQuery['tooMuch'];
  for (const match of whole.matchAll(token)) {
    draft.starts.push({ short: draft.text.length, whole: match.index });
    addToken(draft, match, whole);
    // After a slash that begins no regular expression nothing can be read, and the parser would look at all of it.
    if (match[0] === '/') break;
    const message = findTooMuch(draft);
    if (message === undefined) continue;
    tooMuch = { at: match.index, message };
    break;
  }
  const { text, starts, quoted, words, regexes } = draft;
  return {
    text,
    offsetOf(shortOffset) {
      const at = starts.findLast((it) => it.short <= shortOffset);
      const next = at && starts[starts.indexOf(at) + 1];
      if (!at || shortOffset >= text.length) return whole.length;
      return Math.min(at.whole + shortOffset - at.short, (next?.whole ?? whole.length) - 1);
    },
    quotedAt: (at) => quoted.get(at),
    wordAt: (at) => words.get(at),
    regexAt: (at) => regexes.get(at),
    tooMuch,
  };
}

function findTooMuch({ depth, partCount }: Draft): string | undefined {
  if (depth > deepestNesting) return `Parentheses may be nested ${deepestNesting} deep.`;
  return partCount > mostParts ? `A filter may have ${mostParts} parts.` : undefined;
}

function addToken(draft: Draft, match: RegExpExecArray, whole: string): void {
  const { quoted, regex, blank, word } = match.groups ?? {};
  const [characters] = match;
  if (blank !== undefined) {
    addBlank(draft, blank, whole.slice(match.index + blank.length));
    return;
  }
  if (quoted !== undefined) addQuoted(draft, quoted);
  else if (regex !== undefined) addRegex(draft, regex);
  else if (word !== undefined) addWord(draft, word);
  else {
    draft.text += characters;
    if (characters === '(') draft.depth++;
    if (characters === ')') draft.depth--;
    if (/[[{]/.test(characters)) draft.inRange = true;
    if (/[\]}]/.test(characters)) draft.inRange = false;
  }
  draft.endsOperand = characters.length > 1 || word !== undefined || /[)\]}]/.test(characters);
  if (/^(?:AND|OR|NOT)$/.test(characters)) draft.endsOperand = false;
}

/** In a range exactly one space stands on either side of TO. */
function addBlank(draft: Draft, blank: string, after: string): void {
  const startsOperand = /^(?!(?:AND|OR)(?:[\t\n\v\f\r (]|$))[\w#$*.?@\u0080-\uffff"'(-]/.test(after);
  if (draft.inRange) draft.text += blank.slice(0, 2);
  else if (draft.endsOperand && startsOperand) draft.text += ' AND ';
  else draft.text += ' ';
  if (draft.endsOperand) draft.partCount++;
  draft.endsOperand = false;
}

/** Only what the parser would take: it says where an escape is wrong. A line break as it is it would not take. */
function addQuoted(draft: Draft, quoted: string): void {
  const escapes = quoted.startsWith('"')
    ? /\\(?:["/\\bfnrt]|u[\dA-Fa-f]{4})/g
    : /\\(?:["'/\\bfnrt]|u[\dA-Fa-f]{4})/g;
  const inner = quoted.slice(1, -1);
  const isKept = inner.length <= keptCharacters && !inner.includes('\n');
  if (isKept || inner.replace(escapes, '').includes('\\')) {
    draft.text += quoted;
    return;
  }
  const value = inner.replace(escapes, (it) => (it === "\\'" ? "'" : (JSON.parse(`"${it}"`) as string)));
  draft.quoted.set(draft.text.length, value);
  draft.text += `${quoted[0]}q${quoted[0]}`;
}

/** With a field before it, any word serves for it; without one it is a mistake, which the parser is left to find. */
function addRegex(draft: Draft, regex: string): void {
  if (draft.text.endsWith(':')) {
    draft.regexes.set(draft.text.length, regex);
    draft.text += 'R';
  } else draft.text += '/R/';
}

/** A long word stays one that can be the name of a field, or that can not. */
function addWord(draft: Draft, word: string): void {
  if (word.length <= keptCharacters * 2) {
    draft.text += word;
    return;
  }
  draft.words.set(draft.text.length, word);
  draft.text += `${word.slice(0, keptCharacters)}${/[^\w$.-]/.test(word) ? '*' : ''}`;
}
