import type { QueryMistake } from './parseQuery.ts';

const texts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|:\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\//gs;

/**
 * What to do about a filter that the parser could not read beyond `offset`, where that can be told; without it the
 * sentence would name a character, and leave to guess what is wrong with it.
 */
export function adviseOn(text: string, offset: number): QueryMistake | undefined {
  const before = text.replace(texts, (it) => '_'.repeat(it.length)).slice(0, offset);
  return (
    adviseOnWord(text, before) ?? adviseOnRange(text, before, offset) ?? adviseOnNumber(text, before, offset)
  );
}

function adviseOnWord(text: string, before: string): QueryMistake | undefined {
  const match = /:(?:[<>]=?|=)?(AND|OR|NOT)(?![\w$.*?-])/.exec(before);
  const [whole = '', word = ''] = match ?? [];
  if (!match) return undefined;
  const end = match.index + whole.length;
  const isLast = text.slice(end).trim() === '';
  return {
    message: `${word} is a word of the filter language. To look for it as a text put it in double quotes: "${word}".`,
    // A word that may be going on has not gone wrong yet.
    offset: isLast ? text.length : end - word.length,
  };
}

function adviseOnRange(text: string, before: string, offset: number): QueryMistake | undefined {
  if (offset >= text.length || !/:[[{][^\]}]*$/.test(before)) return undefined;
  return {
    message:
      'A range takes two numbers, as in [1 TO 5]. For dates, texts and open ends compare with >= and <=, joined by AND.',
    offset,
  };
}

/** The parser takes `1e5`, but not `-1e5`. */
function adviseOnNumber(text: string, before: string, offset: number): QueryMistake | undefined {
  const [, operator, digits] = /:([<>]=?|=)?(-\d+(?:\.\d+)?)$/.exec(before) ?? [];
  const [exponent] = /^[eE][+-]?\d+(?![\w.])/.exec(text.slice(offset)) ?? [];
  if (digits === undefined || exponent === undefined) return undefined;
  const number = 'The filter takes a negative number with an exponent';
  const message =
    operator === '='
      ? `${number} neither as it is nor after =. Write all its digits.`
      : `${number} in double quotes only: "${digits}${exponent}".`;
  return { message, offset };
}
