import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { createFatalDecoder, hasUndefined, isUnicode } from './encodingTable.ts';

/** Bytes that are none of the encoding that a text was said to have. */
export class UndecodableError extends UserError {
  readonly label: string;
  constructor(label: string) {
    super(l10n.t({ message: 'The text is not {0}.', args: [label], comment: ['{0} is an encoding.'] }));
    this.label = label;
  }
}

/** Turns a text that comes in pieces into UTF-8, whatever characters the pieces cut. */
export interface TextConverter {
  /** Throws UndecodableError for bytes that the encoding does not have: nothing is replaced. */
  convert(bytes: Buffer): Buffer;
  /** What was held back; throws UndecodableError where the text ends within a character. */
  end(): Buffer;
}

/** Converts from an encoding that the platform knows (UndecodableError for others). UTF-8 is passed on as it is. */
export function createConverter(label: string): TextConverter {
  if (label === 'utf-8') return { convert: (bytes) => bytes, end: () => Buffer.alloc(0) };
  const decoder = createFatalDecoder(label);
  if (!decoder) throw new UndecodableError(label);
  function decode(bytes: Buffer | undefined): Buffer {
    let text: string;
    try {
      text = bytes ? (decoder?.decode(bytes, { stream: true }) ?? '') : (decoder?.decode() ?? '');
    } catch {
      throw new UndecodableError(label);
    }
    if (!isUnicode(label) && hasUndefined(text)) throw new UndecodableError(label);
    return Buffer.from(text);
  }
  return { convert: (bytes) => decode(bytes), end: () => decode(undefined) };
}
