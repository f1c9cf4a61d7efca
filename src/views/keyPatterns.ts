/** The name and the folder of a key: names tell keys apart, folders are long and alike. */
export function splitKey(pattern: string): { name: string; folder: string } {
  const [, folder = '', name = pattern] = /^(.*\/)([^/]+\/?)$/.exec(pattern) ?? [];
  return { name, folder };
}
