const archiveFormats: readonly (readonly [start: string, format: string, offset?: number])[] = [
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['PK\x07\x08', 'zip'],
  ['\x1f\x8b', 'gzip'],
  ['\x1f\x9d', 'compress'],
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['Rar!\x1a\x07', 'RAR'],
  ['BZh', 'bzip2'],
  ['\xfd7zXZ\x00', 'xz'],
  ['\x28\xb5\x2f\xfd', 'Zstandard'],
  ['\x04\x22\x4d\x18', 'LZ4'],
  ['MSCF\x00', 'cabinet'],
  ['ustar', 'tar', 257],
];

/** The format of an archive or a compressed file, by its first bytes; undefined for everything else. */
export function nameArchiveFormat(first: Buffer): string | undefined {
  return archiveFormats.find(
    ([start, , offset = 0]) => first.toString('latin1', offset, offset + start.length) === start,
  )?.[1];
}
