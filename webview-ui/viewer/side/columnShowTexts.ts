import * as l10n from '@vscode/l10n';
import type { ColumnShow } from '../../../src/protocol/viewer.ts';

/** TABLE of what a column can show: its name, and what a menu calls choosing it. */
export const columnShowTexts: Readonly<Record<ColumnShow, { name: string; action: string }>> = {
  value: {
    name: l10n.t({ message: 'value', comment: ['What a column shows: the values themselves'] }),
    action: l10n.t('Show Values'),
  },
  last: {
    name: l10n.t({ message: 'last', comment: ['What a column shows: the greatest or latest value'] }),
    action: l10n.t('Show the Greatest Value'),
  },
  count: {
    name: l10n.t({ message: 'count', comment: ['What a column shows: how many values there are'] }),
    action: l10n.t('Show How Many'),
  },
};
