import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import * as vscode from 'vscode';
import { isComplete, loadedItems, type SectionList } from '../../catalog/sectionList.ts';
import { explainError } from '../../host/explainError.ts';
import { asLine } from '../../util/showText.ts';

/** What is said while a list is loaded. */
export interface LoadingTexts {
  /** Of the question for which the list is loaded. */
  title: string;
  /** What can be done without the rest of the list after it failed, such as "Choose from the built-in events". */
  without: (loaded: number) => string;
}

/** `filter` is what was typed meanwhile, for the pick that comes next. */
export interface Loaded {
  filter: string;
}

/**
 * Loads a list to its end before anything of it is offered, so that the pick after it does not change while somebody
 * chooses. Shows progress in a pick that has nothing to choose, with a button for going on without the rest; offers to
 * try again where it fails. Undefined where the question was dismissed.
 */
export async function loadFirst(list: SectionList, texts: LoadingTexts): Promise<Loaded | undefined> {
  let filter = '';
  while (!isComplete(list.state())) {
    const shown = await showLoading(list, texts, filter);
    if (!shown) return undefined;
    filter = shown.filter;
    if (shown.goOn) return { filter };
    const state = list.state();
    if (state.status !== 'failed') continue;
    const answer = await askAfterFailure(texts, state.items.length, state.error);
    if (answer === undefined) return undefined;
    if (answer === 'goOn') return { filter };
  }
  return { filter };
}

function showLoading(
  list: SectionList,
  { title }: LoadingTexts,
  filter: string,
): Promise<(Loaded & { goOn: boolean }) | undefined> {
  const pick = vscode.window.createQuickPick();
  const loading = new AbortController();
  const what = list.section.title.toLowerCase();
  pick.title = l10n.t('{0}: Loading {1}', title, list.section.title);
  pick.ignoreFocusOut = true;
  pick.busy = true;
  pick.value = filter;
  const goOn = {
    iconPath: new vscode.ThemeIcon('debug-step-over'),
    tooltip: l10n.t('Stop Loading and Choose from What Is Loaded'),
  };
  pick.buttons = [goOn];
  const draw = (): void => void (pick.placeholder = describeLoading(list, what));
  draw();
  // Words alone: entries and ticks there are none.
  const watch = list.onDidChange(draw);

  return new Promise((resolve) => {
    let how: 'dismissed' | 'goOn' | 'settled' = 'dismissed';
    const close = (by: typeof how): void => {
      if (how === 'dismissed') how = by;
      pick.hide();
    };
    pick.onDidTriggerButton(() => close('goOn'));
    // Hidden by the editor, after all that was typed before.
    pick.onDidHide(() => {
      watch.dispose();
      loading.abort();
      resolve(how === 'dismissed' ? undefined : { filter: pick.value, goOn: how === 'goOn' });
      pick.dispose();
    });
    pick.show();
    void list.loadAll(loading.signal, () => undefined).then(() => close('settled'));
  });
}

function describeLoading(list: SectionList, what: string): string {
  return l10n.t(
    'Loading {0}: {1} so far. The button above goes on without the rest.',
    what,
    showNumber(loadedItems(list.state()).length),
  );
}

/** The list failed: what now? */
async function askAfterFailure(
  { title, without }: LoadingTexts,
  loaded: number,
  error: unknown,
): Promise<'retry' | 'goOn' | undefined> {
  const picks = [
    { label: `$(refresh) ${l10n.t('Retry')}`, answer: 'retry' as const },
    { label: `$(debug-step-over) ${without(loaded)}`, answer: 'goOn' as const },
  ];
  const chosen = await vscode.window.showQuickPick(picks, {
    title: l10n.t('{0}: Not Loaded', title),
    placeHolder: asLine(explainError(error)),
    ignoreFocusOut: true,
  });
  return chosen?.answer;
}
