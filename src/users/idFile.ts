import * as l10n from '@vscode/l10n';
import { recogniseEncoding } from '../text/encoding.ts';
import { decodeStrictly } from '../text/encodingTable.ts';
import { IdsError } from './idPiece.ts';

/** What a file that is no text begins with, and what to say of it. */
const binaries: readonly { readonly start: readonly number[]; readonly explain: (name: string) => string }[] =
  [
    {
      start: [0x50, 0x4b],
      explain: (name) =>
        l10n.t('“{0}” is an archive or a workbook. Unpack it, or save the sheet as CSV.', name),
    },
    { start: [0x1f, 0x8b], explain: (name) => l10n.t('“{0}” is compressed. Unpack it.', name) },
    {
      start: [0xd0, 0xcf, 0x11, 0xe0],
      explain: (name) => l10n.t('“{0}” is a workbook. Save the sheet as CSV.', name),
    },
    {
      start: [0x25, 0x50, 0x44, 0x46],
      explain: (name) => l10n.t('“{0}” is a PDF. Choose a text, CSV or JSON file.', name),
    },
  ];

/** A text, and the encoding that reads it so. */
export interface IdReading {
  readonly label: string;
  readonly text: string;
}

/**
 * Reads the bytes of a file of ids, however they are encoded: more than one reading where that is not certain, the likeliest
 * first. Throws an IdsError that names the file where it is no text.
 */
export function readIdBytes(name: string, bytes: Uint8Array): readonly IdReading[] {
  const known = binaries.find(({ start }) => start.every((byte, at) => bytes[at] === byte));
  if (known) throw new IdsError(known.explain(name));
  const encoding = recogniseEncoding(bytes);
  if (encoding?.label.startsWith('utf-16') !== true && bytes.includes(0))
    throw new IdsError(l10n.t('“{0}” is not a text. Choose a text, CSV or JSON file.', name));
  const labels = encoding ? [encoding.label, ...(encoding.isCertain ? [] : encoding.others)] : [];
  const readings = labels.flatMap((label) => {
    const text = decodeStrictly(bytes, label);
    return text === undefined ? [] : [{ label, text }];
  });
  if (readings.length === 0)
    throw new IdsError(
      l10n.t('“{0}” is not a text that can be read. Save it as UTF-8 and choose it again.', name),
    );
  return readings;
}
