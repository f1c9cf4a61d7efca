import { assembleModule } from './assemble.ts';
import { kernelText } from './kernelText.ts';

const charactersPerLine = 100;

/** The source of kernelModule.ts: the assembled kernel as text, laid out as the formatter would. */
export function spellKernelModule(): string {
  const base64 = Buffer.from(assembleModule(kernelText)).toString('base64');
  const parts = base64.match(new RegExp(`.{1,${charactersPerLine}}`, 'g')) ?? [];
  return `// Assembled from kernelText.ts by scripts/assembleKernel.ts; a test compares. Assembling takes 20 to 50 ms when that code
// has not run before, and the first rows would wait for it.
export const kernelModule =
${parts.map((part) => `  '${part}'`).join(' +\n')};
`;
}
