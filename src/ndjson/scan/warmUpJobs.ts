import type { SyncFileReader } from '../file/fileReader.ts';
import type { KernelCode } from '../kernel/kernel.ts';
import { createLineJob, type JobRequest } from './lineJobs.ts';
import type { Query } from '../../protocol/query.ts';

/** A name and a text that files have, so that every branch of the loops is taken. */
const field = 'external_id';
const query: Query = {
  kind: 'field',
  path: 'custom_attributes.plan',
  test: { kind: 'equals', text: 'gold', matchCase: true },
};
const requests: readonly JobRequest[] = [
  { kind: 'count', path: 'country', query: { kind: 'everything' } },
  {
    kind: 'search',
    pattern: { kind: 'text', text: field, matchCase: true, wholeWord: false, isRaw: false },
    query: { kind: 'everything' },
  },
  { kind: 'filter', query },
  { kind: 'keys', field },
];

const megabyte = 1024 * 1024;
/** The kernel does most of the work, and is quick after a megabyte of each. */
const warmUpBytes = megabyte;
/** The index of keys has the most JavaScript around it: that of a small file would be done before all of it is compiled. */
const warmUpKeyBytes = 4 * megabyte;

/**
 * Does every common kind of job for the beginning of a file, and forgets what it found. The first question would find
 * neither the JavaScript nor the kernel compiled for speed, and take several times as long as the second.
 */
export function warmUp(reader: SyncFileReader, code: KernelCode, sizeBytes: number): void {
  for (const request of requests) {
    const wantedBytes = request.kind === 'keys' ? warmUpKeyBytes : warmUpBytes;
    createLineJob(request, reader, code)({ fromByte: 0, toByte: Math.min(sizeBytes, wantedBytes) });
  }
}
