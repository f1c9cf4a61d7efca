import { addDistinct, createDistinctHashes, type DistinctHashes } from './distinctHashes.ts';
import { mixHash } from '../json/keyHash.ts';

export const valueKinds = ['string', 'number', 'boolean', 'null', 'list', 'object'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What is known of one path (elements of a list have the list's own path). */
export interface FieldProfile {
  readonly path: string;
  /** Lines that have it. */
  readonly lineCount: number;
  /** How many values of each kind there are; a line may have several. */
  readonly kinds: Readonly<Partial<Record<ValueKind, number>>>;
  /** Different strings, numbers and booleans: exactly, or about (2 %) where there are very many, never more than values. */
  readonly distinctEstimate: number;
  readonly isDistinctExact: boolean;
  readonly minNumber: number | undefined;
  readonly maxNumber: number | undefined;
  /** By UTF-16 units, cut to 100. */
  readonly minText: string | undefined;
  readonly maxText: string | undefined;
  /** Bytes of all its values, about: as JSON without spaces and escapes. */
  readonly sizeBytes: number;
}

/** What is known of all paths of a file, or of the lines of a query. */
export interface FileProfile {
  readonly lineCount: number;
  readonly invalidCount: number;
  /** Values at paths beyond the 2,000 that are told apart, and at paths too long to be asked for (see `longestPath`). */
  readonly otherCount: number;
  readonly fields: readonly FieldProfile[];
}

/** The same of one range, for putting together. */
export interface FieldTally {
  lineCount: number;
  lastLine: number;
  readonly kinds: number[];
  readonly distinct: DistinctHashes;
  minNumber: number;
  maxNumber: number;
  minText: string | undefined;
  maxText: string | undefined;
  sizeBytes: number;
}

export interface ProfilePart {
  readonly lineCount: number;
  readonly invalidCount: number;
  readonly fields: Map<string, FieldTally>;
  /** Values at paths beyond the limit. */
  readonly otherCount: number;
}

/** So many paths are profiled: objects used as maps have no end of them. */
export const pathLimit = 2000;

/** A path as a node of a tree: asking it for a key's node takes no joining of paths. */
interface FieldNode {
  readonly path: string;
  readonly tally: FieldTally | undefined;
  readonly children: Map<string, FieldNode>;
}

/** Profiles one line after another. */
export class Profiler {
  #lineCount = 0;
  #invalidCount = 0;
  #otherCount = 0;
  #fields = new Map<string, FieldTally>();
  #root = createRoot();
  /** What was found out of the text looked at last. */
  readonly #text: TextMeasure = { low: 0, high: 0, sizeBytes: 0 };

  /** `line` is undefined for one that is no JSON. */
  addLine(line: { readonly value: unknown } | undefined): void {
    this.#lineCount++;
    if (line) this.#addContent(this.#root, line.value);
    else this.#invalidCount++;
  }

  /** What was added since the last call. */
  take(): ProfilePart {
    const part = {
      lineCount: this.#lineCount,
      invalidCount: this.#invalidCount,
      otherCount: this.#otherCount,
      fields: this.#fields,
    };
    this.#lineCount = this.#invalidCount = this.#otherCount = 0;
    this.#fields = new Map();
    this.#root = createRoot();
    return part;
  }

  /** Undefined beyond the limit of paths. Two ways to write a path by dots share one tally. */
  #childOf(parent: FieldNode, key: string): FieldNode | undefined {
    const known = parent.children.get(key);
    if (known) return known;
    const path = parent === this.#root ? key : `${parent.path}.${key}`;
    let tally = this.#fields.get(path);
    if (!tally) {
      if (this.#fields.size >= pathLimit) return undefined;
      this.#fields.set(path, (tally = createTally()));
    }
    const child: FieldNode = { path, tally, children: new Map() };
    parent.children.set(key, child);
    return child;
  }

  /** Adds what is inside a value at a node, and the value itself if it is no list; returns its size as JSON. */
  #addContent(node: FieldNode | undefined, value: unknown): number {
    if (Array.isArray(value)) {
      let sizeBytes = 2 + Math.max(0, value.length - 1);
      // The elements' sizes are the list's.
      for (const element of value) sizeBytes += this.#addContent(node, element);
      if (node?.tally) addKind(node.tally, 'list');
      return sizeBytes;
    }
    if (typeof value === 'object' && value !== null) {
      let sizeBytes = 1;
      for (const key in value)
        sizeBytes += key.length + 4 + this.#addMember(node, key, (value as Record<string, unknown>)[key]);
      if (node?.tally) addKind(node.tally, 'object');
      return Math.max(2, sizeBytes);
    }
    return addScalar(this.#text, node?.tally, value);
  }

  #addMember(parent: FieldNode | undefined, key: string, value: unknown): number {
    const node = parent && this.#childOf(parent, key);
    if (!node) this.#otherCount++;
    const sizeBytes = this.#addContent(node, value);
    if (node?.tally) {
      node.tally.sizeBytes += sizeBytes;
      if (node.tally.lastLine !== this.#lineCount) {
        node.tally.lastLine = this.#lineCount;
        node.tally.lineCount++;
      }
    }
    return sizeBytes;
  }
}

function createRoot(): FieldNode {
  return { path: '', tally: undefined, children: new Map() };
}

/** Adds a value that is no list and no object; returns its size as JSON. */
function addScalar(text: TextMeasure, tally: FieldTally | undefined, value: unknown): number {
  if (typeof value === 'string') {
    measureText(value, 0x9747b28c, text);
    if (tally) {
      addKind(tally, 'string');
      addDistinct(tally.distinct, text);
      if (tally.minText === undefined || value < tally.minText) tally.minText = value.slice(0, 100);
      if (tally.maxText === undefined || value > tally.maxText) tally.maxText = value.slice(0, 100);
    }
    return text.sizeBytes + 2;
  }
  const written = String(value);
  if (!tally) return written.length;
  addKind(tally, value === null ? 'null' : typeof value === 'number' ? 'number' : 'boolean');
  if (value !== null) {
    measureText(written, 0x3c6ef372, text);
    addDistinct(tally.distinct, text);
  }
  if (typeof value === 'number') {
    if (value < tally.minNumber) tally.minNumber = value;
    if (value > tally.maxNumber) tally.maxNumber = value;
  }
  return written.length;
}

function addKind(tally: FieldTally, kind: ValueKind): void {
  const index = valueKinds.indexOf(kind);
  tally.kinds[index] = (tally.kinds[index] ?? 0) + 1;
}

/** Hash and size in bytes of UTF-8 of a text. */
interface TextMeasure {
  low: number;
  high: number;
  sizeBytes: number;
}

/** Hashes a text as `hashText` does, but for the seed, and measures it on the way. */
function measureText(value: string, seed: number, into: TextMeasure): void {
  let low = seed;
  let high = ~seed;
  let sizeBytes = 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
    // Half a surrogate pair is two of the four bytes of its character.
    sizeBytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  into.low = mixHash(low ^ value.length);
  into.high = mixHash(high ^ Math.imul(value.length, 0x85ebca6b));
  into.sizeBytes = sizeBytes;
}

function createTally(): FieldTally {
  return {
    lineCount: 0,
    lastLine: 0,
    kinds: valueKinds.map(() => 0),
    distinct: createDistinctHashes(),
    minNumber: Infinity,
    maxNumber: -Infinity,
    minText: undefined,
    maxText: undefined,
    sizeBytes: 0,
  };
}
