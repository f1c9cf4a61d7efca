/**
 * Where things are in the kernel's memory. First, 16 times each, what a text stops at (`"`, `\\` and the last control
 * character), then `0` and the number 9, for digits: loaded from here they cost one instruction, as constants of the
 * module three each time. Then the trie of wanted paths, a stack of open containers (16 bytes each: trie node, 1 for an
 * object, 0 for an array or 8 for the line itself, mask of wanted keys seen, start if wanted), needles, records of values
 * found (12 bytes each: path, start, end), a list of keys (its number of entries, the number of lines, then 16 bytes each:
 * 0 for a hash, 1 for a value, 2 for a line, the line's number, the two halves of the hash or start and end), then the
 * bytes of the file. A trie node is: path it ends + 1 or 0, number of children, then for each child the address and length
 * of its key and the address of its node. Address 0 is nothing; no byte of the file is at an address that low.
 */
export const layout = {
  stops: 16,
  digits: 64,
  trie: 1024,
  trieBytes: 15_360,
  stack: 16_384,
  stackEnd: 32_768,
  needles: 32_768,
  needleBytes: 8192,
  records: 40_960,
  recordLimit: 2000,
  keys: 65_536,
  file: 131_072,
} as const;
