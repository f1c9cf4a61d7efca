import { createMemoryReader } from './memoryReader.ts';
import { readBlocks, type Block } from '../../../src/ndjson/file/lineBlocks.ts';
import type { Kernel } from '../../../src/ndjson/kernel/kernel.ts';

/** Reads bytes block by block into the kernel; the next block overwrites the lines of the one before. */
export function blocksOf(
  bytes: Buffer,
  kernel: Kernel,
  blockBytes: number,
  longestLineBytes = 1_000_000,
): Generator<Block> {
  const whole = { fromByte: 0, toByte: bytes.length };
  return readBlocks(createMemoryReader(bytes), kernel, whole, { blockBytes, longestLineBytes });
}
