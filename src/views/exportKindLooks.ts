import * as l10n from '@vscode/l10n';
import type { ExportRow } from '../exports/exportRow.ts';
import type { Noun } from '../protocol/showCount.ts';

/** What all exports of a kind have in common on the screen. */
interface ExportKindLook {
  /** What it is, at the beginning of a line. */
  title: string;
  /** The same for a screen reader, behind the export's own title. */
  spoken: string;
  /** What a line of the export's file stands for. A file that was opened may hold anything, as may an unreadable folder. */
  noun: Noun;
  /** A codicon, shown once the export is done. */
  icon: string;
}

/** TABLE of the kinds of exports, and of the folders that are listed without being one. */
export const exportKindLooks: Record<ExportRow['kind'], ExportKindLook> = {
  segment: {
    title: l10n.t('Segment export'),
    spoken: l10n.t('segment export'),
    noun: 'user',
    icon: 'organization',
  },
  users: {
    title: l10n.t('Users by external ID'),
    spoken: l10n.t('users by external ID'),
    noun: 'user',
    icon: 'account',
  },
  events: {
    title: l10n.t('Raw event export'),
    spoken: l10n.t('raw events'),
    noun: 'event',
    icon: 'pulse',
  },
  import: {
    title: l10n.t('Opened file'),
    spoken: l10n.t('opened file'),
    noun: 'line',
    icon: 'package',
  },
  unreadable: {
    title: l10n.t('A folder named like an export'),
    spoken: l10n.t('folder'),
    noun: 'line',
    icon: 'question',
  },
  leftover: {
    title: l10n.t('Remains of an export'),
    spoken: l10n.t('remains of an export'),
    noun: 'line',
    icon: 'question',
  },
};
