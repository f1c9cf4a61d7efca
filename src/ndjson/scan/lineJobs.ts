import { assertNever } from '../../util/assertNever.ts';
import { Profiler, type ProfilePart } from './fieldProfile.ts';
import type { SyncFileReader } from '../file/fileReader.ts';
import { createFingerprinter, hashLine } from '../keys/fingerprint.ts';
import { createKernel, type Kernel, type KernelCode } from '../kernel/kernel.ts';
import type { Hash } from '../json/keyHash.ts';
import { createKeyScan } from '../keys/keyScan.ts';
import {
  blockBytes,
  readBlocks,
  visitLines,
  type LineBlock,
  type FileRange,
  type VisitLine,
} from '../file/lineBlocks.ts';
import { formatLine, type LineDocument } from '../json/formatLine.ts';
import { createLineFilter, createLineJudge } from './lineFilter.ts';
import { excerptLine, listHits, type HitRanges, type LineExcerpt } from './lineHits.ts';
import { parseLine } from '../query/lineValue.ts';
import { createNumberList } from '../file/numberList.ts';
import type { Query } from '../../protocol/query.ts';
import { createBlockSearch, type SearchPattern } from './textSearch.ts';
import { ValueCounter, type ValueCounts } from './valueCount.ts';

/** What a thread may be asked to do with the lines of a file. Plain data: it crosses between threads. */
export type JobRequest =
  | { readonly kind: 'keys'; readonly field: string }
  | { readonly kind: 'search'; readonly pattern: SearchPattern; readonly query: Query }
  | { readonly kind: 'filter'; readonly query: Query }
  | { readonly kind: 'count'; readonly path: string; readonly query: Query }
  | { readonly kind: 'profile'; readonly query: Query }
  | { readonly kind: 'fingerprints'; readonly field: string }
  | { readonly kind: 'canonical' }
  | { readonly kind: 'document'; readonly sortKeys: boolean }
  | { readonly kind: 'hits'; readonly pattern: SearchPattern; readonly texts: readonly string[] }
  | { readonly kind: 'excerpt'; readonly pattern: SearchPattern };

export type LineJobKind = JobRequest['kind'];
export type RequestOf<K extends LineJobKind> = Extract<JobRequest, { kind: K }>;

/** What it answers for a range of the file, by the kind of job. */
export interface JobParts {
  /** Of each key: low and high half of its hash, line within the range. */
  keys: NumbersPart;
  search: FoundLines & { readonly hitCount: number };
  filter: FoundLines;
  count: ValueCounts;
  profile: ProfilePart;
  /** See `fingerprintLength`. */
  fingerprints: NumbersPart;
  /** Of each line: low and high half of the hash of what it says. */
  canonical: NumbersPart;
  /** A range that is one line, without its `\n`. */
  document: { readonly document: LineDocument };
  /** Of each text: no bytes of the file are looked at. */
  hits: { readonly hits: HitRanges[] };
  /** A range that is one line, without its `\n`. */
  excerpt: { readonly excerpt: LineExcerpt | undefined };
}

/** Numbers of fixed groups, and how many lines they are of. */
export interface NumbersPart {
  readonly numbers: Uint32Array<ArrayBuffer>;
  readonly lineCount: number;
}

export interface FoundLines {
  /** A byte offset in each line found, in order: its first byte, or the first after a byte order mark. */
  readonly starts: Float64Array<ArrayBuffer>;
  /** Lines too long to be looked at. */
  readonly skippedCount: number;
}

/** Does one job for one range after another. */
export type RunJob<K extends LineJobKind = LineJobKind> = (range: FileRange) => JobParts[K];

/** Makes a job ready in a thread that has the file and the kernel. Throws for a regular expression that is none. */
export function createLineJob(request: JobRequest, reader: SyncFileReader, code: KernelCode): RunJob {
  const kernel = createKernel(code, blockBytes * 2);
  switch (request.kind) {
    case 'keys':
      return createKeyJob(reader, kernel, request.field);
    case 'search':
      return createSearchJob(reader, kernel, request);
    case 'filter': {
      const filter = createLineFilter(kernel, request.query);
      return (range) => findLines(reader, kernel, range, (block, visit) => filter.visitMatches(block, visit));
    }
    case 'count': {
      const counter = new ValueCounter(kernel, request.path);
      const visit = createVisitor(kernel, request.query);
      return (range) => {
        visitBlocks(reader, kernel, range, (block) =>
          visit(block, (start, end) => counter.countLine(start, end)),
        );
        return counter.take();
      };
    }
    case 'profile': {
      const profiler = new Profiler();
      const visit = createVisitor(kernel, request.query);
      return (range) => {
        visitBlocks(reader, kernel, range, (block) =>
          visit(block, (start, end) => profiler.addLine(parseLine(kernel, start, end, JSON.parse))),
        );
        return profiler.take();
      };
    }
    case 'fingerprints':
      return createFingerprintJob(reader, kernel, request.field);
    case 'canonical':
      return (range) => hashLines(reader, kernel, range);
    case 'document':
      return (range) => ({ document: formatLine(readLine(reader, range), request) });
    case 'hits':
      return () => ({ hits: listHits(request.pattern, request.texts) });
    case 'excerpt':
      return (range) => ({
        excerpt: excerptLine(readLine(reader, range), request.pattern),
      });
    default:
      return assertNever(request);
  }
}

function readLine(reader: SyncFileReader, { fromByte, toByte }: FileRange): Buffer {
  const bytes = Buffer.allocUnsafe(toByte - fromByte);
  return bytes.subarray(0, reader.readSync(bytes, fromByte));
}

function createSearchJob(
  reader: SyncFileReader,
  kernel: Kernel,
  { pattern, query }: RequestOf<'search'>,
): RunJob<'search'> {
  const accepts = query.kind === 'everything' ? undefined : createLineJudge(kernel, query);
  const search = createBlockSearch(kernel, pattern, accepts);
  return (range) => {
    const before = search.hitCount;
    const found = findLines(reader, kernel, range, (block, visit) => search.visitMatches(block, visit));
    return { ...found, hitCount: search.hitCount - before };
  };
}

/** Visits the lines a query leaves; with no query all of them, JSON or not. */
function createVisitor(kernel: Kernel, query: Query): (block: LineBlock, visit: VisitLine) => void {
  if (query.kind === 'everything') return (block, visit) => visitLines(kernel, block, visit);
  const filter = createLineFilter(kernel, query);
  return (block, visit) => filter.visitMatches(block, visit);
}

/** Answers how many lines were too long to be visited. */
function visitBlocks(
  reader: SyncFileReader,
  kernel: Kernel,
  range: FileRange,
  visit: (block: LineBlock) => void,
): number {
  let skippedCount = 0;
  for (const block of readBlocks(reader, kernel, range)) {
    if (block.kind === 'lines') visit(block);
    else skippedCount++;
  }
  return skippedCount;
}

function findLines(
  reader: SyncFileReader,
  kernel: Kernel,
  range: FileRange,
  visitMatches: (block: LineBlock, visit: (start: number) => void) => void,
): FoundLines {
  const starts: number[] = [];
  const skippedCount = visitBlocks(reader, kernel, range, (block) =>
    visitMatches(block, (start) => starts.push(block.offset + start)),
  );
  return { starts: new Float64Array(starts), skippedCount };
}

function createKeyJob(reader: SyncFileReader, kernel: Kernel, field: string): RunJob<'keys'> {
  const scan = createKeyScan(kernel, field);
  return (range) => {
    const numbers = createNumberList();
    let line = 0;
    for (const block of readBlocks(reader, kernel, range)) {
      if (block.kind === 'tooLong') line++;
      else line = scan(block, line, numbers);
    }
    return { numbers: numbers.finish(), lineCount: line };
  };
}

function createFingerprintJob(reader: SyncFileReader, kernel: Kernel, field: string): RunJob<'fingerprints'> {
  const take = createFingerprinter(kernel, field);
  return (range) => {
    const numbers = createNumberList();
    let line = 0;
    for (const block of readBlocks(reader, kernel, range)) {
      if (block.kind === 'tooLong') line++;
      else visitLines(kernel, block, (start, end) => take(start, end, line++, numbers));
    }
    return { numbers: numbers.finish(), lineCount: line };
  };
}

function hashLines(reader: SyncFileReader, kernel: Kernel, range: FileRange): NumbersPart {
  const numbers = createNumberList();
  let lineCount = 0;
  const push = ({ low, high }: Hash): void => {
    numbers.push(low);
    numbers.push(high);
    lineCount++;
  };
  for (const block of readBlocks(reader, kernel, range)) {
    if (block.kind === 'lines') visitLines(kernel, block, (start, end) => push(hashLine(kernel, start, end)));
    else push({ low: block.sizeBytes % 0x1_0000_0000, high: 0 });
  }
  return { numbers: numbers.finish(), lineCount };
}
