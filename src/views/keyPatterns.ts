/** The name and the folder of a key, separately: keys differ in their names, and share long folders. */
export function splitKey(pattern: string): { name: string; folder: string } {
  const [, folder = '', name = pattern] = /^(.*\/)([^/]+\/?)$/.exec(pattern) ?? [];
  return { name, folder };
}
