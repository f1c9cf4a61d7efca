import { TextDecoder } from 'node:util';

/** A new decoder that throws for bytes that are not of this encoding; undefined for one that the platform lacks. */
export function createFatalDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
}

/**
 * Decodes a whole text, a byte order mark left out; undefined where the bytes are not of this encoding. Stricter than
 * the platform, which takes bytes that an encoding does not define for invisible controls.
 */
export function decodeStrictly(bytes: Uint8Array, label: string): string | undefined {
  try {
    const text = createFatalDecoder(label)?.decode(bytes);
    return text !== undefined && !isUnicode(label) && hasUndefined(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether an encoding has every character there is. */
export function isUnicode(label: string): boolean {
  return label.startsWith('utf-');
}

/** Whether a text decoded from an older encoding has characters that stand for bytes without a meaning. */
export function hasUndefined(text: string): boolean {
  return /[\x80-\x9f\ufffd\ue000-\uf8ff]/.test(text);
}
