import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ImportRequest, JobStage } from '../../exports/jobs/jobRecord.ts';
import { delimiters, nameDelimiter } from '../../text/csvShape.ts';
import { nameEncoding } from '../../text/encodingNames.ts';
import { asLine } from '../../util/showText.ts';

type Choices = NonNullable<Extract<JobStage, { stage: 'failed' }>['encodings']>;

/** Encodings to choose from where nothing is known of a file. */
const commonEncodings = [
  ...[
    'utf-8',
    'windows-1252',
    'windows-1250',
    'windows-1251',
    'windows-1253',
    'windows-1254',
    'windows-1255',
  ],
  ...[
    'windows-1256',
    'windows-1257',
    'iso-8859-2',
    'iso-8859-15',
    'macintosh',
    'koi8-r',
    'ibm866',
    'windows-874',
  ],
  ...['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr', 'utf-16le', 'utf-16be'],
];

/** Asks in which encoding a file is, the likeliest first, each with what its words read as. Undefined where nobody says. */
export async function chooseEncoding(name: string, choices: Choices): Promise<string | undefined> {
  const items = choices.map(({ label, example }) => ({
    label: nameEncoding(label),
    detail: asLine(example),
    value: label,
  }));
  const asIs = {
    label: nameEncoding('utf-8'),
    detail: l10n.t('Lines with other bytes are kept as they are, and counted as bad.'),
    value: 'utf-8',
  };
  const all = choices.some((it) => it.label === 'utf-8') ? items : [...items, asIs];
  const picked = await vscode.window.showQuickPick(all, {
    title: l10n.t('Open “{0}”: Encoding', asLine(name)),
    placeHolder: l10n.t('Choose the encoding in which the words are right'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.value;
}

/** Asks for encoding, delimiter and heading of a file. Undefined where the user thought better of it. */
export async function chooseReading(name: string): Promise<Omit<ImportRequest, 'path'> | undefined> {
  const title = l10n.t('Open “{0}” With Other Encoding or Delimiter', asLine(name));
  const encoding = await pick(title, l10n.t('Choose an encoding'), commonEncodings, nameEncoding);
  if (!encoding) return undefined;
  const delimiter = await pick(
    title,
    l10n.t('Choose what stands between columns'),
    ['', ...delimiters],
    nameDivision,
  );
  if (!delimiter) return undefined;
  const heading = await pick(title, l10n.t('Choose what the first row is'), [true, false], nameFirstRow);
  if (!heading) return undefined;
  return {
    ...(encoding.value === undefined ? {} : { encoding: encoding.value }),
    ...(delimiter.value === undefined ? {} : { delimiter: delimiter.value }),
    ...(heading.value === undefined ? {} : { hasHeading: heading.value }),
  };
}

const nameDivision = (delimiter: string): string =>
  delimiter === '' ? l10n.t('nothing: one column') : nameDelimiter(delimiter);
const nameFirstRow = (isHeading: boolean): string =>
  isHeading ? l10n.t('Names of columns') : l10n.t('Data');

async function pick<T>(
  title: string,
  placeHolder: string,
  values: readonly T[],
  nameOf: (value: T) => string,
): Promise<{ value: T | undefined } | undefined> {
  const recognised = { label: l10n.t('Recognize'), value: undefined };
  const items = [recognised, ...values.map((value) => ({ label: nameOf(value), value }))];
  return vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
}
