import * as l10n from '@vscode/l10n';
import { maxLength, type Unit } from '../../../src/protocol/chart.ts';
import { showNumber } from '../../../src/protocol/showCount.ts';
import { make } from '../../common/make.ts';
import { isLength, type PageState } from '../pageState.ts';
import { makeToolbarButton } from '../toolbarButton.ts';
import { createSegmented } from './segmented.ts';

const presets = ['7', '14', '30', '60', '100', '180', '365'] as const;
type Preset = (typeof presets)[number] | 'custom';

const asPreset = (length: number): Preset => presets.find((it) => Number(it) === length) ?? 'custom';

type OnChange = (change: Partial<PageState>) => void;

/** How long the range is: a preset, or any number of units. */
export function createLengthControl(state: PageState, onChange: OnChange): HTMLElement {
  const field = make('vscode-textfield', {
    type: 'number',
    min: 1,
    max: maxLength,
    class: 'custom-length',
  });
  field.label = l10n.t('Custom length, 1 to {0}', showNumber(maxLength));
  field.value = String(state.length);
  const frame = make('div', { hidden: asPreset(state.length) !== 'custom' }, field);
  const choices: { value: Preset; label: string }[] = presets.map((value) => ({
    value,
    label: showNumber(Number(value)),
  }));
  choices.push({ value: 'custom', label: l10n.t('Custom') });
  const strip = createSegmented<Preset>({ name: 'range', label: l10n.t('Range'), choices }, (value) => {
    frame.hidden = value !== 'custom';
    if (value === 'custom') {
      field.focus();
      return;
    }
    field.value = value;
    onChange({ length: Number(value) });
  });
  strip.select(asPreset(state.length));
  strip.element.append(frame);
  field.addEventListener('change', () => {
    const length = Number(field.value);
    field.invalid = !isLength(length);
    if (!field.invalid) onChange({ length });
  });
  return strip.element;
}

/** Where the range ends: a day or an hour, or now. */
export function createEndControl(
  state: PageState,
  onChange: OnChange,
): { element: HTMLElement; setUnit(unit: Unit): void } {
  const field = make('vscode-textfield', { class: 'ending' });
  field.label = l10n.t('Ending at');
  const now = makeToolbarButton('close', l10n.t('End now'), () => {
    field.value = '';
    now.hidden = true;
    onChange({ endingAt: '' });
  });
  function show(unit: Unit, endingAt: string): void {
    field.type = unit === 'day' ? 'date' : 'datetime-local';
    field.value = endingAt;
    now.hidden = endingAt === '';
  }
  show(state.unit, state.endingAt);
  field.addEventListener('change', () => {
    now.hidden = field.value === '';
    onChange({ endingAt: field.value });
  });
  const label = make('span', { class: 'control-label', 'aria-hidden': 'true' }, l10n.t('Ending at'));
  const row = make('div', { class: 'control-row' }, field, now);
  return { element: make('div', { class: 'control' }, label, row), setUnit: (unit) => show(unit, '') };
}
