import * as l10n from '@vscode/l10n';
import type { FileState } from '../../../src/protocol/viewer.ts';
import { makeActionButton, makeButton } from '../../common/button.ts';
import { make, makeIcon } from '../../common/make.ts';
import { writeEmpty, writeFailure, writeLoading } from '../../common/notices.ts';
import type { VisibleList } from './visibleList.ts';
import type { View } from '../viewerState.ts';

export interface OverlayContext {
  reopen(): void;
  /** What the file is if it is not UTF-8, and what can be done then. */
  foreign(): FileState['foreign'];
  openAsIs(): void;
  convert(): void;
  /** How it is tried again after it failed so; undefined where that is of no use. */
  runAgain(message: string): (() => void) | undefined;
  showAll(): void;
}

/** What is shown instead of rows while there are none: that they are on their way, why they failed, that there are none. */
export interface Overlay {
  element: HTMLElement;
  draw(view: View, visible: VisibleList | undefined, failure: string | undefined): void;
}

export function createOverlay(context: OverlayContext): Overlay {
  const element = make('div', { class: 'overlay', hidden: true });
  let drawn = '';
  return {
    element,
    draw(view, visible, failure) {
      const isEmpty = (visible?.length ?? 0) === 0;
      element.hidden = !isEmpty;
      const message = visible?.message ?? failure;
      const key = JSON.stringify([isEmpty, view, visible?.isGrowing, message]);
      if (key === drawn) return;
      drawn = key;
      if (isEmpty) element.replaceChildren(...write(view, visible, message, context));
      else element.replaceChildren();
    },
  };
}

function write(
  view: View,
  visible: VisibleList | undefined,
  message: string | undefined,
  context: OverlayContext,
): HTMLElement[] {
  const foreign = context.foreign();
  if (view.of === 'file' && foreign?.isRefused) return [writeRefusal(foreign, context)];
  if (message !== undefined)
    return view.of === 'file'
      ? [writeFailure(l10n.t('The lines of the file could not be found'), message, context.reopen)]
      : [writeFailure(l10n.t('The lines could not be looked for'), message, context.runAgain(message))];
  if (!visible || visible.isGrowing) return [writeLoading(waiting[view.of])];
  const [title, hint] = none[view.of];
  const empty = writeEmpty(title, hint, view.of === 'file' ? 'file' : 'filter');
  if (view.of === 'file') return [empty];
  empty.append(makeActionButton(l10n.t('Show All Lines'), context.showAll, { secondary: true }));
  return [empty];
}

function writeRefusal(
  { message, canConvert }: NonNullable<FileState['foreign']>,
  { openAsIs, convert }: OverlayContext,
): HTMLElement {
  const refusal = writeEmpty(l10n.t('The file is not shown as it is'), message, 'warning');
  refusal.setAttribute('role', 'alert');
  if (canConvert) refusal.append(makeActionButton(l10n.t('Convert and Open'), convert));
  refusal.append(makeActionButton(l10n.t('Open Anyway'), openAsIs, { secondary: canConvert }));
  return refusal;
}

const waiting: Record<View['of'], string> = {
  file: l10n.t('Finding lines…'),
  filter: l10n.t('Filtering… No line so far.'),
  found: l10n.t('Searching… No line so far.'),
  comparison: l10n.t('Comparing…'),
};

const none: Record<View['of'], [title: string, hint: string]> = {
  file: [l10n.t('The file is empty'), l10n.t('It has no lines.')],
  filter: [l10n.t('No line matches the filter'), l10n.t('Lines that are not JSON match no filter.')],
  found: [l10n.t('No line has it'), l10n.t('Nothing was found in the file.')],
  comparison: [l10n.t('No such line'), l10n.t('The comparison found none of this kind.')],
};

export interface BannersContext {
  reopen(): void;
  convert(): void;
  retryRows(): void;
}

/** What is wrong with the file, over the rows, with a way out. */
export function createBanners(context: BannersContext): {
  element: HTMLElement;
  /** `rowFailure`: why rows in view cannot be read. */
  draw(file: FileState, rowFailure: string | undefined): void;
} {
  const element = make('div', { class: 'banners' });
  let drawn = '';
  return {
    element,
    draw(file, rowFailure) {
      const key = JSON.stringify([file.hasChanged, file.failure, file.foreign, rowFailure]);
      if (key === drawn) return;
      drawn = key;
      element.replaceChildren(...writeBanners(file, rowFailure, context));
    },
  };
}

function writeBanners(
  { hasChanged, failure, foreign, lineCount }: FileState,
  rowFailure: string | undefined,
  { reopen, convert, retryRows }: BannersContext,
): HTMLElement[] {
  const banners: HTMLElement[] = [];
  if (hasChanged)
    banners.push(
      banner(l10n.t('The file has changed on disk: what is shown may be wrong.'), l10n.t('Reopen'), reopen),
    );
  if (foreign && !foreign.isRefused)
    banners.push(
      banner(
        foreign.message,
        foreign.canConvert ? l10n.t('Convert and Open') : l10n.t('Reopen'),
        foreign.canConvert ? convert : reopen,
      ),
    );
  if (failure !== undefined && lineCount > 0)
    banners.push(
      banner(l10n.t('The other lines of the file could not be found: {0}', failure), l10n.t('Retry'), reopen),
    );
  if (rowFailure !== undefined)
    banners.push(banner(l10n.t('Some lines could not be read: {0}', rowFailure), l10n.t('Retry'), retryRows));
  return banners;
}

function banner(text: string, action: string, run: () => void): HTMLElement {
  return make(
    'div',
    { class: 'banner', role: 'alert' },
    makeIcon('warning'),
    make('span', { class: 'banner-text' }, text),
    makeButton(action, run, { class: 'link' }),
  );
}
