import { createBytePrefilter, type BytePrefilter } from '../query/bytePrefilter.ts';
import { deriveConditions } from '../query/byteCondition.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { visitLines, type LineBlock, type VisitLine } from '../file/lineBlocks.ts';
import { parseLine } from '../query/lineValue.ts';
import { createPathReader } from '../query/pathReader.ts';
import { collectValues } from '../json/paths.ts';
import type { Query } from '../../protocol/query.ts';
import { createQueryTest } from '../query/queryTest.ts';

/** Finds the lines of a block that match a query: exactly those that match when each is parsed as a whole. */
export interface LineFilter {
  /** Visits the matching lines of a block (see `readBlocks`) in order, by start and end in the kernel's `file`. */
  visitMatches(block: LineBlock, visit: VisitLine): void;
}

/** Makes a filter that uses a kernel by itself. Throws a SyntaxError for a regular expression that is none. */
export function createLineFilter(kernel: Kernel, query: Query): LineFilter {
  const judge = createLineJudge(kernel, query);
  const prefilter = createBytePrefilter(kernel, deriveConditions(query));
  return {
    visitMatches(block, visit) {
      visitCandidates(kernel, prefilter, block, (start, end) => {
        if (judge(start, end)) visit(start, end);
      });
    },
  };
}

function visitCandidates(kernel: Kernel, prefilter: BytePrefilter, block: LineBlock, visit: VisitLine): void {
  if (prefilter.isUseless(block)) visitLines(kernel, block, visit);
  else prefilter.visitCandidates(block, visit);
}

/** Decides about one line: from the values at the query's paths, or the whole line if it asks for something anywhere. */
export function createLineJudge(kernel: Kernel, query: Query): (start: number, end: number) => boolean {
  const test = createQueryTest(query);
  const paths = listPaths(query);
  if (!paths) {
    return (start, end) => {
      const line = parseLine(kernel, start, end);
      return (
        line !== undefined &&
        test({ valuesOf: (path) => collectValues(line.value, path), whole: () => line.value })
      );
    };
  }
  const reader = createPathReader(kernel, paths);
  const values = { valuesOf: (path: string) => reader.valuesOf(paths.indexOf(path)), whole: () => undefined };
  return (start, end) => reader.read(start, end) && test(values);
}

/** The paths a query asks about; undefined if it asks about the whole line. */
function listPaths(query: Query): string[] | undefined {
  switch (query.kind) {
    case 'everything':
      return [];
    case 'anywhere':
      return undefined;
    case 'field':
      return [query.path];
    case 'not':
      return listPaths(query.operand);
    default: {
      const lists = query.operands.map(listPaths);
      return lists.some((list) => !list) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
    }
  }
}
