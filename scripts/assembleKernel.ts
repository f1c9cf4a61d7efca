import { writeFile } from 'node:fs/promises';
import { spellKernelModule } from '../src/ndjson/kernel/spellKernelModule.ts';

/** `node scripts/assembleKernel.ts`: writes src/ndjson/kernel/kernelModule.ts anew from the kernel's text. */
await writeFile(new URL('../src/ndjson/kernel/kernelModule.ts', import.meta.url), spellKernelModule());
