import * as l10n from '@vscode/l10n';
import type { TextEncoding } from '../../text/encoding.ts';
import { decodeStrictly } from '../../text/encodingTable.ts';
import { nameEncoding } from '../../text/encodingNames.ts';
import { ArchiveError } from './archiveError.ts';

/** An encoding that a file may have, and what some of its words read as in it. */
export interface EncodingChoice {
  readonly label: string;
  readonly example: string;
}

/** A file that may be in one of several encodings: the user has to say which. */
export class UnclearEncodingError extends ArchiveError {
  readonly choices: readonly EncodingChoice[];
  constructor(message: string, choices: readonly EncodingChoice[]) {
    super('encodingUnclear', message);
    this.choices = choices;
  }
}

const longestWordBytes = 40;
const exampleWords = 6;

/** Says that a text's encoding is not certain. `words` are those that read differently in each. */
export function refuseUnclear(found: TextEncoding | undefined, words: Buffer): ArchiveError {
  if (!found)
    return new ArchiveError(
      'encodingUnclear',
      l10n.t('The file’s letters are not UTF-8, and no other encoding fits them all.'),
    );
  const labels = [found.label, ...found.others];
  return new UnclearEncodingError(
    describeChoices(labels.map(nameEncoding)),
    labels.map((label) => ({ label, example: decodeWords(words, label) })),
  );
}

/** Names three of them. */
function describeChoices([first = '', second, third]: readonly string[]): string {
  if (second === undefined) return l10n.t('The file’s letters are not UTF-8, and may be {0}.', first);
  return third === undefined
    ? l10n.t('The file’s letters are not UTF-8, and may be {0} or {1}.', first, second)
    : l10n.t('The file’s letters are not UTF-8, and may be {0}, {1} or {2}.', first, second, third);
}

function decodeWords(words: Buffer, label: string): string {
  const texts: string[] = [];
  for (let start = 0; start < words.length && texts.length < exampleWords;) {
    const found = words.indexOf(0x0a, start);
    const end = found === -1 ? words.length : found;
    // A longer one may be cut within a character.
    if (end - start <= longestWordBytes) texts.push(decodeStrictly(words.subarray(start, end), label) ?? '');
    start = end + 1;
  }
  return texts.filter((it) => it !== '').join(' · ');
}
