import * as l10n from '@vscode/l10n';
import { ArchiveError } from '../lines/archiveError.ts';

/**
 * The records of a zip archive (PKWARE APPNOTE 6.3), as bytes. Everything is little-endian. A 4-byte size or offset of
 * all ones means "see the zip64 extra field".
 */
export const signatures = {
  localHeader: 0x04034b50,
  descriptor: 0x08074b50,
  centralRecord: 0x02014b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50,
  end: 0x06054b50,
} as const;

export const all16 = 0xffff;
export const all32 = 0xffffffff;
export const localHeaderBytes = 30;

/** What both kinds of header say of a member. */
export interface MemberHeader {
  /** Text from outside: it is sorted by, escaped where it is shown, and never used as a path. */
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Sizes and CRC are in a descriptor after the data; before it they may be zero. */
  readonly described: boolean;
}

export interface LocalHeader extends MemberHeader {
  /** From the header's first byte to the data's first byte. */
  readonly headerBytes: number;
  readonly zip64: boolean;
}

const encryptedFlags = 0x0001 | 0x0040 | 0x2000;
const methodNames: Record<number, string> = {
  1: 'shrink',
  6: 'implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
};

/** Throws for members that we cannot or should not read. Method 99 marks AES. */
export function checkReadable(flags: number, method: number): void {
  if ((flags & encryptedFlags) !== 0 || method === 99) {
    throw new ArchiveError('encrypted', l10n.t('The archive is protected by a password.'));
  }
  if (method !== 0 && method !== 8) {
    const name = methodNames[method];
    throw new ArchiveError(
      'unsupportedMethod',
      name === undefined
        ? l10n.t('The archive is compressed with method {0}, and only deflate can be read.', method)
        : l10n.t('The archive is compressed with {0}, and only deflate can be read.', name),
    );
  }
}

/** How many bytes follow the fixed part of a local header: the name and the extra field. Throws where there is none. */
export function countLocalTail(fixed: Buffer): number {
  if (fixed.readUInt32LE(0) !== signatures.localHeader) {
    throw new ArchiveError(
      'headerMismatch',
      l10n.t('The archive is damaged: it has something else where a member should begin.'),
    );
  }
  return fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
}

/** Reads a local header; `bytes` holds all of it. */
export function readLocalHeader(bytes: Buffer): LocalHeader {
  const headerBytes = localHeaderBytes + countLocalTail(bytes);
  const flags = bytes.readUInt16LE(6);
  const method = bytes.readUInt16LE(8);
  checkReadable(flags, method);
  const nameBytes = bytes.readUInt16LE(26);
  const extra = bytes.subarray(localHeaderBytes + nameBytes, headerBytes);
  const [sizeBytes, packedBytes] = widen(extra, [bytes.readUInt32LE(22), bytes.readUInt32LE(18)]);
  return {
    name: bytes.subarray(localHeaderBytes, localHeaderBytes + nameBytes),
    method,
    crc: bytes.readUInt32LE(14),
    packedBytes: packedBytes ?? 0,
    sizeBytes: sizeBytes ?? 0,
    described: (flags & 8) !== 0,
    headerBytes,
    zip64: findZip64(extra) !== undefined,
  };
}

/** A data descriptor: with or without its signature, with 4- or 8-byte sizes. */
export interface Descriptor {
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly lengthBytes: number;
}

/** A CRC and two sizes of `width` bytes, behind a signature or not. */
const descriptorForms = [4, 0].flatMap((signatureBytes) =>
  ([4, 8] as const).map((width) => ({ signatureBytes, width, lengthBytes: signatureBytes + 4 + 2 * width })),
);

/** The longest a descriptor can be. */
export const longestDescriptorBytes = 24;

/**
 * Reads the descriptor after a member whose true figures are known already, in whichever of its four forms agrees with
 * them. Undefined when none does.
 */
export function matchDescriptor(
  bytes: Buffer,
  known: Omit<Descriptor, 'lengthBytes'>,
): Descriptor | undefined {
  for (const { signatureBytes, width, lengthBytes } of descriptorForms) {
    if (bytes.length < lengthBytes) continue;
    if (signatureBytes > 0 && bytes.readUInt32LE(0) !== signatures.descriptor) continue;
    const read = (at: number): number => (width === 4 ? bytes.readUInt32LE(at) : readUint64(bytes, at));
    const crc = bytes.readUInt32LE(signatureBytes);
    const packedBytes = read(signatureBytes + 4);
    const sizeBytes = read(signatureBytes + 4 + width);
    if (crc === known.crc && packedBytes === known.packedBytes && sizeBytes === known.sizeBytes) {
      return { crc, packedBytes, sizeBytes, lengthBytes };
    }
  }
  return undefined;
}

/**
 * Looks for a descriptor in a member's packed bytes, before they are unpacked; `passedBytes` of them are before these. It is
 * what stands before another local header and names as many bytes as are before it. Undefined where there is none. One found
 * may still be chance or forgery, and has to be checked against what the bytes unpack to.
 */
export function findDescriptor(bytes: Buffer, passedBytes: number): Descriptor | undefined {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(signatures.localHeader);
  for (let end = bytes.indexOf(signature); end !== -1; end = bytes.indexOf(signature, end + 1)) {
    for (const { signatureBytes, width, lengthBytes } of descriptorForms) {
      const at = end - lengthBytes;
      if (at < 0 || (signatureBytes > 0 && bytes.readUInt32LE(at) !== signatures.descriptor)) continue;
      const read = (from: number): bigint =>
        width === 4 ? BigInt(bytes.readUInt32LE(from)) : bytes.readBigUInt64LE(from);
      const packedBytes = passedBytes + at;
      const sizeBytes = Number(read(at + signatureBytes + 4 + width));
      if (read(at + signatureBytes + 4) !== BigInt(packedBytes) || !Number.isSafeInteger(sizeBytes)) continue;
      return { crc: bytes.readUInt32LE(at + signatureBytes), packedBytes, sizeBytes, lengthBytes };
    }
  }
  return undefined;
}

/** Replaces each value of all ones by the next 8-byte value of the zip64 extra field, in the order APPNOTE gives. */
export function widen(extra: Buffer, values: readonly number[]): number[] {
  const wide = findZip64(extra);
  let at = 0;
  return values.map((value) => {
    if (value !== all32) return value;
    if (!wide || at + 8 > wide.length) return value;
    at += 8;
    return readUint64(wide, at - 8);
  });
}

function findZip64(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** An 8-byte number; one that JavaScript cannot hold exactly is not an offset in any file. */
export function readUint64(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw directoryDamaged(l10n.t('The archive is damaged: its directory lists impossible sizes.'));
  }
  return Number(value);
}

export function directoryDamaged(message?: string): ArchiveError {
  const unreadable = l10n.t('The archive is damaged: the directory at its end cannot be read.');
  return new ArchiveError('directoryDamaged', message ?? unreadable);
}

export function splitArchive(): ArchiveError {
  return new ArchiveError('multiDisk', l10n.t('The archive is one part of several.'));
}
