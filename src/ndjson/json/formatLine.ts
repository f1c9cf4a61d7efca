import { formatJson, type FormatJsonOptions } from '../../text/formatJson.ts';

/**
 * A line opened as a document. `json`: formatted, with nothing else changed. `text`: no JSON, as it stands, and why.
 */
export type LineDocument =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly reason: string };

/** Formatting takes some 50 ms a megabyte: longer lines are formatted in a thread. */
export const longLineBytes = 128 * 1024;

/** The bytes of a line as a document. */
export function formatLine(bytes: Buffer, layout: FormatJsonOptions): LineDocument {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  try {
    return { kind: 'json', text: formatJson(text, layout) };
  } catch (error) {
    return { kind: 'text', text, reason: error instanceof Error ? error.message : String(error) };
  }
}
