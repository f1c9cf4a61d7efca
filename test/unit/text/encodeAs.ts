/** The bytes of a text in an encoding of one byte a character; throws for what it lacks. */
export function encodeAs(text: string, label: string): Buffer {
  if (label === 'utf-8') return Buffer.from(text);
  if (label === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (label === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const bytes = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte--) {
    const decoded = decodeByte(byte, label);
    if (decoded !== undefined) bytes.set(decoded, byte);
  }
  return Buffer.from(
    [...text].map((it) => {
      const byte = bytes.get(it);
      if (byte === undefined) throw new RangeError(`${label} lacks ${it}`);
      return byte;
    }),
  );
}

function decodeByte(byte: number, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(Buffer.from([byte]));
  } catch {
    return undefined;
  }
}
