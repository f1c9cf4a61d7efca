import { formatJson } from '../text/formatJson.ts';

/** What the service sent, as a document: its own digits and escapes, over lines. What is no JSON stays as it is. */
export function formatAnswer(text: string): string {
  try {
    return formatJson(text, { sortKeys: false });
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
