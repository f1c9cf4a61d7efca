import * as l10n from '@vscode/l10n';
import { showNumber, showShare } from '../../../src/protocol/showCount.ts';
import { comparisonParts, type ComparisonPart } from '../../../src/protocol/viewerTask.ts';
import { makeButton, makeIconButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { readTaskResult, type TaskPhase } from '../taskRun.ts';
import type { View } from '../viewerState.ts';

export interface CompareTabs {
  element: HTMLElement;
  draw(comparison: { phase: TaskPhase; otherName: string } | undefined, view: View): void;
}

/** TABLE of the parts of a comparison. */
const partTexts: Readonly<Record<ComparisonPart, { label: string; title: string }>> = {
  added: { label: l10n.t('Added'), title: l10n.t('Lines that are only in this file') },
  removed: { label: l10n.t('Removed'), title: l10n.t('Lines that are only in the other file') },
  changed: {
    label: l10n.t('Changed'),
    title: l10n.t('Lines that are not the same in both; Enter shows the difference'),
  },
};

/** The parts of a comparison as lists to be shown, and what else it has told. */
export function createCompareTabs({
  onView,
  onEnd,
}: {
  onView: (view: View) => void;
  onEnd: () => void;
}): CompareTabs {
  const all = makeTab(l10n.t('All lines'), l10n.t('All lines of this file'), () => onView({ of: 'file' }));
  const tabs = comparisonParts.map((part) => {
    const { label, title } = partTexts[part];
    return { part, label, tab: makeTab(label, title, () => onView({ of: 'comparison', part })) };
  });
  const summary = make('span', { class: 'compare-summary', role: 'status' });
  const element = make(
    'div',
    { class: 'compare', role: 'group', 'aria-label': l10n.t('Comparison'), hidden: true },
    make('div', { class: 'compare-tabs' }, all, ...tabs.map((it) => it.tab)),
    summary,
    makeIconButton('close', l10n.t('End the comparison'), onEnd),
  );
  return {
    element,
    draw(comparison, view) {
      element.hidden = !comparison;
      if (!comparison) return;
      const { phase, otherName } = comparison;
      const counts = readTaskResult(phase, 'comparison')?.counts;
      all.setAttribute('aria-pressed', String(view.of === 'file'));
      for (const { part, label, tab } of tabs) {
        tab.textContent = counts ? `${label} ${showNumber(counts[part])}` : label;
        tab.disabled = !counts;
        tab.setAttribute('aria-pressed', String(view.of === 'comparison' && view.part === part));
      }
      summary.textContent = describe(phase, otherName);
      summary.title = summary.textContent;
    },
  };
}

function makeTab(label: string, title: string, onClick: () => void): HTMLButtonElement {
  return makeButton(label, onClick, { class: 'compare-tab', title, 'aria-pressed': 'false' });
}

function describe(phase: TaskPhase, otherName: string): string {
  const result = readTaskResult(phase, 'comparison');
  const counts = result?.counts;
  if (phase.state === 'failed') return l10n.t('Comparing with {0} failed: {1}', otherName, phase.message);
  if (!counts) {
    const share = showShare(phase.scannedBytes, Math.max(1, phase.sizeBytes));
    return result?.step === 'comparing'
      ? l10n.t('Comparing with {0}… {1}', otherName, share)
      : l10n.t('Reading lines to compare with {0}… {1}', otherName, share);
  }
  const words = [l10n.t('compared with {0}: {1} the same', otherName, showNumber(counts.same))];
  // The host counts the earlier file first, and that is the other one.
  const [unkeyedThere, unkeyedHere] = counts.unkeyed;
  if (unkeyedHere + unkeyedThere > 0)
    words.push(
      l10n.t('{0} here and {1} there without id', showNumber(unkeyedHere), showNumber(unkeyedThere)),
    );
  const [repeatedThere, repeatedHere] = counts.repeated;
  if (repeatedHere + repeatedThere > 0)
    words.push(
      l10n.t('{0} here and {1} there repeated', showNumber(repeatedHere), showNumber(repeatedThere)),
    );
  return words.join(' · ');
}
