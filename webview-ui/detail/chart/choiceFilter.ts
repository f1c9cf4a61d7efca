import * as l10n from '@vscode/l10n';
import { asTitle } from '../../../src/protocol/plainText.ts';
import type { Choice } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { readMessage } from '../../common/toast.ts';

export interface ChoiceSource {
  label: string;
  /** What no choice is called. */
  all: string;
  selected: Choice | undefined;
  /** Loads the choices; asked for only once somebody goes near the control, since it takes requests. */
  list: () => Promise<Choice[]>;
}

/** A filter that is picked from a list of the service. */
export function createChoiceFilter(
  { label, all, selected, list }: ChoiceSource,
  onChoose: (choice: Choice | undefined) => void,
): HTMLElement {
  const select = make('vscode-single-select', { label, combobox: true, filter: 'contains' });
  const status = make('span', { class: 'control-status', role: 'status' });
  let choices = selected ? [selected] : [];
  let loading: Promise<void> | undefined;

  function fill(value: string): void {
    select.options = [{ id: '', name: all }, ...choices].map(({ id, name }) => ({
      label: asTitle(name),
      value: id,
      description: '',
      selected: id === value,
      disabled: false,
    }));
    select.value = value;
  }

  async function load(): Promise<void> {
    status.textContent = l10n.t('Loading…');
    try {
      const chosen = select.value;
      const listed = await list();
      const kept = choices.filter((it) => it.id === chosen && !listed.some((other) => other.id === it.id));
      choices = [...kept, ...listed];
      fill(select.value);
      status.textContent = choices.length === 0 ? l10n.t('None to choose from') : '';
    } catch (error) {
      // Going near the control tries again.
      loading = undefined;
      status.textContent = readMessage(error);
    }
  }

  fill(selected?.id ?? '');
  for (const event of ['focusin', 'pointerenter'])
    select.addEventListener(event, () => {
      loading ??= load();
    });
  select.addEventListener('change', () => onChoose(choices.find((it) => it.id === select.value)));
  const caption = make('span', { class: 'control-label', 'aria-hidden': 'true' }, label);
  return make('div', { class: 'control' }, caption, select, status);
}
