/** Names of encodings as the editor has them. */
export function nameEncoding(label: string): string {
  return label
    .replace(/^(?:(?:utf|iso|ibm)(?=-|\d)|(?:euc|koi8)-[a-z]+$)/, (it) => it.toUpperCase())
    .replace('16le', '16 LE')
    .replace('16be', '16 BE');
}
