import * as l10n from '@vscode/l10n';
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
    ? l10n.t('Convert and Open shows a copy in UTF-8; the file stays as it is.')
    : l10n.t('Save it as UTF-8 with the program that made it.');
  const what =
    label === 'utf-8' && hasCrOnly
      ? l10n.t('Its lines end with CR alone, so it would be one line.')
      : describeEncoding(foreign);
  return { message: `${what} ${remedy}`, isRefused: isRefused(foreign), canConvert };
}

function describeEncoding({ label, isCertain, others }: ForeignText): string {
  if (label === undefined) return l10n.t('The file is not UTF-8, and what it is cannot be told.');
  const name = nameEncoding(label);
  if (isCertain) return l10n.t('The file is not UTF-8, but {0}.', name);
  const [other] = others;
  return other === undefined
    ? l10n.t('The file is not UTF-8: it may be {0}, or damaged.', name)
    : l10n.t('The file is not UTF-8: it may be {0} or {1}, or damaged.', name, nameEncoding(other));
}
