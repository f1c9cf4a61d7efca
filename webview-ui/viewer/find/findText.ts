import type { Formats } from '../formats.ts';
import { resultOf, type TaskPhase } from '../taskRun.ts';

/**
 * What a find has come to, in a few words: `3 of 900 lines, 1,234 matches`. `hit`: which of the lines is gone to;
 * `isElsewhere`: none of them is among the lines shown.
 */
export function describeFind(
  phase: TaskPhase | undefined,
  { hit, isElsewhere = false }: { hit?: number | undefined; isElsewhere?: boolean },
  formats: Formats,
): { text: string; isError: boolean } {
  if (!phase) return { text: '', isError: false };
  if (phase.state === 'failed') return { text: phase.message, isError: true };
  const { lineCount = 0, hitCount = 0, skippedCount = 0 } = resultOf(phase, 'lines') ?? {};
  const isNone = phase.state === 'done' && lineCount === 0;
  const words: string[] = isNone ? ['No results'] : [];
  const lines = formats.count(lineCount, 'line');
  if (lineCount > 0) words.push(hit === undefined ? lines : `${formats.number(hit + 1)} of ${lines}`);
  if (hitCount > lineCount) words.push(`${formats.number(hitCount)} matches`);
  if (isElsewhere && lineCount > 0) words.push('none among the lines shown');
  if (skippedCount > 0) words.push(`${formats.count(skippedCount, 'long line')} skipped`);
  if (phase.state === 'running')
    words.push(`${formats.share(phase.scannedBytes, Math.max(1, phase.sizeBytes))} searched`);
  return { text: words.join(', '), isError: isNone };
}
