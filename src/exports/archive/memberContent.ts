import { delimiters, recogniseCsv } from '../../text/csvShape.ts';
import { recogniseEncoding } from '../../text/encoding.ts';
import type { MemberName } from './memberName.ts';
import { isDataName, isDocumentName, isOfficeName, isSideFileName } from './memberName.ts';
import { isSidecar } from '../../ndjson/unpackedLines.ts';
import { readFirstKeys } from './firstKeys.ts';
import { nameArchiveFormat } from '../lines/archiveFormat.ts';
import type { TextShape } from '../lines/textShape.ts';
import { beginsDocument, hasGapsOnly, recogniseText } from '../lines/textShape.ts';

/** What a member of an archive was found to hold. */
export type MemberContent =
  | MemberData
  /** What desktops and archivers add to other people's files. */
  | { readonly is: 'sideFile' }
  /** An index that this extension keeps beside its files. */
  | { readonly is: 'index' }
  /** `format` as people call it. */
  | { readonly is: 'archive'; readonly format: string }
  /** Texts written for people, pages, pictures, programs. */
  | { readonly is: 'other' };

export interface MemberData {
  readonly is: 'data';
  readonly shape: TextShape;
  /** False for what is data only if nothing else in the archive is, or what is beside it proves it to be. */
  readonly isSure: boolean;
  /** The keys of its first JSON object. */
  readonly keys: ReadonlySet<string>;
  /** One JSON object and no more of them: a user, or a file about something. */
  readonly isOneObject: boolean;
}

/**
 * Judges a member by its name and its first bytes: the first 64 KB at most; `isCut`
 * where there are more. `recogniseText` finds the shape; this decides what is no part of an export.
 */
export function judgeMember(name: MemberName, first: Buffer, isCut: boolean): MemberContent {
  if (isAppleDouble(first)) return { is: 'sideFile' };
  if (isSidecar(first)) return { is: 'index' };
  const format = nameArchiveFormat(first);
  if (format !== undefined) return isOfficeName(name.extension) ? { is: 'other' } : { is: 'archive', format };
  const data = judgeText(name, first, isCut);
  if (data) return data;
  return isSideFileName(name) ? { is: 'sideFile' } : { is: 'other' };
}

function judgeText(name: MemberName, first: Buffer, isCut: boolean): MemberData | undefined {
  const shape = recogniseText(first);
  const text = decodeStart(first).trimStart();
  const none = { is: 'data', isSure: true, keys: new Set<string>(), isOneObject: false } as const;
  if (beginsAsJson(text)) {
    const { keys, end, isObject } = readFirstKeys(text);
    const isOneObject = isObject && (end === undefined ? isCut : text.slice(end).trim() === '' && !isCut);
    return { ...none, shape: shape === 'json' ? 'json' : 'lines', keys, isOneObject };
  }
  // A page or a document is no data, even with data in it.
  if (beginsDocument(text) || isBinary(first, shape)) return undefined;
  if (text === '') return { ...none, shape: 'lines' };
  if (isDocumentName(name) || isSideFileName(name)) return undefined;
  // Broken first lines are kept like any others.
  if (/^\{\s*"/m.test(text)) return { ...none, shape: 'lines' };
  if (shape === 'csv' || isDataName(name.extension)) {
    // A letter may have a comma in each of its lines.
    const isSure = isDataName(name.extension) || !hasGapsOnly(text, recogniseCsv(text, isCut).delimiter);
    if (isTable(text, isCut)) return { ...none, shape: 'csv', isSure };
    if (['csv', 'tsv'].includes(name.extension) && shape !== undefined) return { ...none, shape };
  }
  if (holdsPiecesOfJson(text)) return { ...none, shape: 'lines' };
  if (isCut && !text.includes('\n')) return { ...none, shape: 'lines', isSure: false };
  return shape === 'csv' && isHeading(text.split(/\r?\n|\r/, 1)[0] ?? '')
    ? { ...none, shape, isSure: false }
    : undefined;
}

/** Only to look at: bytes that cannot be decoded are refused when all of it is read. */
function decodeStart(first: Buffer): string {
  return new TextDecoder(recogniseEncoding(first, true)?.label ?? 'latin1').decode(first);
}

/** Not what RTF (`{\rtf`) and settings (`[section]`) begin with. */
function beginsAsJson(text: string): boolean {
  return /^(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]\d-]|true\b|false\b|null\b|$))/.test(text);
}

/** A line torn out of JSON that goes on behind what is seen of it. */
function holdsPiecesOfJson(text: string): boolean {
  return /"\s*:\s*(?:["{[\d-]|true|false|null)/.test(text);
}

function isBinary(first: Buffer, shape: TextShape | undefined): boolean {
  return shape === undefined && first.includes(0);
}

/** Rows under a heading: at least two, of as many cells, more than one each. */
function isTable(text: string, isCut: boolean): boolean {
  const bare = text.replace(/"[^"]*"/g, 'x');
  const rows = bare.split(/\r\n|\n|\r/);
  if (isCut) rows.pop();
  const full = rows.filter((it) => it.trim() !== '');
  const [heading = ''] = full;
  if (full.length < 2 || !isHeading(heading)) return false;
  return delimiters.some((delimiter) => {
    const cells = heading.split(delimiter).length;
    const fitting = full.filter((it) => it.split(delimiter).length === cells).length;
    return cells > 1 && fitting >= full.length * 0.8;
  });
}

/** Names of columns are short and end like names; sentences do not. */
function isHeading(row: string): boolean {
  const cells = row.split(/[,;\t|]/).map((it) => it.trim());
  return cells.every((it) => it.length <= 80 && !/[.!?:]$/.test(it));
}

/** AppleDouble and AppleSingle: what macOS keeps of a file where a file system or an archive has no place for it. */
function isAppleDouble(first: Buffer): boolean {
  return first.length >= 4 && [0x00051607, 0x00051600].includes(first.readUInt32BE(0));
}
