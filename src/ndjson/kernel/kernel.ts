import { mixHash, type Hash } from '../json/keyHash.ts';
import { layout } from './layout.ts';
import { readKernel } from './readKernel.ts';

/** Bytes that may be read past the end of what is looked at. */
const slackBytes = 64;

/** What 16 bytes at once are compared with, from `layout.stops` on. */
const comparedBytes = [0x22, 0x5c, 0x1f, 0x30, 9];

/** What the kernel says of a line: `unsure` lines are JSON.parse's to judge, `begun` ones were not read to the end. */
export type Verdict = 'invalid' | 'valid' | 'unsure' | 'begun';
const verdicts = ['invalid', 'valid', 'unsure', 'begun'] as const;

/** A needle made ready by `addNeedle`; see `find`. */
export interface Needle {
  readonly address: number;
  readonly length: number;
  readonly rare: number;
  readonly rarer: number;
}

/** Where paths lead, made ready by `addPaths`: the address of the trie. 0 wants nothing. */
export type PathTrie = number;

/**
 * The loops that look at every byte of a file, in WebAssembly. Bytes are put into `file`, which is the kernel's own
 * memory, and are named by their position there. One kernel serves one thread.
 */
export interface Kernel {
  /** The bytes to be looked at; `makeRoom` may replace it. A `\n` must stand after the last byte that is looked at. */
  readonly file: Buffer;
  /** Makes `file` at least that long (what is in it stays). */
  makeRoom(sizeBytes: number): void;
  /**
   * Judges the line in [start, end) exactly as JSON.parse would judge its text, and notes the values that the trie's
   * paths lead to: through objects by key, through arrays into every element; an array a path ends at is one value.
   * `unsure` where a wanted object has a key with escapes or twice, more than 2,000 values were found, or it nests more
   * than 1,000 deep. Given `until`, it stops with `begun` after the first value that ends beyond that place and a comma.
   */
  scan(start: number, end: number, trie: PathTrie, until?: number): Verdict;
  /** How many values the last `scan` noted, and which: path (by its place in `addPaths`), start and end in `file`. */
  countValues(): number;
  pathOf(value: number): number;
  startOf(value: number): number;
  endOf(value: number): number;
  /**
   * Prepares paths for `scan`: lists of keys, all different, at most 30 under one object. RangeError if all that were
   * ever prepared take more than 15 KB.
   */
  addPaths(paths: readonly (readonly string[])[]): PathTrie;
  /**
   * Prepares a needle; with `ignoreCase` the letters A to Z equal a to z (only those). `commonness` of each byte (higher:
   * more common) chooses the bytes to look for first. RangeError if needles take more than 4 KB in all.
   */
  addNeedle(bytes: Uint8Array, ignoreCase: boolean, commonness: ArrayLike<number>): Needle;
  /** A 64-bit hash of the bytes in [start, end) (MurmurHash3, x86, 64 bits of it). */
  hash(start: number, end: number): Hash;
  /** First place of a needle in [start, end) of `file`, or -1. */
  find(needle: Needle, start: number, end: number): number;
  /**
   * Lists the values that the only path of a trie leads to in the lines of [start, end), of which the last too ends with
   * `\n`: one for each line that is an object and has one there. `name` is the path's last key with its quotes; a line is
   * read no further than to the last place that has it. The list may end before the lines do.
   */
  listKeys(name: Needle, trie: PathTrie, start: number, end: number): KeyList;
}

/** What `listKeys` found in `lineCount` lines; the next one begins at `next`. */
export interface KeyList {
  readonly lineCount: number;
  readonly next: number;
  /** Four numbers for each key: what it is (see `keyKinds`), its line, counted from 0, and two about it. */
  readonly entries: Uint32Array;
}

/**
 * Kinds of entries of a `KeyList`. `hash`: the two halves of `hashText` of a text. `value`: start and end in `file` of a value
 * that has to be understood first. `line`: start and end of a line that is JSON.parse's to judge.
 */
export const keyKinds = { hash: 0, value: 1, line: 2 } as const;

interface Exports {
  hash(start: number, end: number): number;
  hashHigh(): number;
  scan(start: number, end: number, trie: number, until: number): number;
  countRecords(): number;
  find(start: number, end: number, needle: number, length: number, rare: number, rarer: number): number;
  listKeys(
    start: number,
    end: number,
    trie: number,
    ...needle: [address: number, length: number, rare: number, rarer: number]
  ): number;
}

/** What is used of `WebAssembly`, which the language library of a host without a page does not declare. */
interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number }) => {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** The compiled kernel, which any number of kernels are started from; they share what V8 learnt about its speed. */
export interface KernelCode {
  readonly module: object;
}

/** Compiles the kernel: a millisecond or two. */
export function compileKernel(): KernelCode {
  const { Module } = webAssembly();
  return { module: new Module(readKernel()) };
}

function webAssembly(): WebAssemblyApi {
  return (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
}

/** The exports one by one: V8 takes those of every instance for another kind of object, and would compile anew each time. */
function startInstance(module: object, sizeBytes: number) {
  const { Memory, Instance } = webAssembly();
  const memory = new Memory({ initial: pagesFor(sizeBytes) });
  for (const [i, byte] of comparedBytes.entries())
    new Uint8Array(memory.buffer, layout.stops + i * 16, 16).fill(byte);
  return { memory, ...(new Instance(module, { host: { memory } }).exports as Exports) };
}

/** Starts a kernel with room for `sizeBytes` of a file. */
export function createKernel({ module }: KernelCode, sizeBytes: number): Kernel {
  const { memory, scan, countRecords, hash, hashHigh, find, listKeys } = startInstance(module, sizeBytes);
  let file = Buffer.from(memory.buffer, layout.file, sizeBytes);
  let low = new Uint32Array(memory.buffer, 0, layout.file / 4);
  let needleEnd: number = layout.needles;
  let trieEnd: number = layout.trie;

  return {
    get file() {
      return file;
    },
    makeRoom(wantedBytes) {
      if (wantedBytes <= file.length) return;
      memory.grow(pagesFor(wantedBytes) - memory.buffer.byteLength / 65_536);
      file = Buffer.from(memory.buffer, layout.file, wantedBytes);
      low = new Uint32Array(memory.buffer, 0, layout.file / 4);
    },
    scan: (start, end, trie, until = end) =>
      verdicts[scan(start + layout.file, end + layout.file, trie, until + layout.file)] ?? 'unsure',
    countValues: countRecords,
    pathOf: (value) => low[layout.records / 4 + value * 3] ?? 0,
    startOf: (value) => (low[layout.records / 4 + value * 3 + 1] ?? 0) - layout.file,
    endOf: (value) => (low[layout.records / 4 + value * 3 + 2] ?? 0) - layout.file,
    addPaths(paths) {
      const trie = writeTrie(new Uint8Array(memory.buffer), trieEnd, paths);
      trieEnd = trie.end;
      return trie.root;
    },
    addNeedle(bytes, ignoreCase, commonness) {
      const needle = writeNeedle(new Uint8Array(memory.buffer), needleEnd, bytes, ignoreCase, commonness);
      needleEnd += bytes.length * 2;
      return needle;
    },
    hash(start, end) {
      const low = hash(start + layout.file, end + layout.file);
      return { low: mixHash(low ^ (end - start)), high: mixHash(hashHigh()) };
    },
    find(needle, start, end) {
      const { address, length, rare, rarer } = needle;
      const at = find(start + layout.file, end + layout.file, address, length, rare, rarer);
      return at === 0 ? -1 : at - layout.file;
    },
    listKeys({ address, length, rare, rarer }, trie, start, end) {
      const next = listKeys(start + layout.file, end + layout.file, trie, address, length, rare, rarer);
      return takeKeyList(low, next - layout.file);
    },
  };
}

function takeKeyList(low: Uint32Array, next: number): KeyList {
  const from = layout.keys / 4 + 2;
  const entries = low.slice(from, from + (low[from - 2] ?? 0) * 4);
  for (let i = 0; i < entries.length; i += 4) if (entries[i] !== keyKinds.hash) shiftPlaces(entries, i);
  return { lineCount: low[from - 1] ?? 0, next, entries };
}

/** Addresses in the kernel's memory become places in `file`. */
function shiftPlaces(entries: Uint32Array, at: number): void {
  for (const i of [at + 2, at + 3]) entries[i] = (entries[i] ?? 0) - layout.file;
}

function pagesFor(sizeBytes: number): number {
  return Math.ceil((layout.file + sizeBytes + slackBytes) / 65_536);
}

interface TrieNode {
  path: number;
  readonly children: Map<string, TrieNode>;
}

function writeTrie(
  memory: Uint8Array,
  from: number,
  paths: readonly (readonly string[])[],
): { root: PathTrie; end: number } {
  const view = new DataView(memory.buffer);
  let free = from;
  function take(sizeBytes: number): number {
    const address = free;
    free += Math.ceil(sizeBytes / 4) * 4;
    if (free > layout.trie + layout.trieBytes) throw new RangeError('These paths are too many or too long.');
    return address;
  }
  function write(node: TrieNode): number {
    if (node.children.size > 30) throw new RangeError('At most 30 paths may differ at one place.');
    const address = take(8 + node.children.size * 12);
    view.setUint32(address, node.path + 1, true);
    view.setUint32(address + 4, node.children.size, true);
    for (const [i, [key, child]] of [...node.children].entries()) {
      const bytes = new TextEncoder().encode(key);
      const at = take(bytes.length);
      memory.set(bytes, at);
      view.setUint32(address + 8 + i * 12, at, true);
      view.setUint32(address + 12 + i * 12, bytes.length, true);
      view.setUint32(address + 16 + i * 12, write(child), true);
    }
    return address;
  }
  return { root: paths.length === 0 ? 0 : write(buildTrie(paths)), end: free };
}

function buildTrie(paths: readonly (readonly string[])[]): TrieNode {
  const root: TrieNode = { path: -1, children: new Map() };
  for (const [i, path] of paths.entries()) {
    let node = root;
    for (const key of path) {
      const next = node.children.get(key) ?? { path: -1, children: new Map<string, TrieNode>() };
      node.children.set(key, next);
      node = next;
    }
    node.path = i;
  }
  return root;
}

function writeNeedle(
  memory: Uint8Array,
  address: number,
  bytes: Uint8Array,
  ignoreCase: boolean,
  commonness: ArrayLike<number>,
): Needle {
  const { length } = bytes;
  if (length === 0 || address + length * 2 > layout.needles + layout.needleBytes) {
    throw new RangeError('A needle is empty, or all of them take more than 4 KB.');
  }
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    const isLetter = ignoreCase && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    memory[address + i] = isLetter ? byte | 0x20 : byte;
    memory[address + length + i] = isLetter ? 0x20 : 0;
  }
  const order = Array.from(bytes, (byte, i) => ({ i, common: commonness[byte] ?? 0 })).sort(
    (a, b) => a.common - b.common,
  );
  return { address, length, rare: order[0]?.i ?? 0, rarer: order[1]?.i ?? 0 };
}
