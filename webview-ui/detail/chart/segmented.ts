import { make } from '../../common/make.ts';

export interface Segmented<Value extends string> {
  element: HTMLElement;
  select(value: Value): void;
}

export interface SegmentedOptions<Value extends string> {
  /** Tells the strips of a page apart. */
  name: string;
  label: string;
  choices: readonly { value: Value; label: string }[];
}

/** A few choices side by side: radio buttons in a group, drawn as one strip. */
export function createSegmented<Value extends string>(
  { name, label, choices }: SegmentedOptions<Value>,
  onSelect: (value: Value) => void,
): Segmented<Value> {
  const inputs = choices.map(({ value, label }) => {
    const input = make('input', { type: 'radio', name: `choice-${name}`, value, class: 'unseen' });
    input.addEventListener('change', () => {
      if (input.checked) onSelect(value);
    });
    return { value, input, choice: make('label', { class: 'segment' }, input, make('span', {}, label)) };
  });
  const strip = make('div', { class: 'segments' }, ...inputs.map((it) => it.choice));
  return {
    element: make('fieldset', { class: 'control' }, make('legend', {}, label), strip),
    select(value) {
      for (const it of inputs) it.input.checked = it.value === value;
    },
  };
}
