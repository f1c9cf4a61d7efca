import * as l10n from '@vscode/l10n';
import { showNumber } from '../protocol/showCount.ts';
import * as z from 'zod';
import { endpoints } from '../api/endpoints.ts';
import { checkParams } from '../api/request.ts';
import type { Connection } from '../connections/connection.ts';
import { readKeyPatterns } from '../exports/exportActions.ts';
import type { ExportRow } from '../exports/exportRow.ts';
import { splitIntoWeeks } from '../exports/rawEvents.ts';
import type { NewJob } from '../exports/kinds/exportKinds.ts';
import { commands } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { createCallbackOption } from './prompts/askCallback.ts';
import { askApps, askEventNames, askSpan } from './prompts/askEvents.ts';
import { confirmCallback } from './prompts/confirmCallback.ts';
import { confirmRequest, type SentPart } from './prompts/confirmRequest.ts';
import { requireConnection } from './currentConnection.ts';
import { countWeeks, describeSpan, findFault, type EventSpan } from './prompts/eventSpans.ts';
import type { CommandContext, CommandEffect } from './commandContext.ts';
import { problem } from './argumentProblems.ts';
import { readArgument, textListArgument } from './readArgument.ts';

const eventsArgument = z.object({
  startingAt: z.string(problem('notInstant')),
  endingAt: z.string(problem('notInstant')),
  appIds: textListArgument('notAppIds'),
  eventNames: textListArgument('notEventNames'),
  callbackEndpoint: z.string(problem('notText')).optional(),
});

type Wanted = z.infer<typeof eventsArgument>;

/** What `appboy.exportRawEvents` gives back: the files go to the company's own bucket, under these keys. */
export interface ExportedEvents {
  directory: string;
  keyPatterns: readonly string[];
}

/**
 * Starts an export of raw events and waits until the service took the order: of several weeks, the first one's. Gives
 * back nothing where it did not; the export's row and a message say so.
 *
 * Implements "Raw Event Stream Export" of the Export API.
 */
export async function exportRawEvents(
  context: CommandContext,
  argument: unknown,
): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  requireOffer(current.connection);
  const given = readArgument(commands.exportRawEvents, eventsArgument, argument);
  const wanted = given ?? (await askWanted(context, current.connection));
  if (!wanted) return undefined;
  const job = describeJob(current.connection, wanted);
  const { callbackEndpoint } = wanted;
  const question = (host: string): string =>
    l10n.t('Send the link to the raw events of {0} to {1}?', describeSpan(wanted), host);
  const asked = { callbackEndpoint, question, isGiven: given !== undefined };
  if (!(await confirmCallback(context.memory, current.connection, asked))) return undefined;
  let id: string | undefined;
  return async () => {
    id ??= await context.exports.start(job);
    if (!given) await context.exportsTree.reveal(id);
    const ended = await context.exports.whenResting(id);
    return ended && describeEventExport(ended);
  };
}

function requireOffer({ name, authStyle }: Connection): void {
  if (endpoints.exportRawEvents.auth.includes(authStyle)) return;
  throw new UserError(
    l10n.t(
      'The service offers raw event export to app group identifiers only, and “{0}” signs in with a REST API key.',
      name,
    ),
  );
}

async function askWanted(context: CommandContext, connection: Connection): Promise<Wanted | undefined> {
  const callback = createCallbackOption();
  const askNames = (ticked: readonly string[]) => askEventNames(context, callback.button, ticked);
  const span = await askSpan(Date.now());
  if (!span) return undefined;
  const appIds = await askApps(context.memory, connection.id);
  if (!appIds) return undefined;
  const eventNames = await askNames([]);
  if (!eventNames) return undefined;
  const wanted = { span, appIds, eventNames };
  const readParts = (): SentPart[] => [
    {
      label: l10n.t('Span'),
      values: [l10n.t('{0}, UTC', describeSpan(wanted.span))],
      none: '',
      noun: 'value',
      detail: describeInstants(wanted.span),
      change: async () => void (wanted.span = (await askSpan(Date.now())) ?? wanted.span),
    },
    {
      label: l10n.t('Apps'),
      values: wanted.appIds,
      none: l10n.t('All apps'),
      noun: 'app',
      change: async () =>
        void (wanted.appIds = (await askApps(context.memory, connection.id, wanted.appIds)) ?? wanted.appIds),
    },
    {
      label: l10n.t('Events'),
      values: wanted.eventNames,
      none: l10n.t('All events'),
      noun: 'event',
      change: async () => void (wanted.eventNames = (await askNames(wanted.eventNames)) ?? wanted.eventNames),
    },
    callback.part(),
  ];
  if (!(await confirmRequest(l10n.t('Export Raw Events: Review'), readParts))) return undefined;
  return {
    ...wanted.span,
    appIds: wanted.appIds,
    eventNames: wanted.eventNames,
    callbackEndpoint: callback.read(),
  };
}

function describeInstants(span: EventSpan): string {
  const weeks = countWeeks(span);
  const { startingAt, endingAt } = span;
  return weeks > 1
    ? l10n.t('{0} to {1}, as {2} exports of a week each', startingAt, endingAt, showNumber(weeks))
    : l10n.t('{0} to {1}', startingAt, endingAt);
}

function describeJob(connection: Connection, wanted: Wanted): NewJob {
  const { appIds = [], eventNames = [], callbackEndpoint } = wanted;
  const optional = {
    ...(appIds.length > 0 ? { appIds } : {}),
    ...(eventNames.length > 0 ? { eventNames } : {}),
    ...(callbackEndpoint === undefined ? {} : { callbackEndpoint }),
  };
  return {
    kind: 'events',
    title: l10n.t('Raw events {0}', describeSpan(wanted)),
    connection: { id: connection.id, name: connection.name },
    request: { parts: cutIntoWeeks(wanted, optional), ...optional },
  };
}

/** The weeks of a span, each checked as the service would: what is wrong is said before there is a row for it. */
function cutIntoWeeks(span: EventSpan, optional: Partial<Wanted>): EventSpan[] {
  const { startingAt, endingAt } = span;
  const parts = splitIntoWeeks(startingAt, endingAt);
  // None where an end is no instant, or comes before the start: the check of the whole span finds the words for it.
  for (const part of parts.length > 0 ? parts : [{ startingAt, endingAt }]) {
    const params = {
      starting_at: part.startingAt,
      ending_at: part.endingAt,
      app_ids: optional.appIds,
      event_names: optional.eventNames,
      callback_endpoint: optional.callbackEndpoint,
    };
    checkParams(endpoints.exportRawEvents, params, Date.now());
  }
  const fault = findFault(span, Date.now());
  if (fault !== undefined) throw new UserError(fault);
  return parts;
}

function describeEventExport(row: ExportRow): ExportedEvents | undefined {
  const isOrdered = row.stage.stage === 'delivered' || row.stage.stage === 'started';
  return isOrdered ? { directory: row.directory, keyPatterns: readKeyPatterns(row) } : undefined;
}
