import * as l10n from '@vscode/l10n';
import { showCount, type Noun } from '../../protocol/showCount.ts';
import * as vscode from 'vscode';
import { asLine, withoutIcons } from '../../util/showText.ts';

/** A part of a request, as it will be sent. */
export interface SentPart {
  label: string;
  /** The values that are sent; none where the request goes without them. */
  values: readonly string[];
  /** What none means: "All events". */
  none: string;
  noun: Noun;
  /** More about the values than a line of a list holds. */
  detail?: string;
  /** Asks for it anew, with what is chosen now; leaving that question changes nothing. Not given where it is settled. */
  change?: () => Promise<void>;
}

interface Row extends vscode.QuickPickItem {
  part?: SentPart;
  isStart?: boolean;
}

/**
 * The last step before something is started: shows what will be sent, value by value. Enter starts it, a row changes its
 * part. True where it is to be started; `read` gives the parts as they are now.
 */
export async function confirmRequest(title: string, read: () => readonly SentPart[]): Promise<boolean> {
  for (;;) {
    const chosen = await vscode.window.showQuickPick(listRows(read()), {
      title: asLine(title),
      placeHolder: l10n.t('Press Enter to start, or choose a row to change it'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!chosen) return false;
    if (chosen.isStart) return true;
    await chosen.part?.change?.();
  }
}

function listRows(parts: readonly SentPart[]): Row[] {
  return [
    { label: `$(play) ${l10n.t('Start Export')}`, isStart: true },
    separator(l10n.t('sent to the service')),
    ...parts.map((part) => ({
      label: `$(${part.change ? 'edit' : 'blank'}) ${part.label}`,
      description: describeValues(part),
      ...(part.detail === undefined ? {} : { detail: withoutIcons(part.detail) }),
      part,
    })),
    // One per line: a name may contain any separator.
    ...parts
      .filter((it) => it.values.length > 1)
      .flatMap((part) => [
        separator(showCount(part.values.length, part.noun)),
        ...part.values.map((value): Row => ({ label: withoutIcons(value), part })),
      ]),
  ];
}

function describeValues({ values, none, noun }: SentPart): string {
  if (values.length > 1) return showCount(values.length, noun);
  const [only] = values;
  return only === undefined ? none : withoutIcons(only);
}

const separator = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });
