import { make } from '../common/make.ts';

/** An icon that is a button, as the editor has them in toolbars; its label is its tooltip and its name. */
export function makeToolbarButton(icon: string, label: string, onClick: () => void): HTMLElement {
  const button = make('vscode-toolbar-button', { icon, label, title: label });
  button.addEventListener('click', onClick);
  return button;
}
