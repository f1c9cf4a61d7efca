import * as l10n from '@vscode/l10n';
import { showCount, showNumber, showShare } from '../../../src/protocol/showCount.ts';
import { readTaskResult, type TaskPhase } from '../taskRun.ts';

/**
 * What a find has come to, in a few words: `3 of 900 lines, 1,234 matches`. `hit`: which of the lines is gone to;
 * `isElsewhere`: none of them is among the lines shown.
 */
export function describeFind(
  phase: TaskPhase | undefined,
  { hit, isElsewhere = false }: { hit?: number | undefined; isElsewhere?: boolean },
): { text: string; isError: boolean } {
  if (!phase) return { text: '', isError: false };
  if (phase.state === 'failed') return { text: phase.message, isError: true };
  const { lineCount = 0, hitCount = 0, skippedCount = 0 } = readTaskResult(phase, 'lines') ?? {};
  const isNone = phase.state === 'done' && lineCount === 0;
  const words: string[] = isNone ? [l10n.t('No results')] : [];
  const lines = showCount(lineCount, 'line');
  if (lineCount > 0) words.push(hit === undefined ? lines : describeHit(hit, lines));
  if (hitCount > lineCount) words.push(showCount(hitCount, 'match'));
  if (isElsewhere && lineCount > 0) words.push(l10n.t('none among the lines shown'));
  if (skippedCount > 0) words.push(l10n.t('{0} skipped', showCount(skippedCount, 'long line')));
  if (phase.state === 'running')
    words.push(l10n.t('{0} searched', showShare(phase.scannedBytes, Math.max(1, phase.sizeBytes))));
  return { text: words.join(', '), isError: isNone };
}

function describeHit(hit: number, lines: string): string {
  return l10n.t({
    message: '{0} of {1}',
    args: [showNumber(hit + 1), lines],
    comment: ['{0} is a number, {1} a count such as "900 lines"'],
  });
}
