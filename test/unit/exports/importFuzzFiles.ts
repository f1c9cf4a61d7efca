import { gunzipSync, gzipSync } from 'node:zlib';
import { makeArchiveForm } from '../../support/exportArchiveForms.ts';
import { makeZip, type ZipMember } from '../../support/exportZipMaker.ts';
import type { Random } from '../../support/random.ts';
import { encodeAs } from '../text/encodeAs.ts';
import { readReference, type Shape } from './importReference.ts';

/** A file to import, and what a simple reading of its bytes says is in it. */
export interface FuzzFile {
  readonly bytes: Buffer;
  /** How it was made, for whoever looks at a failure. */
  readonly title: string;
  /** The lines of the result. */
  readonly expected: readonly string[];
  /** A bit of the archive is wrong: where it is one of a name, the members may come in another order. */
  readonly isDamaged: boolean;
}

const words: Record<string, readonly string[]> = {
  'windows-1252': 'Köln Málaga España São Müller Hélène Noël Größe coração año señor 5€ déjà Ångström'.split(
    ' ',
  ),
  'windows-1250': 'Łódź Kraków Gdańsk Žižkov Dvořák Plzeň Győr Świętosław Šibenik Częstochowa'.split(' '),
  'windows-1251': 'Москва привет Санкт-Петербург улица Алексей город имя Нижний'.split(' '),
  'koi8-r': 'Москва привет Санкт-Петербург улица Алексей город имя Нижний'.split(' '),
  'windows-1253': 'Αθήνα Θεσσαλονίκη Ηράκλειο Πάτρα καλημέρα'.split(' '),
  'windows-1254': 'İstanbul Muğla Şırnak Iğdır Eskişehir Çanakkale Kahramanmaraş'.split(' '),
  'windows-1257': 'Šarūnas Žemaitė Klaipėda Mindė Šiauliai'.split(' '),
  'utf-8': 'Köln Łódź Москва 北京 東京 👍 a\u2028b ﬁ \u00a0 ÿ ñ'.split(' '),
  'utf-16le': 'Köln Łódź Москва 北京 東京 👍 a\u2028b'.split(' '),
  'utf-16be': 'Köln Łódź Москва 北京 東京 👍 a\u2028b'.split(' '),
};
const encodings = [...Object.keys(words), 'utf-8', 'utf-8', 'windows-1252', 'windows-1252', 'macintosh'];
const plainWords = 'Ann Bob 12 3.50 x-1 true 2024-01-02 New_York'.split(' ');
const lineEnds = ['\n', '\n', '\r\n', '\r\n', '\r', 'mixed'];
const badLines = ['{"a":', '{a:1}', '{"a":{"b":1}', 'null', '[1]', '{"a":1,}', '{"a":01}', '"x"'];

/** Makes a file: one of all encodings, line ends, delimiters, forms of archives and cuts. */
export function makeFuzzFile(random: Random): FuzzFile {
  const label = random.pick(encodings);
  const shape = random.pick<Shape['is']>(['csv', 'csv', 'csv', 'lines', 'lines', 'objects', 'list']);
  const cut = random.below(8) === 0;
  const form = random.pick(['plain', 'plain', 'gzip', 'gzips', 'zip', 'zips', 'side files', 'odd', 'odds']);
  const one = makeText(random, label, shape);
  const isPair = form === 'zips' || form === 'odds';
  const texts = isPair ? [one, makeText(random, label, shape, one.shape)] : [one];
  const members = texts.map(({ text, mark }) => {
    const bytes = encodeAs(mark + text, label);
    return cut ? bytes.subarray(0, 1 + random.below(bytes.length)) : bytes;
  });
  const expected = members.flatMap((it, i) => readReference(it, label, (texts[i] ?? one).shape));
  if (form === 'odd' || form === 'odds')
    return makeOdd(random, members, shape, `${label} ${one.title}`, expected);
  const packed = pack(random, form, members, shape);
  // An archive that is cut itself has to be refused: nobody can say what is missing.
  const isTorn = form !== 'plain' && random.below(12) === 0;
  const torn = isTorn ? packed.subarray(0, random.below(packed.length)) : packed;
  // Without its last streams gzip is a whole file, and nothing in it tells.
  const bytes = form === 'gzips' && isWholeGzip(torn) ? packed : torn;
  const title = `${label} ${one.title} ${form}${cut ? ' cut' : ''}${isTorn ? ' torn' : ''}`;
  return { bytes, title, expected, isDamaged: false };
}

function isWholeGzip(bytes: Buffer): boolean {
  try {
    gunzipSync(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Archives of every form that tools write, with side files, notes and bytes around them; some of them damaged. */
function makeOdd(
  random: Random,
  members: readonly Buffer[],
  shape: string,
  title: string,
  expected: readonly string[],
): FuzzFile {
  const files = members.map((bytes, i) => ({ name: nameMember(i, shape), bytes }));
  const form = makeArchiveForm(files, random);
  return { bytes: form.bytes, title: `${title} ${form.title}`, expected, isDamaged: form.isDamaged };
}

function nameMember(i: number, shape: string): string {
  const extension = shape === 'csv' ? 'csv' : shape === 'list' ? 'json' : 'txt';
  return `part-${i}.${extension}`;
}

function pack(random: Random, form: string, members: readonly Buffer[], shape: string): Buffer {
  const [first = Buffer.alloc(0)] = members;
  const named = members.map((data, i): ZipMember => ({ name: nameMember(i, shape), data }));
  if (form === 'plain') return first;
  if (form === 'gzip') return gzipSync(first);
  if (form === 'gzips') {
    const at = random.below(first.length + 1);
    return Buffer.concat([gzipSync(first.subarray(0, at)), gzipSync(first.subarray(at))]);
  }
  if (form !== 'side files') return makeZip(named);
  const double = Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0, 0x4d, 0x61, 0x63, 0x20]);
  const sides = [
    { name: `__MACOSX/._${nameMember(0, shape)}`, data: double },
    { name: '.DS_Store', data: Buffer.from('\0\0\0\x01Bud1') },
  ];
  return makeZip([...sides, ...named]);
}

interface MadeText {
  readonly text: string;
  readonly mark: string;
  readonly shape: Shape;
  readonly title: string;
}

function makeText(random: Random, label: string, is: Shape['is'], like?: Shape): MadeText {
  const vocabulary = words[label] ?? ['Köln', 'Málaga', 'São', 'été'];
  const word = (): string => random.pick(random.below(2) === 0 ? vocabulary : plainWords);
  const end = random.pick(lineEnds);
  const endLine = (): string => (end === 'mixed' ? random.pick(['\n', '\r\n', '\r']) : end);
  const isUnicode = label.startsWith('utf');
  const mark = isUnicode && random.below(3) === 0 ? '\ufeff' : '';
  const again = mark !== '' && random.below(2) === 0 ? '\ufeff' : '';
  if (is === 'csv') return { ...makeCsv(random, word, endLine, again, like), mark };
  const count = 1 + random.below(12);
  const objects = Array.from({ length: count }, () => makeObject(random, word, isUnicode));
  const title = `${is} ${JSON.stringify(end)}`;
  if (is === 'list') return { text: makeList(random, objects), mark, shape: { is }, title };
  if (is === 'objects') {
    const between = random.pick(['', ' ', '\\n', '\\r\\n', ', ', ' \t', '\n', '\r']);
    return { text: objects.join(between), mark, shape: { is }, title: `${title} ${JSON.stringify(between)}` };
  }
  const lines = objects.flatMap((it) => [
    ...(random.below(10) === 0 ? [''] : []),
    ...(random.below(10) === 0 ? [random.pick(badLines)] : []),
    it,
  ]);
  // Objects first: a file that begins with something else is another question.
  const text = [objects[0] ?? '{}', ...lines]
    .map((it, i) => (i === 2 ? again : '') + it + endLine())
    .join('');
  return { text, mark, shape: { is }, title };
}

function makeObject(random: Random, word: () => string, isUnicode: boolean): string {
  const value: Record<string, unknown> = {
    external_id: `u${random.below(1e6)}`,
    city: word(),
    n: random.below(1000),
  };
  if (random.below(3) === 0) value['tags'] = [word(), { deep: word(), quote: 'a"b\\c\n{}[]' }];
  if (random.below(4) === 0) value['none'] = null;
  const text = JSON.stringify(value);
  return isUnicode || random.below(2) === 0 ? text : text.replace('"n":', '"n" : ');
}

function makeList(random: Random, objects: readonly string[]): string {
  const list = `[${objects.join(random.pick([',', ',\n  ', ' ,\r\n']))}]`;
  return random.below(2) === 0 ? list : `{"users": ${list}, "message": "success"}`;
}

function makeCsv(
  random: Random,
  word: () => string,
  endLine: () => string,
  again: string,
  like?: Shape,
): Omit<MadeText, 'mark'> {
  const delimiter = like?.is === 'csv' ? like.delimiter : random.pick([',', ',', ';', ';', '\t', '|', '']);
  const columns = delimiter === '' ? 1 : 2 + random.below(5);
  const hasSep = delimiter !== '' && random.below(8) === 0;
  const others = [',', ';', '\t', '|'].filter((it) => it !== delimiter);
  const cell = (i: number): string => {
    if (i === 0) return `u${random.below(1e6)}`;
    const text = random.below(8) === 0 ? '' : word();
    if (random.below(8) === 0) return `${text}${random.pick(others)} x`;
    if (random.below(12) === 0)
      return random.pick(['a"b', `x${delimiter}y`, 'l1\nl2', 'l1\r\nl2', '{"k": [1, 2]}', ' ']);
    return text;
  };
  const isSafe = (text: string): boolean =>
    !/["\r\n]/.test(text) && (delimiter === '' ? !/[,;\t|]/.test(text) : !text.includes(delimiter));
  const write = (text: string): string =>
    isSafe(text) && random.below(12) > 0 ? text : `"${text.replaceAll('"', '""')}"`;
  const heading = ['user_id', 'city', 'note', 'plan', 'score', 'country'].slice(0, columns);
  const rows = Array.from({ length: 2 + random.below(12) }, () => heading.map((_, i) => cell(i)));
  const lines = [heading, ...rows].map(
    (row, i) => (i === 2 ? again : '') + row.map(write).join(delimiter) + endLine(),
  );
  const sep = hasSep ? `sep=${delimiter}${endLine()}` : '';
  const text = sep + lines.join('') + (random.below(6) === 0 ? endLine() : '');
  return {
    text,
    shape: { is: 'csv', delimiter },
    title: `csv ${JSON.stringify(delimiter)}${hasSep ? ' sep' : ''}`,
  };
}
