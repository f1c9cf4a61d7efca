import * as l10n from '@vscode/l10n';
import { showCount, showNumber } from '../../protocol/showCount.ts';
import * as vscode from 'vscode';
import { checkRawExportSpan } from '../../api/schemas.ts';
import { isComplete, loadedItems } from '../../catalog/sectionList.ts';
import { sectionOf } from '../../catalog/sections.ts';
import { builtInEvents } from '../../exports/rawEvents.ts';
import { createAppIds } from '../../panels/appIds.ts';
import { asLine, withoutIcons } from '../../util/showText.ts';
import { askMany, type ManyPick, type PickButton } from './askMany.ts';
import {
  countWeeks,
  dayMs,
  describeSpan,
  findFault,
  fullWeek,
  readMoment,
  warnOfDelay,
  weekMs,
  writeInstant,
  type EventSpan,
} from './eventSpans.ts';
import { loadFirst } from './loadFirst.ts';
import type { CommandContext } from '../commandContext.ts';

const title = l10n.t('Export Raw Events');

/** Asks for the span: a preset, or two dates. */
export async function askSpan(now: number): Promise<EventSpan | undefined> {
  const preset = (label: string, span: EventSpan) => ({
    label,
    description: l10n.t('{0}, UTC', describeSpan(span)),
    detail: warnOfDelay(span, now) ?? '',
    ask: async (): Promise<EventSpan | undefined> => span,
  });
  const picks = [
    preset(l10n.t('Last full week'), fullWeek(now)),
    preset(l10n.t('The week before last'), fullWeek(now, 1)),
    {
      label: l10n.t('Custom…'),
      description: l10n.t('a week at a time, within the last 3 months'),
      detail: '',
      ask: () => askCustomSpan(now),
    },
  ];
  const chosen = await vscode.window.showQuickPick(picks, {
    title: l10n.t('Export Raw Events: Span'),
    placeHolder: l10n.t('Events arrive 24 to 48 hours late'),
    ignoreFocusOut: true,
  });
  return chosen?.ask();
}

async function askCustomSpan(now: number): Promise<EventSpan | undefined> {
  const suggested = fullWeek(now).startingAt.slice(0, 10);
  const start = await vscode.window.showInputBox({
    title: l10n.t('Export Raw Events: Start'),
    prompt: l10n.t('A date, or a date and time; in UTC, unless an offset is given. At most 3 months ago.'),
    placeHolder: l10n.t('2016-02-23 or 2016-02-23T22:49:05-05:00'),
    value: suggested,
    ignoreFocusOut: true,
    validateInput: (text) => complainOfStart(readMoment(text, 'start'), now),
  });
  const startingAt = start === undefined ? undefined : readMoment(start, 'start');
  if (startingAt === undefined) return undefined;
  const lastDay = Math.min(Date.parse(startingAt) + weekMs - dayMs, now);
  const end = await vscode.window.showInputBox({
    title: l10n.t('Export Raw Events: End'),
    prompt: l10n.t('A date (to the end of that day), or a date and time; in UTC, unless an offset is given.'),
    value: writeInstant(lastDay).slice(0, 10),
    ignoreFocusOut: true,
    validateInput: (text) => judgeEnd(startingAt, readMoment(text, 'end'), now),
  });
  const endingAt = end === undefined ? undefined : readMoment(end, 'end');
  return endingAt === undefined ? undefined : { startingAt, endingAt };
}

const notUnderstood = l10n.t('Enter a date such as 2016-02-23.');

function complainOfStart(startingAt: string | undefined, now: number): string | undefined {
  if (startingAt === undefined) return notUnderstood;
  const start = Date.parse(startingAt);
  if (start >= now) return l10n.t('The start lies in the future.');
  const shortSpan = { starting_at: startingAt, ending_at: writeInstant(start + 1000) };
  return checkRawExportSpan(shortSpan, now)
    ? l10n.t('The service keeps events for 3 months only.')
    : undefined;
}

/** Errors refuse the span; several weeks and late events are only noted. */
function judgeEnd(
  startingAt: string,
  endingAt: string | undefined,
  now: number,
): string | vscode.InputBoxValidationMessage | undefined {
  if (endingAt === undefined) return notUnderstood;
  const span = { startingAt, endingAt };
  const fault = findFault(span, now);
  if (fault !== undefined) return fault;
  const weeks = countWeeks(span);
  const severally = l10n.t(
    'This takes {0} exports of a week each: you start the next once the one before has arrived.',
    showNumber(weeks),
  );
  const words = [...(weeks > 1 ? [severally] : []), warnOfDelay(span, now)].filter((it) => it !== undefined);
  if (words.length === 0) return undefined;
  return { message: words.join(' '), severity: vscode.InputBoxValidationSeverity.Info };
}

/** The id that stands for events from the REST API. */
const restApi = 'api';

/** Asks for apps; an empty list stands for all. The API has no list of them: ids that were typed are remembered. */
export async function askApps(
  memory: vscode.Memento,
  connectionId: string,
  ticked: readonly string[] = [],
): Promise<string[] | undefined> {
  const known = createAppIds(memory, connectionId);
  const add: PickButton = {
    icon: 'add',
    tooltip: l10n.t('Add App Identifier…'),
    press: async () => {
      const appId = await askAppId();
      if (appId === undefined) return undefined;
      if (appId !== restApi) await known.remember(appId);
      return [appId];
    },
  };
  return askMany({
    title: l10n.t('Export Raw Events: Apps'),
    placeholder: l10n.t('All apps, unless you tick some. The button above adds an app by its identifier.'),
    read: () => [
      { label: restApi, description: l10n.t('events from the REST API'), value: restApi },
      ...known.list().map((appId) => ({ label: withoutIcons(appId), value: appId })),
    ],
    ticked,
    buttons: [add],
  });
}

async function askAppId(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('App Identifier'),
    prompt: l10n.t('From the Developer Console in the dashboard'),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? l10n.t('Enter an app identifier.') : undefined),
  });
  return text?.trim();
}

/**
 * Asks for names of events, the service's own and the app group's; an empty list stands for all. The app group's are
 * loaded first: entries that came while somebody ticks would take ticks away.
 */
export async function askEventNames(
  { lists }: Pick<CommandContext, 'lists'>,
  options: PickButton,
  ticked: readonly string[] = [],
): Promise<string[] | undefined> {
  const list = lists.of(sectionOf.event);
  const loaded = list && (await loadFirst(list, { title, without: describeWithout }));
  if (list && !loaded) return undefined;
  const state = list?.state();
  const custom = state ? loadedItems(state).filter((it) => it.id !== '') : [];
  const isWhole = state !== undefined && isComplete(state);
  return askMany({
    title: l10n.t('Export Raw Events: Events'),
    placeholder: describeCustom(custom.length, isWhole),
    read: () => [
      separator(l10n.t('built in')),
      ...builtInEvents.map(({ name, description }) => ({ label: asLine(name), description, value: name })),
      ...(custom.length > 0 ? [separator(l10n.t('custom events'))] : []),
      ...custom.map(({ id, name }) => ({ label: withoutIcons(name), value: id })),
    ],
    ticked,
    buttons: [options],
    filter: loaded?.filter ?? '',
  });
}

const separator = (label: string): ManyPick => ({
  label,
  value: '',
  kind: vscode.QuickPickItemKind.Separator,
});

function describeWithout(loaded: number): string {
  return loaded === 0
    ? l10n.t('Choose from the Built-In Events')
    : l10n.t('Choose from the Built-In Events and the {0} Loaded', showNumber(loaded));
}

function describeCustom(count: number, isWhole: boolean): string {
  if (count === 0)
    return isWhole
      ? l10n.t('All events, unless you tick some (this app group has no custom events)')
      : l10n.t('All events, unless you tick some (custom events were not loaded)');
  const shown = showCount(count, 'custom event');
  return isWhole
    ? l10n.t('All events, unless you tick some ({0})', shown)
    : l10n.t('All events, unless you tick some ({0} loaded, there are more)', shown);
}
