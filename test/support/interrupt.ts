import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const changes = ['link', 'mkdir', 'rename', 'rm', 'rmdir', 'writeFile'] as const;

/**
 * Runs `work` as if its process ended after so many changes to the disk: every later one is not made, and fails. Opening a
 * file to write it counts too. Tells whether it was cut off; what `work` itself made of that does not matter.
 */
export async function endAfter(count: number, work: () => Promise<unknown>): Promise<boolean> {
  const real = { ...fs };
  let made = 0;
  const change = (): void => {
    if (made++ >= count) throw new Error('The process has ended.');
  };
  const patched: Record<string, unknown> = fs;
  for (const name of changes) {
    const act = real[name] as (...given: unknown[]) => Promise<unknown>;
    patched[name] = async (...given: unknown[]) => {
      change();
      return act(...given);
    };
  }
  patched['open'] = async (file: string, flags?: string | number, mode?: number) => {
    if (flags !== 'r') change();
    return real.open(file, flags, mode);
  };
  syncBuiltinESMExports();
  try {
    await work().catch(() => undefined);
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
  return made > count;
}
