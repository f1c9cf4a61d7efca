import * as l10n from '@vscode/l10n';
import { breakdowns, units, type Breakdown, type Unit } from '../../../src/protocol/chart.ts';
import type { Choice, PanelStart } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { createAppFilter, type AppIdMemory } from './appFilter.ts';
import { createChoiceFilter } from './choiceFilter.ts';
import type { PageState } from '../pageState.ts';
import { createEndControl, createLengthControl } from './rangeControl.ts';
import { createSegmented } from './segmented.ts';

/** What the controls need of the host. */
export interface ControlPort extends AppIdMemory {
  listSegments(): Promise<Choice[]>;
  listProducts(): Promise<Choice[]>;
}

const unitLabels: Record<Unit, string> = { day: l10n.t('Day'), hour: l10n.t('Hour') };
const breakdownLabels: Record<Breakdown, string> = {
  total: l10n.t('All channels'),
  channel: l10n.t('By channel'),
  variation: l10n.t('By variation'),
};

/** The controls that the series of the panel have, and no others. */
export function createControls(
  { controls, appIds }: PanelStart,
  state: PageState,
  { port, onChange }: { port: ControlPort; onChange: (change: Partial<PageState>) => void },
): HTMLElement {
  const end = createEndControl(state, onChange);
  const elements: HTMLElement[] = [createLengthControl(state, onChange)];
  if (controls.units.length > 1) {
    const choices = units.map((value) => ({ value, label: unitLabels[value] }));
    const unit = createSegmented({ name: 'unit', label: l10n.t('Unit'), choices }, (value) => {
      // The end is a day or an hour, so it has to be chosen again.
      end.setUnit(value);
      onChange({ unit: value, endingAt: '' });
    });
    unit.select(state.unit);
    elements.push(unit.element);
  }
  elements.push(end.element);
  if (controls.breakdowns.length > 1) {
    const choices = breakdowns.map((value) => ({ value, label: breakdownLabels[value] }));
    const breakdown = createSegmented({ name: 'statistics', label: l10n.t('Statistics'), choices }, (value) =>
      onChange({ breakdown: value }),
    );
    breakdown.select(state.breakdown);
    elements.push(breakdown.element);
  }
  if (controls.filters.includes('app'))
    elements.push(createAppFilter({ appIds, selected: state.app, port }, (app) => onChange({ app })));
  if (controls.filters.includes('segment'))
    elements.push(
      createChoiceFilter(
        {
          label: l10n.t('Segment'),
          all: l10n.t('All users'),
          selected: state.segment,
          list: () => port.listSegments(),
        },
        (segment) => onChange({ segment }),
      ),
    );
  if (controls.filters.includes('product'))
    elements.push(
      createChoiceFilter(
        {
          label: l10n.t('Product'),
          all: l10n.t('All products'),
          selected: state.product,
          list: () => port.listProducts(),
        },
        (product) => onChange({ product }),
      ),
    );
  elements.push(createPreviousToggle(state.previous, (previous) => onChange({ previous })));
  return make(
    'div',
    { class: 'controls', role: 'group', 'aria-label': l10n.t('Chart controls') },
    ...elements,
  );
}

function createPreviousToggle(checked: boolean, onChange: (previous: boolean) => void): HTMLElement {
  const box = make('vscode-checkbox', { label: l10n.t('Previous period'), checked });
  box.addEventListener('change', () => onChange(box.checked));
  return make('div', { class: 'control control-check' }, box);
}
