import { nameKeys } from '../common/keyNames.ts';
import { make, makeIcon } from '../common/make.ts';

/** A button that is only an icon; its label is its tooltip and its name. */
export function makeIconButton(
  icon: string,
  label: string,
  onClick: (button: HTMLButtonElement) => void,
  { keys = '', isToggle = false } = {},
): HTMLButtonElement {
  const button = make(
    'button',
    {
      ...{ type: 'button', class: 'icon-button', 'aria-label': label },
      title: keys === '' ? label : `${label} (${nameKeys(keys)})`,
      'aria-pressed': isToggle ? 'false' : undefined,
    },
    makeIcon(icon),
  );
  button.addEventListener('click', () => onClick(button));
  return button;
}
