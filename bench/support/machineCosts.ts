import { closeSync, openSync, readSync } from 'node:fs';
import type { Figures } from './figures.ts';

const pageBytes = 4096;
const pageCount = 16_384;
const readCount = 20_000;

/**
 * Prints what memory and system calls cost on this machine now. Figures of virtual machines are compared with each other
 * only where these are alike: a page touched first takes 0.5 µs of some, 15 µs of others, and a process that starts, a
 * browser or a database touches tens of thousands.
 */
export function addMachineCosts(figures: Figures): void {
  figures.add('this machine: first touch of a page of memory', timePages(), 'µs');
  figures.add('this machine: reading one byte of a file', timeReads(), 'µs');
}

function timePages(): number {
  const startedAt = performance.now();
  const memory = Buffer.allocUnsafeSlow(pageBytes * pageCount);
  for (let at = 0; at < memory.length; at += pageBytes) memory[at] = 1;
  return ((performance.now() - startedAt) * 1000) / pageCount;
}

function timeReads(): number {
  const descriptor = openSync(process.execPath, 'r');
  const into = Buffer.alloc(1);
  const startedAt = performance.now();
  for (let i = 0; i < readCount; i++) readSync(descriptor, into, 0, 1, 0);
  const perRead = ((performance.now() - startedAt) * 1000) / readCount;
  closeSync(descriptor);
  return perRead;
}
