import * as l10n from '@vscode/l10n';
import { asLine } from '../util/showText.ts';
import { showNumber } from '../protocol/showCount.ts';
import * as z from 'zod';
import type { AuthStyle } from '../api/endpoint.ts';
import { endpoints } from '../api/endpoints.ts';
import { askQuestion } from '../api/question.ts';
import { checkParams } from '../api/request.ts';
import { loadedItems } from '../catalog/sectionList.ts';
import { sectionOf } from '../catalog/sections.ts';
import type { ActiveConnection } from '../connections/session.ts';
import type { ExportRow } from '../exports/exportRow.ts';
import { commands } from '../ids.ts';
import { fieldsOf, fieldsToSend } from '../users/fields.ts';
import { itemOfNode } from '../views/treeNode.ts';
import { createCallbackOption } from './prompts/askCallback.ts';
import { askMany } from './prompts/askMany.ts';
import { confirmRequest, type SentPart } from './prompts/confirmRequest.ts';
import { requireConnection } from './currentConnection.ts';
import { pickItem } from './prompts/pickItem.ts';
import { confirmCallback } from './prompts/confirmCallback.ts';
import type { CommandContext, CommandEffect } from './commandContext.ts';
import { problem } from './argumentProblems.ts';
import { filledText, readArgument, readNodes, textListArgument } from './readArgument.ts';

const segmentArgument = z.object({
  segmentId: filledText,
  fields: textListArgument('notFieldNames'),
  callbackEndpoint: z.string(problem('notText')).optional(),
});

/** What `appboy.exportSegment` gives back: no path and no count where it is delivered to the company's own bucket. */
export interface ExportedSegment {
  directory: string;
  ndjsonPath?: string;
  users?: number;
  keyPatterns?: readonly string[];
}

interface Segment {
  id: string;
  name: string | undefined;
}

interface Wanted {
  segments: readonly Segment[];
  /** None: all. */
  fields: readonly string[];
  callbackEndpoint: string | undefined;
}

/**
 * Exports a segment, named by an argument, a row of the Catalog or a pick, and waits for the end. Several selected rows
 * start an export each. Gives back nothing where an export failed (its row and a message say so) or was cancelled.
 */
export async function exportSegment(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  const nodes = readNodes(argument, selected, context.tree.selection);
  const given = nodes ? undefined : readArgument(commands.exportSegment, segmentArgument, argument);
  const wanted = given
    ? await readWanted(context, current, given)
    : await askWanted(
        context,
        current,
        nodes?.map(itemOfNode).filter((it) => it?.kind === 'segment'),
      );
  if (!wanted || !(await confirmCallbackOf(context, current, wanted, given !== undefined))) return undefined;
  const ids: string[] = [];
  return async () => {
    // Those that were started stay started: Retry goes on with the rest.
    for (const segment of wanted.segments.slice(ids.length))
      ids.push(await startSegment(context, current, segment, wanted));
    const [first] = ids;
    if (!given && first !== undefined) await context.exportsTree.reveal(first);
    const ended = await Promise.all(ids.map((id) => context.exports.whenResting(id)));
    return ended[0] && describeSegmentExport(ended[0]);
  };
}

/** What is wrong with the request is said before anything is asked about it, and before there is a row for it. */
async function confirmCallbackOf(
  { memory }: CommandContext,
  { connection }: ActiveConnection,
  { segments, fields: chosen, callbackEndpoint }: Wanted,
  isGiven: boolean,
): Promise<boolean> {
  const fields = fieldsToSend(chosen, connection.authStyle);
  for (const { id } of segments)
    checkParams(
      endpoints.exportSegment,
      { segment_id: id, fields_to_export: fields, callback_endpoint: callbackEndpoint },
      Date.now(),
    );
  const [first] = segments;
  const question = (host: string): string =>
    segments.length === 1
      ? l10n.t('Send the link to the segment “{0}” to {1}?', asLine(first?.name ?? first?.id ?? ''), host)
      : l10n.t('Send the link to {0} segments to {1}?', showNumber(segments.length), host);
  return confirmCallback(memory, connection, { callbackEndpoint, question, isGiven });
}

async function readWanted(
  context: CommandContext,
  current: ActiveConnection,
  { segmentId, fields, callbackEndpoint }: z.infer<typeof segmentArgument>,
): Promise<Wanted> {
  const name = await findName(context, current, segmentId);
  return {
    segments: [{ id: segmentId, name }],
    fields: fields ?? context.settings.exportFields(),
    callbackEndpoint,
  };
}

/** The segment's name, for the row: from the list where it is loaded, or else from the service. */
async function findName(
  { lists }: CommandContext,
  { client }: ActiveConnection,
  segmentId: string,
): Promise<string | undefined> {
  const state = lists.of(sectionOf.segment)?.state();
  const listed = state && loadedItems(state).find((it) => it.id === segmentId);
  if (listed) return listed.name;
  const asked = askQuestion(client, (it) => it.call(endpoints.segmentDetails, { segment_id: segmentId }));
  // Errors about the identifier or the key are shown by the export itself.
  return asked.then(({ value }) => value.name).catch(() => undefined);
}

async function askWanted(
  context: CommandContext,
  { connection }: ActiveConnection,
  segments: readonly ({ id: string; name?: string | undefined } | undefined)[] = [],
): Promise<Wanted | undefined> {
  const chosen = segments.filter((it) => it !== undefined);
  if (chosen.length === 0) {
    const picked = await pickItem(context.lists, l10n.t('Export Segment'), ['segment']);
    if (!picked) return undefined;
    chosen.push(picked);
  }
  const named = chosen.map((it) => ({ id: it.id, name: it.name }));
  const [first] = named;
  const title =
    named.length === 1
      ? l10n.t('Export {0}', first?.name ?? first?.id ?? '')
      : l10n.t('Export {0} Segments', showNumber(named.length));
  const callback = createCallbackOption();
  const ask = (now?: readonly string[]) =>
    askFields(context, connection.authStyle, title, callback.button, now);
  const fields = await ask();
  if (!fields) return undefined;
  const wanted = { segments: named, fields };
  const readParts = (): SentPart[] => [
    {
      label: l10n.t('Segment'),
      values: named.map((it) => it.name ?? it.id),
      none: '',
      noun: 'segment',
    },
    {
      ...describeFields(wanted.fields, connection.authStyle),
      change: async () => void (wanted.fields = (await ask(wanted.fields)) ?? wanted.fields),
    },
    callback.part(),
  ];
  if (!(await confirmRequest(l10n.t('{0}: Review', title), readParts))) return undefined;
  return { ...wanted, callbackEndpoint: callback.read() };
}

/** Today's service needs the whole list for "all". */
function describeFields(chosen: readonly string[], authStyle: AuthStyle): SentPart {
  const values = fieldsToSend(chosen, authStyle) ?? [];
  const noun = chosen.length === 0 ? 'field of all' : 'field';
  return { label: l10n.t('Fields'), values, none: l10n.t('All fields'), noun };
}

const rememberedFields = 'segmentExport.fields';

/** Asks for `fields_to_export`, with the last choice ticked; an empty list stands for all fields. */
async function askFields(
  { memory, settings }: CommandContext,
  authStyle: AuthStyle,
  title: string,
  options: ReturnType<typeof createCallbackOption>['button'],
  now?: readonly string[],
): Promise<string[] | undefined> {
  const known = fieldsOf(authStyle);
  const last = now ?? memory.get<string[]>(rememberedFields) ?? settings.exportFields();
  const chosen = await askMany({
    title: l10n.t('{0}: Fields', title),
    placeholder: l10n.t('All fields, unless you take some out'),
    read: () => known.map((label) => ({ label, value: label })),
    // The choice may come from another service, with fields that this one does not have.
    ticked: last.length === 0 ? known : last.filter((it) => known.includes(it)),
    buttons: [options],
  });
  if (!chosen) return undefined;
  const fields = chosen.length === known.length ? [] : chosen;
  await memory.update(rememberedFields, fields);
  return fields;
}

async function startSegment(
  context: CommandContext,
  { connection }: ActiveConnection,
  segment: Segment,
  { fields: chosen, callbackEndpoint }: Wanted,
): Promise<string> {
  const fields = fieldsToSend(chosen, connection.authStyle);
  return context.exports.start({
    kind: 'segment',
    title: segment.name ?? l10n.t('Segment {0}', segment.id),
    connection: { id: connection.id, name: connection.name },
    keepArchive: context.settings.keepArchive(),
    request: {
      segmentId: segment.id,
      ...(segment.name === undefined ? {} : { segmentName: segment.name }),
      ...(fields ? { fields } : {}),
      ...(callbackEndpoint === undefined ? {} : { callbackEndpoint }),
    },
  });
}

function describeSegmentExport({ stage, directory }: ExportRow): ExportedSegment | undefined {
  if (stage.stage === 'done') return { directory, ndjsonPath: stage.ndjsonPath, users: stage.users };
  if (stage.stage === 'delivered') return { directory, keyPatterns: stage.keyPatterns };
  return undefined;
}
