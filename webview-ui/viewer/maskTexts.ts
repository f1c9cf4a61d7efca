/** A filter with what is inside quotes and regular expressions made harmless; every other character keeps its place. */
export function maskTexts(filter: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|:\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*/gs;
  return filter.replace(quoted, (it) => (it.startsWith(':') ? ':' : '.').padEnd(it.length, '.'));
}
