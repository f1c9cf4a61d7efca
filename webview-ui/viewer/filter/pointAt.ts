/** A mistake in a text: the part of the text around it, and the column in that part where it is. */
export interface Pointed {
  excerpt: string;
  column: number;
}

const before = 36;
const after = 20;

/** Cuts a long text around an offset, an ellipsis for what is left out; line breaks and tabs as spaces. */
export function pointAt(text: string, offset: number): Pointed {
  const at = Math.min(Math.max(0, offset), text.length);
  const from = at > before ? at - before : 0;
  const to = Math.min(text.length, at + after);
  const start = from > 0 ? '…' : '';
  const end = to < text.length ? '…' : '';
  return {
    excerpt: `${start}${text.slice(from, to).replace(/\s/g, ' ')}${end}`,
    column: start.length + at - from,
  };
}
