import { compileKernel, createKernel } from '../kernel/kernel.ts';
import { isBlank, isObject } from './lineValue.ts';
import { createPathReader } from './pathReader.ts';

/** Judges lines as the viewer does: what it shows as invalid is bad here. */
export interface LineChecker {
  /** Puts bytes where they are judged; positions of `judge` are within them, until the next call. */
  load(bytes: Buffer): void;
  /** Judges [start, end), a line without what ends it. Bad is what is no JSON, and JSON that is no object. */
  judge(start: number, end: number): 'good' | 'bad' | 'blank';
}

export function createLineChecker(): LineChecker {
  const kernel = createKernel(compileKernel(), 65_536);
  const reader = createPathReader(kernel, []);
  return {
    load(bytes) {
      kernel.makeRoom(bytes.length + 1);
      kernel.file.set(bytes);
      kernel.file[bytes.length] = 0x0a;
    },
    judge(start, end) {
      if (isBlank(kernel, start, end)) return 'blank';
      // Where a line ends the kernel expects its end.
      const behind = kernel.file[end] ?? 0;
      kernel.file[end] = 0x0a;
      const isGood = isObject(kernel, start, end) && reader.read(start, end);
      kernel.file[end] = behind;
      return isGood ? 'good' : 'bad';
    },
  };
}
