import * as l10n from '@vscode/l10n';
import { asLine } from '../../../src/protocol/plainText.ts';
import { longestAppId } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { makeToolbarButton } from '../toolbarButton.ts';

/** The ids of apps that were used before. */
export interface AppIdMemory {
  rememberAppId(appId: string): Promise<string[]>;
  forgetAppId(appId: string): Promise<string[]>;
}

interface AppFilterSource {
  appIds: string[];
  selected: string;
  port: AppIdMemory;
}

const addNew = '\0add';

/** The filter by app: picked from the ids that were used before, or typed, as the API has no list of them. */
export function createAppFilter(
  { appIds, selected, port }: AppFilterSource,
  onChoose: (appId: string) => void,
): HTMLElement {
  const select = make('vscode-single-select', { label: l10n.t('App') });
  const field = make('vscode-textfield', { placeholder: l10n.t('App identifier') });
  field.label = l10n.t('App identifier');
  field.maxLength = longestAppId;
  const forget = makeToolbarButton(
    'trash',
    l10n.t('Forget this app identifier'),
    () => void update(port.forgetAppId(chosen), ''),
  );
  let known = appIds;
  let chosen = selected;

  function show(): void {
    select.options = listOptions(known, chosen);
    select.value = chosen;
    select.hidden = false;
    field.hidden = true;
    forget.hidden = chosen === '';
  }
  function choose(appId: string): void {
    const changed = appId !== chosen;
    chosen = appId;
    show();
    if (changed) onChoose(appId);
  }
  async function update(appIds: Promise<string[]>, appId: string): Promise<void> {
    // An id that could not be remembered is used all the same.
    known = await appIds.catch(() => known);
    choose(appId);
  }

  select.addEventListener('change', () => {
    if (select.value !== addNew) return choose(select.value);
    field.value = '';
    field.hidden = false;
    select.hidden = true;
    forget.hidden = true;
    return field.focus();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show();
  });
  field.addEventListener('change', () => {
    const appId = field.value.trim();
    if (appId === '') show();
    else void update(port.rememberAppId(appId), appId);
  });
  show();
  const caption = make('span', { class: 'control-label', 'aria-hidden': 'true' }, l10n.t('App'));
  return make(
    'div',
    { class: 'control' },
    caption,
    make('div', { class: 'control-row' }, select, field, forget),
  );
}

function listOptions(known: string[], chosen: string) {
  const listed = chosen !== '' && !known.includes(chosen) ? [chosen, ...known] : known;
  const options = [
    ['', l10n.t('All apps')],
    ...listed.map((it) => [it, asLine(it)]),
    [addNew, l10n.t('Add an app identifier…')],
  ];
  return options.map(([value = '', label = '']) => ({
    label,
    value,
    description: '',
    disabled: false,
    selected: value === chosen,
  }));
}
