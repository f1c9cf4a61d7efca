import * as l10n from '@vscode/l10n';

/*
 * Every string from the service is hostile until shown as text. Two functions make one fit for every place where it is
 * shown, in the editor and in the pages: `asLine` for a place of one line, `asText` for one of several. What is copied,
 * saved or sent is never changed. Here, because both the host and the pages may import it.
 */

/** UTF-16 units of a line that is shown whole. */
const longestLine = 300;
/** UTF-16 units of a message: the editor itself shows no more. Texts of others in it are lines, and shorter. */
const longestMessage = 1000;
/** As much of a text as is looked at for one line of it. */
const longestRead = 20_000;

/**
 * What is not seen, or turns round what stands beside it: bidi controls, zero-width and other invisible characters, tags,
 * fillers. The joiners stay: emoji and Persian are written with them.
 */
const unseen =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e' +
  '\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}';
const unseenPattern = new RegExp(`[${unseen}]`, 'gu');
const hostilePattern = new RegExp(`[${unseen}\\u2028\\u2029]|(?![\\n\\r\\t])\\p{Cc}`, 'gu');
const breakPattern = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks that are heaped on one letter grow over the lines around it. */
const heapPattern = /(\p{M}{8})\p{M}+/gu;

/** One line, without what is not seen, and cut where it is overlong: never within what a reader takes for a character. */
export function asLine(text: string): string {
  return shorten(text, longestLine);
}

/** The same for a message of our own, whose last sentence says what to do: longer than the texts of others in it. */
export function asMessage(text: string): string {
  return shorten(text, longestMessage);
}

function shorten(text: string, longest: number): string {
  const isCut = text.length > longestRead;
  const line = text
    .slice(0, longestRead)
    .toWellFormed()
    .replace(breakPattern, ' ')
    .replace(unseenPattern, '')
    .replace(heapPattern, '$1');
  return line.length > longest || isCut ? `${cut(line, longest)}…` : line;
}

/** A line for a place that must not be empty: the title of a panel, the name of a tab. */
export function asTitle(text: string): string {
  const line = asLine(text);
  return line.trim() === '' ? l10n.t('(no name)') : line;
}

/**
 * A text of any length with its line breaks. What is not seen is shown as a replacement character, unit by unit: places
 * in the text stay what they are.
 */
export function asText(text: string): string {
  return text.toWellFormed().replace(hostilePattern, (it) => '\ufffd'.repeat(it.length));
}

function cut(line: string, longest: number): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(line.slice(0, longest + 100))) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  return line.slice(0, end).toWellFormed();
}
