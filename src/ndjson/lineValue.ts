import type { Kernel } from './kernel/kernel.ts';

/** The JSON value of the line in [start, end) of the kernel's `file`; undefined if it is none. */
export function parseLine(
  kernel: Kernel,
  start: number,
  end: number,
): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(kernel.file.toString('utf8', start, end)) as unknown };
  } catch {
    return undefined;
  }
}

/** The value whose bytes are [start, end): JSON already proven. */
export function parseValue(kernel: Kernel, start: number, end: number): unknown {
  return JSON.parse(kernel.file.toString('utf8', start, end));
}

/** Whether there is nothing but space between start and end. */
export function isBlank({ file }: Kernel, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = file[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
