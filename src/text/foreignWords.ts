/** More different words than these tell nothing new. */
const enoughBytes = 32 * 1024;
/** Bytes below this one are no part of a character of several bytes, in any encoding. */
const firstInside = 0x30;

/** The different ranges between spaces, commas, quotes and digits' neighbours that hold more than ASCII. */
export function takeForeignWords(bytes: Uint8Array): Buffer {
  const words = new Set<string>();
  let totalBytes = 0;
  let start = 0;
  let isForeign = false;
  const close = (end: number): void => {
    if (isForeign) {
      const word = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
      if (!words.has(word)) totalBytes += end - start + 1;
      words.add(word);
    }
    start = end + 1;
    isForeign = false;
  };
  for (let at = 0; at < bytes.length && totalBytes < enoughBytes; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) isForeign = true;
    else if (byte < firstInside) close(at);
  }
  close(bytes.length);
  return Buffer.from([...words].join('\n'), 'latin1');
}
