import type { StepDirection } from '../../src/protocol/viewer.ts';

export interface PageKeys {
  onFind(): void;
  onFilter(): void;
  onGoToLine(): void;
  onStep(direction: StepDirection): void;
  onCopy(): void;
  /** Escape where nothing else has a use for it. */
  onEscape(): void;
}

/**
 * The keys that work anywhere on the page. They stop here: the editor has commands of its own on most of them, and is
 * told of every key that passes the document.
 */
export function listenToPageKeys(keys: PageKeys, grid: HTMLElement, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const act = readPageKey(event, keys);
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    { signal },
  );
  // The editor and the browser both bring copying as an event, whatever the key for it is.
  document.addEventListener(
    'copy',
    (event) => {
      if (document.activeElement !== grid || !(window.getSelection()?.isCollapsed ?? true)) return;
      event.preventDefault();
      keys.onCopy();
    },
    { signal },
  );
}

function readPageKey(event: KeyboardEvent, keys: PageKeys): (() => void) | undefined {
  const { key, altKey, shiftKey } = event;
  const command = event.ctrlKey || event.metaKey;
  if (key === 'F3') return () => keys.onStep(shiftKey ? 'previous' : 'next');
  if (key === 'Escape') return keys.onEscape;
  const letter = key.toLowerCase();
  if (command && letter === 'f') return altKey ? keys.onFilter : shiftKey ? undefined : keys.onFind;
  if (command && letter === 'g' && !altKey)
    return event.metaKey ? () => keys.onStep(shiftKey ? 'previous' : 'next') : keys.onGoToLine;
  if (key === '/' && !command && !altKey && !isTyping(event)) return keys.onFilter;
  return undefined;
}

function isTyping({ target }: Event): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}
