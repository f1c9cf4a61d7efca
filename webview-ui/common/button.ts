import { nameKeys } from './keyNames.ts';
import { make, makeIcon, type Attributes } from './make.ts';

/** A button with a text, as the page styles it by its class. */
export function makeButton(
  label: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, label);
  button.addEventListener('click', onClick);
  return button;
}

/** A button as the editor has them in dialogs; `secondary` beside one that is the first choice. */
export function makeActionButton(
  label: string,
  onClick: () => void,
  { secondary = false } = {},
): HTMLElement {
  const button = make('vscode-button', { secondary }, label);
  button.addEventListener('click', onClick);
  return button;
}

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
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      title: keys === '' ? label : `${label} (${nameKeys(keys)})`,
      'aria-pressed': isToggle ? 'false' : undefined,
    },
    makeIcon(icon),
  );
  button.addEventListener('click', () => onClick(button));
  return button;
}
