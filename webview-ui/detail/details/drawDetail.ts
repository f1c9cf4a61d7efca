import * as l10n from '@vscode/l10n';
import type { Detail, Field, FieldGroup, FieldValue } from '../../../src/protocol/detail.ts';
import { makeButton } from '../../common/button.ts';
import { make, makeIcon } from '../../common/make.ts';
import type { DetailFormats } from '../format.ts';
import { writeNotes } from '../../common/notices.ts';
import { readMessage } from '../../common/toast.ts';

export interface DetailActions {
  /** The image as a `data:` address. */
  loadImage: (image: number) => Promise<string>;
  openRaw: () => void;
}

/** Draws what is known of an item. Every text in it is the service's. */
export function drawDetail(detail: Detail, formats: DetailFormats, actions: DetailActions): HTMLElement[] {
  return [
    ...writeNotes(detail.notes),
    drawFields(detail.fields, formats, actions),
    ...detail.groups.map((group) => drawGroup(group, formats, actions)),
    make('p', { class: 'raw' }, makeButton(l10n.t('Open as JSON'), actions.openRaw, { class: 'link' })),
  ];
}

function drawGroup(
  { title, fields, isFolded = false }: FieldGroup,
  formats: DetailFormats,
  actions: DetailActions,
): HTMLElement {
  return make(
    'details',
    { open: !isFolded },
    make('summary', {}, title),
    drawFields(fields, formats, actions),
  );
}

function drawFields(fields: Field[], formats: DetailFormats, actions: DetailActions): HTMLElement {
  const rows = fields.map(({ label, value }) =>
    make(
      'div',
      { class: 'field' },
      make('dt', {}, label),
      make('dd', {}, ...drawValue(value, formats, actions)),
    ),
  );
  return make('dl', { class: 'fields' }, ...rows);
}

function drawValue(value: FieldValue, formats: DetailFormats, actions: DetailActions): (Node | string)[] {
  switch (value.as) {
    case 'text':
      return [make('span', { class: 'free-text' }, value.text)];
    case 'date':
      return [make('time', { title: value.text }, formats.date(value.text))];
    case 'flag':
      return [makeIcon(value.on ? 'check' : 'circle-slash'), ` ${value.on ? l10n.t('Yes') : l10n.t('No')}`];
    case 'tags':
      return [
        make(
          'ul',
          { class: 'tags' },
          ...value.tags.map((tag) => make('li', {}, make('vscode-badge', {}, tag))),
        ),
      ];
    case 'pairs':
      return [
        make(
          'ul',
          { class: 'pairs' },
          ...value.pairs.map(({ name, value }) => make('li', {}, `${name}: ${value}`)),
        ),
      ];
    case 'image':
      return [drawImage(value, actions)];
    case 'json':
      return [make('pre', { tabindex: 0, 'aria-label': 'JSON', role: 'region' }, value.text)];
  }
}

/** An address and a button: nothing is fetched before somebody asks for it. */
function drawImage(
  { image, address }: { image: number; address: string },
  actions: DetailActions,
): HTMLElement {
  const button = make('vscode-button', { secondary: true }, l10n.t('Show Image'));
  const status = make('span', { class: 'control-status', role: 'status' });
  const frame = make('div', { class: 'image' }, make('code', {}, address), button, status);
  button.addEventListener('click', () => {
    button.disabled = true;
    status.textContent = l10n.t('Loading…');
    actions.loadImage(image).then(
      (data) => {
        const picture = make('img', { alt: l10n.t('Image at {0}', address) });
        picture.src = data;
        button.replaceWith(picture);
        status.textContent = '';
      },
      (error: unknown) => {
        button.disabled = false;
        status.textContent = readMessage(error);
      },
    );
  });
  return frame;
}
