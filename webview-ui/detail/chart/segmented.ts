import { make } from '../../common/make.ts';

export interface Segmented<Value extends string> {
  element: HTMLElement;
  select(value: Value): void;
}

/** A few choices side by side: radio buttons in a group, drawn as one strip. */
export function createSegmented<Value extends string>(
  label: string,
  choices: readonly { value: Value; label: string }[],
  onSelect: (value: Value) => void,
): Segmented<Value> {
  const name = `choice-${label.toLowerCase().replaceAll(' ', '-')}`;
  const inputs = choices.map(({ value, label }) => {
    const input = make('input', { type: 'radio', name, value, class: 'unseen' });
    input.addEventListener('change', () => {
      if (input.checked) onSelect(value);
    });
    return { value, input, part: make('label', { class: 'segment' }, input, make('span', {}, label)) };
  });
  const strip = make('div', { class: 'segments' }, ...inputs.map((it) => it.part));
  return {
    element: make('fieldset', { class: 'control' }, make('legend', {}, label), strip),
    select(value) {
      for (const it of inputs) it.input.checked = it.value === value;
    },
  };
}
