import * as l10n from '@vscode/l10n';
import { showSize } from '../../protocol/showSize.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import { judgeMember } from './memberContent.ts';
import { readMemberName } from './memberName.ts';
import { longestPeekBytes } from '../lines/textShape.ts';
import type { ReadAt } from './readFile.ts';
import type { ZipDirectory } from './zipDirectory.ts';
import { signatures } from './zipFormat.ts';

const noName = readMemberName(Buffer.alloc(0));
const scanBytes = 1024 * 1024;

/** On which side of the archive bytes are. */
type Side = 'before' | 'behind';

/**
 * Notes what stands before and behind an archive in its file and is left out, such as padding or a page around a
 * download. Throws ArchiveError `strayBytes` where it may be data: another archive, lines or rows.
 */
export function noteStrayBytes(
  readAt: ReadAt,
  { leadingBytes, endOffset }: Pick<ZipDirectory, 'leadingBytes' | 'endOffset'>,
  fileBytes: number,
): string[] {
  return [
    ...noteStretch(readAt, 0, leadingBytes, 'before'),
    ...noteStretch(readAt, endOffset, fileBytes, 'behind'),
  ];
}

/** Notes the bytes from `from` to `to`, which are `where` of the archive. */
export function noteStretch(readAt: ReadAt, from: number, to: number, where: Side): string[] {
  const lengthBytes = to - from;
  if (lengthBytes <= 0) return [];
  const first = readAt(from, Math.min(longestPeekBytes, lengthBytes));
  // Tools that split archives leave a mark where one part was enough.
  if (where === 'before' && lengthBytes === 4 && ['PK00', 'PK\x07\x08'].includes(first.toString('latin1')))
    return [];
  const isPadding = first.every((byte) => byte === 0 || byte === 0x20 || byte === 0x0a || byte === 0x0d);
  const content = isPadding ? undefined : judgeMember(noName, first, lengthBytes > first.length);
  const isData = content?.is === 'data' && content.isSure;
  if (isData || content?.is === 'archive' || isCutSignature(first) || holdsMembers(readAt, from, to)) {
    const found = isData ? dataFound : archiveFound;
    throw new ArchiveError('strayBytes', found[where]());
  }
  return [noteIgnored(lengthBytes, where)];
}

const dataFound: Readonly<Record<Side, () => string>> = {
  before: () => l10n.t('The file holds other data before the archive.'),
  behind: () => l10n.t('The file holds other data behind the archive.'),
};

const archiveFound: Readonly<Record<Side, () => string>> = {
  before: () => l10n.t('The file holds another archive, or a part of one, before the archive.'),
  behind: () => l10n.t('The file holds another archive, or a part of one, behind the archive.'),
};

function noteIgnored(lengthBytes: number, where: Side): string {
  const size = showSize(lengthBytes);
  if (where === 'before')
    return lengthBytes === 1
      ? l10n.t('{0} before the archive was ignored.', size)
      : l10n.t('{0} before the archive were ignored.', size);
  return lengthBytes === 1
    ? l10n.t('{0} behind the archive was ignored.', size)
    : l10n.t('{0} behind the archive were ignored.', size);
}

/** The one to three bytes that are left of an archive behind this one, cut off there. */
function isCutSignature(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return ['PK\x03\x04', '\x1f\x8b\x08'].some((it) => it.startsWith(text));
}

/** Whether members of an archive lie in a stretch: headers with a method and a name that archives have. */
function holdsMembers(readAt: ReadAt, from: number, to: number): boolean {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(signatures.localHeader);
  for (let start = from; start < to; start += scanBytes) {
    const bytes = readAt(start, Math.min(to, start + scanBytes + 30) - start);
    for (let at = bytes.indexOf(signature); at !== -1; at = bytes.indexOf(signature, at + 1)) {
      if (at + 30 > bytes.length) return true;
      const nameBytes = bytes.readUInt16LE(at + 26);
      if (bytes.readUInt16LE(at + 8) <= 99 && nameBytes > 0 && nameBytes <= 1024) return true;
    }
  }
  return false;
}
