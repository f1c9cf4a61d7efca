import assert from 'node:assert/strict';
import { createMemoryReader } from '../memoryReader.ts';
import { compileKernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { createLineJob, type JobParts, type JobRequest } from '../../../../src/ndjson/scan/lineJobs.ts';
import { createLineIndexBuilder } from '../../../../src/ndjson/file/lineIndex.ts';
import { splitAtLines } from '../../../../src/ndjson/file/fileRanges.ts';
import { createRandom } from '../../../support/random.ts';
import { makeStrangeFile } from '../strangeLines.ts';

const query = {
  kind: 'field',
  path: 'plan',
  test: { kind: 'equals', text: 'gold', matchCase: false },
} as const;
const pattern = { kind: 'text', text: 'gold', matchCase: false, wholeWord: false, isRaw: false } as const;

const requests: readonly JobRequest[] = [
  { kind: 'keys', field: 'a' },
  { kind: 'search', pattern, query: { kind: 'everything' } },
  { kind: 'filter', query },
  { kind: 'count', path: 'plan', query },
  { kind: 'profile', query },
  { kind: 'fingerprints', field: 'a' },
  { kind: 'canonical' },
];

/** What the parts of a job come to: sums, and lists put together. */
function sum(parts: readonly JobParts[JobRequest['kind']][]): unknown {
  const keys = ['lineCount', 'hitCount', 'skippedCount', 'missingCount', 'invalidCount'] as const;
  const lists = parts.map((part) =>
    'numbers' in part ? part.numbers.length : 'starts' in part ? part.starts.length : 0,
  );
  const totals = keys.map((key) =>
    parts.reduce((all, part) => all + Number(new Map(Object.entries(part)).get(key) ?? 0), 0),
  );
  return { listed: lists.reduce((all, it) => all + it, 0), totals };
}

describe('lineJobs', () => {
  const bytes = makeStrangeFile(createRandom(71), 3000);
  const index = createLineIndexBuilder();
  index.push(bytes);

  for (const request of requests) {
    it(`${request.kind}: any number of ranges come to what one comes to`, () => {
      const code = compileKernel();
      const reader = createMemoryReader(bytes);
      const ranges = splitAtLines(index, 100);
      assert.ok(ranges.length > 1000);
      const run = createLineJob(request, reader, code);
      const whole = createLineJob(request, reader, code)({ fromByte: 0, toByte: bytes.length });
      assert.deepEqual(sum(ranges.map((range) => run(range))), sum([whole]));
    });
  }
});
