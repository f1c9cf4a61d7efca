import * as vscode from 'vscode';
import { checkRawExportSpan } from '../../api/schemas.ts';
import { isComplete, loadedItems } from '../../catalog/sectionList.ts';
import { sections } from '../../catalog/sections.ts';
import { builtInEvents } from '../../exports/kinds/eventNames.ts';
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

const title = 'Export Raw Events';

/** Asks for the span: a preset, or two dates. */
export async function askSpan(now: number): Promise<EventSpan | undefined> {
  const preset = (label: string, span: EventSpan) => ({
    label,
    description: `${describeSpan(span)}, UTC`,
    detail: warnOfDelay(span, now) ?? '',
    ask: async (): Promise<EventSpan | undefined> => span,
  });
  const picks = [
    preset('Last full week', fullWeek(now)),
    preset('The week before last', fullWeek(now, 1)),
    {
      label: 'Custom…',
      description: 'a week at a time, within the last 3 months',
      detail: '',
      ask: () => askCustomSpan(now),
    },
  ];
  const chosen = await vscode.window.showQuickPick(picks, {
    title: `${title}: Span`,
    placeHolder: 'Events arrive 24 to 48 hours late',
    ignoreFocusOut: true,
  });
  return chosen?.ask();
}

async function askCustomSpan(now: number): Promise<EventSpan | undefined> {
  const suggested = fullWeek(now).startingAt.slice(0, 10);
  const start = await vscode.window.showInputBox({
    title: `${title}: Start`,
    prompt: 'A date, or a date and time; in UTC, unless an offset is given. At most 3 months ago.',
    placeHolder: '2016-02-23 or 2016-02-23T22:49:05-05:00',
    value: suggested,
    ignoreFocusOut: true,
    validateInput: (text) => complainOfStart(readMoment(text, 'start'), now),
  });
  const startingAt = start === undefined ? undefined : readMoment(start, 'start');
  if (startingAt === undefined) return undefined;
  const lastDay = Math.min(Date.parse(startingAt) + weekMs - dayMs, now);
  const end = await vscode.window.showInputBox({
    title: `${title}: End`,
    prompt: 'A date (to the end of that day), or a date and time; in UTC, unless an offset is given.',
    value: writeInstant(lastDay).slice(0, 10),
    ignoreFocusOut: true,
    validateInput: (text) => judgeEnd(startingAt, readMoment(text, 'end'), now),
  });
  const endingAt = end === undefined ? undefined : readMoment(end, 'end');
  return endingAt === undefined ? undefined : { startingAt, endingAt };
}

const notUnderstood = 'Enter a date such as 2016-02-23.';

function complainOfStart(startingAt: string | undefined, now: number): string | undefined {
  if (startingAt === undefined) return notUnderstood;
  const start = Date.parse(startingAt);
  if (start >= now) return 'The start lies in the future.';
  const shortSpan = { starting_at: startingAt, ending_at: writeInstant(start + 1000) };
  return checkRawExportSpan(shortSpan, now) ? 'The service keeps events for 3 months only.' : undefined;
}

/** A fault is a complaint; several weeks and the delay are a word beforehand. */
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
  const severally = `This takes ${weeks} exports of a week each: you start the next once the one before has arrived.`;
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
    tooltip: 'Add App Identifier…',
    press: async () => {
      const appId = await askAppId();
      if (appId === undefined) return undefined;
      if (appId !== restApi) await known.remember(appId);
      return [appId];
    },
  };
  return askMany({
    title: `${title}: Apps`,
    placeholder: 'All apps, unless you tick some. The button above adds an app by its identifier.',
    read: () => [
      { label: restApi, description: 'events from the REST API', value: restApi },
      ...known.list().map((appId) => ({ label: withoutIcons(appId), value: appId })),
    ],
    ticked,
    buttons: [add],
  });
}

async function askAppId(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'App Identifier',
    prompt: 'From the Developer Console in the dashboard',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'Enter an app identifier.' : undefined),
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
  const section = sections.find((it) => it.kind === 'event');
  const list = section && lists.of(section);
  const loaded = list && (await loadFirst(list, { title, without: describeWithout }));
  if (list && !loaded) return undefined;
  const state = list?.state();
  const custom = state ? loadedItems(state).filter((it) => it.id !== '') : [];
  const isWhole = state !== undefined && isComplete(state);
  return askMany({
    title: `${title}: Events`,
    placeholder: `All events, unless you tick some (${describeCustom(custom.length, isWhole)})`,
    read: () => [
      separator('built in'),
      ...builtInEvents.map(({ name, description }) => ({ label: asLine(name), description, value: name })),
      ...(custom.length > 0 ? [separator('custom events')] : []),
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
    ? 'Choose from the Built-In Events'
    : `Choose from the Built-In Events and the ${loaded.toLocaleString()} Loaded`;
}

function describeCustom(count: number, isWhole: boolean): string {
  if (count === 0) return isWhole ? 'this app group has no custom events' : 'custom events were not loaded';
  const loaded = `${count.toLocaleString()} custom ${count === 1 ? 'event' : 'events'}`;
  return isWhole ? loaded : `${loaded} loaded, there are more`;
}
