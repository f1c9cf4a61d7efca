import { nameEncoding } from '../text/encodingNames.ts';
import type { ForeignText } from '../ndjson/file/foreignText.ts';
import type { FileState } from '../protocol/viewer.ts';

/**
 * Whether its rows are not shown unless the user wants them as they are: their letters would be wrong. Where it is not
 * certain, a few wrong bytes may be all there is: those rows are marked, and it is said above them.
 */
export function isRefused({ isCertain, hasCrOnly }: ForeignText): boolean {
  return isCertain || hasCrOnly;
}

/** What is wrong, and what to do about it. */
export function explainForeign(foreign: ForeignText): NonNullable<FileState['foreign']> {
  const { label, hasCrOnly } = foreign;
  const canConvert = label !== undefined;
  const remedy = canConvert
    ? 'Convert and Open shows a copy in UTF-8; the file stays as it is.'
    : 'Save it as UTF-8 with the program that made it.';
  const what =
    label === 'utf-8' && hasCrOnly
      ? 'Its lines end with CR alone, so it would be one line.'
      : `The file is not UTF-8${describeEncoding(foreign)}.`;
  return { message: `${what} ${remedy}`, isRefused: isRefused(foreign), canConvert };
}

function describeEncoding({ label, isCertain, others }: ForeignText): string {
  if (label === undefined) return ', and what it is cannot be told';
  if (isCertain) return `, but ${nameEncoding(label)}`;
  const [other] = others;
  return `: it may be ${nameEncoding(label)}${other === undefined ? '' : ` or ${nameEncoding(other)}`}, or damaged`;
}
