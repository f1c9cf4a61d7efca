import type { ComparisonPart } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import type { Formats } from '../formats.ts';
import { makeIconButton } from '../iconButton.ts';
import { resultOf, type TaskPhase } from '../taskRun.ts';
import type { View } from '../viewerState.ts';

export interface CompareTabs {
  element: HTMLElement;
  draw(comparison: { phase: TaskPhase; otherName: string } | undefined, view: View): void;
}

const parts: readonly { part: ComparisonPart; label: string; title: string }[] = [
  { part: 'added', label: 'Added', title: 'Lines that are only in this file' },
  { part: 'removed', label: 'Removed', title: 'Lines that are only in the other file' },
  {
    part: 'changed',
    label: 'Changed',
    title: 'Lines that are not the same in both; Enter shows the difference',
  },
];

/** The parts of a comparison as lists to be shown, and what else it has told. */
export function createCompareTabs(
  formats: Formats,
  { onView, onEnd }: { onView: (view: View) => void; onEnd: () => void },
): CompareTabs {
  const all = makeTab('All lines', 'All lines of this file', () => onView({ of: 'file' }));
  const tabs = parts.map(({ part, label, title }) => ({
    part,
    label,
    tab: makeTab(label, title, () => onView({ of: 'comparison', part })),
  }));
  const told = make('span', { class: 'compare-told', role: 'status' });
  const element = make(
    'div',
    { class: 'compare', role: 'group', 'aria-label': 'Comparison', hidden: true },
    make('div', { class: 'compare-tabs' }, all, ...tabs.map((it) => it.tab)),
    told,
    makeIconButton('close', 'End the comparison', onEnd),
  );
  return {
    element,
    draw(comparison, view) {
      element.hidden = !comparison;
      if (!comparison) return;
      const { phase, otherName } = comparison;
      const counts = resultOf(phase, 'comparison')?.counts;
      all.setAttribute('aria-pressed', String(view.of === 'file'));
      for (const { part, label, tab } of tabs) {
        tab.textContent = counts ? `${label} ${formats.number(counts[part])}` : label;
        tab.disabled = !counts;
        tab.setAttribute('aria-pressed', String(view.of === 'comparison' && view.part === part));
      }
      told.textContent = describe(phase, otherName, formats);
      told.title = told.textContent;
    },
  };
}

function makeTab(label: string, title: string, onClick: () => void): HTMLButtonElement {
  const tab = make('button', { type: 'button', class: 'compare-tab', title, 'aria-pressed': 'false' }, label);
  tab.addEventListener('click', onClick);
  return tab;
}

function describe(phase: TaskPhase, otherName: string, formats: Formats): string {
  const result = resultOf(phase, 'comparison');
  const counts = result?.counts;
  if (phase.state === 'failed') return `Comparing with ${otherName} failed: ${phase.message}`;
  if (!counts) {
    const doing = result?.step === 'comparing' ? 'Comparing' : 'Reading lines to compare';
    return `${doing} with ${otherName}… ${formats.share(phase.scannedBytes, Math.max(1, phase.sizeBytes))}`;
  }
  // The host counts the earlier file first, and that is the other one.
  const twice = ([there, here]: [number, number], words: string): string[] =>
    here + there === 0 ? [] : [`${formats.number(here)} here and ${formats.number(there)} there ${words}`];
  return [
    `compared with ${otherName}: ${formats.number(counts.same)} the same`,
    ...twice(counts.unkeyed, 'without id'),
    ...twice(counts.repeated, 'repeated'),
  ].join(' · ');
}
