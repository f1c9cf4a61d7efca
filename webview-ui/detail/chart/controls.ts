import type { Breakdown, Unit } from '../../../src/protocol/chart.ts';
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

const units: { value: Unit; label: string }[] = [
  { value: 'day', label: 'Day' },
  { value: 'hour', label: 'Hour' },
];
const breakdowns: { value: Breakdown; label: string }[] = [
  { value: 'total', label: 'All channels' },
  { value: 'channel', label: 'By channel' },
  { value: 'variation', label: 'By variation' },
];

/** The controls that the series of the panel have, and no others. */
export function createControls(
  { controls, appIds }: PanelStart,
  state: PageState,
  { port, onChange }: { port: ControlPort; onChange: (change: Partial<PageState>) => void },
): HTMLElement {
  const end = createEndControl(state, onChange);
  const parts: HTMLElement[] = [createLengthControl(state, onChange)];
  if (controls.units.length > 1) {
    const unit = createSegmented('Unit', units, (value) => {
      // A day is no hour: the end is chosen anew.
      end.setUnit(value);
      onChange({ unit: value, endingAt: '' });
    });
    unit.select(state.unit);
    parts.push(unit.element);
  }
  parts.push(end.element);
  if (controls.breakdowns.length > 1) {
    const breakdown = createSegmented('Statistics', breakdowns, (value) => onChange({ breakdown: value }));
    breakdown.select(state.breakdown);
    parts.push(breakdown.element);
  }
  if (controls.filters.includes('app'))
    parts.push(createAppFilter({ appIds, selected: state.app, port }, (app) => onChange({ app })));
  if (controls.filters.includes('segment'))
    parts.push(
      createChoiceFilter(
        { label: 'Segment', all: 'All users', selected: state.segment, list: () => port.listSegments() },
        (segment) => onChange({ segment }),
      ),
    );
  if (controls.filters.includes('product'))
    parts.push(
      createChoiceFilter(
        { label: 'Product', all: 'All products', selected: state.product, list: () => port.listProducts() },
        (product) => onChange({ product }),
      ),
    );
  parts.push(createPreviousToggle(state.previous, (previous) => onChange({ previous })));
  return make('div', { class: 'controls', role: 'group', 'aria-label': 'Chart controls' }, ...parts);
}

function createPreviousToggle(checked: boolean, onChange: (previous: boolean) => void): HTMLElement {
  const box = make('vscode-checkbox', { label: 'Previous period', checked });
  box.addEventListener('change', () => onChange(box.checked));
  return make('div', { class: 'control control-check' }, box);
}
