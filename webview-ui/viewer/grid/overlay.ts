import type { FileState } from '../../../src/protocol/viewer.ts';
import { make, makeIcon } from '../../common/make.ts';
import { writeEmpty, writeFailure, writeLoading } from '../../common/notices.ts';
import type { VisibleList } from './visibleList.ts';
import type { View } from '../viewerState.ts';

export interface OverlayPort {
  reopen(): void;
  /** What the file is if it is not UTF-8, and what can be done then. */
  foreign(): FileState['foreign'];
  openAsIs(): void;
  convert(): void;
  /** How it is tried again after it failed so; undefined where that is of no use. */
  runAgain(message: string): (() => void) | undefined;
  showAll(): void;
}

/** What is shown in place of rows while there are none: that they are on their way, why they failed, that there are none. */
export function createOverlay(port: OverlayPort): {
  element: HTMLElement;
  draw(view: View, shown: VisibleList | undefined, failure: string | undefined): void;
} {
  const element = make('div', { class: 'overlay', hidden: true });
  let drawn = '';
  return {
    element,
    draw(view, shown, failure) {
      const isEmpty = (shown?.length ?? 0) === 0;
      element.hidden = !isEmpty;
      const message = shown?.message ?? failure;
      const key = JSON.stringify([isEmpty, view, shown?.isGrowing, message]);
      if (key === drawn) return;
      drawn = key;
      if (isEmpty) element.replaceChildren(...write(view, shown, message, port));
      else element.replaceChildren();
    },
  };
}

function write(
  view: View,
  shown: VisibleList | undefined,
  message: string | undefined,
  port: OverlayPort,
): HTMLElement[] {
  const foreign = port.foreign();
  if (view.of === 'file' && foreign?.isRefused) return [writeRefusal(foreign, port)];
  if (message !== undefined)
    return view.of === 'file'
      ? [writeFailure('The lines of the file could not be found', message, port.reopen)]
      : [writeFailure('The lines could not be looked for', message, port.runAgain(message))];
  if (!shown || shown.isGrowing) return [writeLoading(waiting[view.of])];
  const [title, hint] = none[view.of];
  const empty = writeEmpty(title, hint, view.of === 'file' ? 'file' : 'filter');
  if (view.of === 'file') return [empty];
  const all = make('vscode-button', { secondary: true }, 'Show All Lines');
  all.addEventListener('click', port.showAll);
  empty.append(all);
  return [empty];
}

function writeRefusal(
  { message, canConvert }: NonNullable<FileState['foreign']>,
  { openAsIs, convert }: OverlayPort,
): HTMLElement {
  const refusal = writeEmpty('The file is not shown as it is', message, 'warning');
  refusal.setAttribute('role', 'alert');
  const buttons: [string, () => void][] = [['Open Anyway', openAsIs]];
  if (canConvert) buttons.unshift(['Convert and Open', convert]);
  for (const [at, [label, run]] of buttons.entries()) {
    const button = make('vscode-button', { secondary: at > 0 }, label);
    button.addEventListener('click', run);
    refusal.append(button);
  }
  return refusal;
}

const waiting: Record<View['of'], string> = {
  file: 'Finding lines…',
  filter: 'Filtering… No line so far.',
  found: 'Searching… No line so far.',
  comparison: 'Comparing…',
};

const none: Record<View['of'], [title: string, hint: string]> = {
  file: ['The file is empty', 'It has no lines.'],
  filter: ['No line matches the filter', 'Lines that are not JSON match no filter.'],
  found: ['No line has it', 'Nothing was found in the file.'],
  comparison: ['No such line', 'The comparison found none of this kind.'],
};

/** What is wrong with the file, over the rows, with a way out. */
export function writeBanners(
  { hasChanged, failure, foreign, lineCount }: FileState,
  rowFailure: string | undefined,
  { reopen, convert, retryRows }: { reopen: () => void; convert: () => void; retryRows: () => void },
): HTMLElement[] {
  const banners: HTMLElement[] = [];
  if (hasChanged)
    banners.push(banner('The file has changed on disk: what is shown may be wrong.', 'Reopen', reopen));
  if (foreign && !foreign.isRefused)
    banners.push(
      banner(
        foreign.message,
        foreign.canConvert ? 'Convert and Open' : 'Reopen',
        foreign.canConvert ? convert : reopen,
      ),
    );
  if (failure !== undefined && lineCount > 0)
    banners.push(banner(`The other lines of the file could not be found: ${failure}`, 'Retry', reopen));
  if (rowFailure !== undefined)
    banners.push(banner(`Some lines could not be read: ${rowFailure}`, 'Retry', retryRows));
  return banners;
}

function banner(text: string, action: string, run: () => void): HTMLElement {
  const button = make('button', { type: 'button', class: 'link' }, action);
  button.addEventListener('click', run);
  return make(
    'div',
    { class: 'banner', role: 'alert' },
    makeIcon('warning'),
    make('span', { class: 'banner-text' }, text),
    button,
  );
}
