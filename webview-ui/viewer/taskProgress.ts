import * as l10n from '@vscode/l10n';
import { makeIconButton } from '../common/button.ts';
import { make } from '../common/make.ts';
import { showShare } from '../../src/protocol/showCount.ts';
import type { TaskPhase } from './taskRun.ts';

/** A thin bar with how far a task is, a sentence, and a way to stop it. */
export interface TaskProgress {
  element: HTMLElement;
  /** `words`: what is known so far. */
  draw(phase: TaskPhase | undefined, words: string): void;
}

/** `what` the task does (`counting`), and what its stop button is called. */
export function createTaskProgress(
  { what, stop: stopLabel }: { what: string; stop: string },
  onStop: () => void,
): TaskProgress {
  const bar = make('vscode-progress-bar', { 'aria-label': what });
  bar.ariaLabel = what;
  const text = make('span', { class: 'progress-text' });
  const stop = makeIconButton('stop-circle', stopLabel, onStop);
  const element = make(
    'div',
    { class: 'task-progress', hidden: true },
    make('div', { class: 'progress-row' }, text, stop),
    bar,
  );
  return {
    element,
    draw(phase, words) {
      element.hidden = !phase;
      if (!phase) return;
      const isRunning = phase.state === 'running';
      bar.hidden = !isRunning;
      stop.hidden = !isRunning;
      if (isRunning && phase.sizeBytes > 0) bar.value = (phase.scannedBytes / phase.sizeBytes) * 100;
      const looked = showShare(phase.scannedBytes, Math.max(1, phase.sizeBytes));
      const states: Record<TaskPhase['state'], string> = {
        running: l10n.t('{0} read', looked),
        stopped: l10n.t('stopped at {0}', looked),
        failed: phase.message,
        done: '',
      };
      text.classList.toggle('failed', phase.state === 'failed');
      text.textContent = [words, states[phase.state]].filter((it) => it !== '').join(' · ');
    },
  };
}
