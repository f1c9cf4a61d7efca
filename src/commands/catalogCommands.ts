import * as l10n from '@vscode/l10n';
import { showNumber } from '../protocol/showCount.ts';
import * as vscode from 'vscode';
import { writeCurl } from '../api/curl.ts';
import { isApiError } from '../api/errors.ts';
import { askQuestion } from '../api/question.ts';
import type { Tries } from '../api/tries.ts';
import { maxCompared, type ItemRef } from '../catalog/item.ts';
import { askItem, sections, type Section } from '../catalog/sections.ts';
import type { ActiveConnection } from '../connections/session.ts';
import { copyLines } from '../host/copyLines.ts';
import { reportTries, runWithProgress } from '../host/progress.ts';
import { showWarning } from '../host/showMessage.ts';
import { commands } from '../ids.ts';
import type { OpenOptions } from '../panels/detailPanel.ts';
import type { DocumentQuery } from '../panels/virtualDocuments.ts';
import { UserError } from '../protocol/userError.ts';
import { asLine } from '../util/showText.ts';
import { askOfNode } from '../views/treeNode.ts';
import { requireConnection } from './currentConnection.ts';
import { formatAnswer } from './formatAnswer.ts';
import { pickItem } from './prompts/pickItem.ts';
import type { CommandHandler, CommandContext, CommandEffect } from './commandContext.ts';
import { isNode, itemArgument, readArgument, readItemRefs, readNodes } from './readArgument.ts';
import { useEach } from './useEach.ts';

/** So many points of a data series stand for an item that has no details. */
const seriesLength = 30;

/** Refresh, load, open, copy: what is done with the rows of the Catalog. */
export function createCatalogCommands(context: CommandContext) {
  const { lists, tree } = context;
  return {
    [commands.refresh]: (argument) => {
      const [node] = readNodes(argument, undefined, tree.selection) ?? [];
      return () => lists.forget(node?.type === 'section' ? node.section : undefined);
    },
    [commands.loadMore]: async (argument) => {
      const section = await chooseSection(context, argument, l10n.t('Load More'));
      return section && (() => lists.of(section)?.loadPage());
    },
    [commands.loadAll]: (argument) => loadAll(context, argument),
    [commands.cancelLoading]: async (argument) => {
      const section = await chooseSection(context, argument, l10n.t('Cancel Loading'));
      return section && (() => lists.of(section)?.cancel());
    },
    [commands.openItem]: (argument, selected) =>
      withItems(context, commands.openItem, l10n.t('Open'), argument, selected, (items) =>
        // A click in the tree shows the item and leaves the focus in the tree, as the Explorer's preview does.
        openPanel(context, items, { preserveFocus: selected === undefined && isNode(argument) }),
      ),
    [commands.openToSide]: (argument, selected) =>
      withItems(context, commands.openToSide, l10n.t('Open to the Side'), argument, selected, (items) =>
        openPanel(context, items, { beside: true }),
      ),
    [commands.openAsJson]: (argument, selected) =>
      withItems(
        context,
        commands.openAsJson,
        l10n.t('Open Details as JSON'),
        argument,
        selected,
        (items, current) => useEach(items, (it) => openAsJson(context, current, it)),
      ),
    [commands.copyId]: (argument, selected) =>
      withItems(context, commands.copyId, l10n.t('Copy Identifier'), argument, selected, (items) =>
        copyLines(items.map((it) => it.id)),
      ),
    [commands.copyName]: (argument, selected) =>
      withItems(context, commands.copyName, l10n.t('Copy Name'), argument, selected, (items) =>
        copyLines(items.map((it) => it.name ?? it.id)),
      ),
    [commands.copyAsCurl]: (argument, selected) => copyAsCurl(context, argument, selected),
  } satisfies Record<string, CommandHandler>;
}

/** For running `use` on the items of a command's arguments, or on the one that is picked. */
async function withItems(
  context: CommandContext,
  command: string,
  title: string,
  argument: unknown,
  selected: unknown,
  use: (items: ItemRef[], current: ActiveConnection) => unknown,
): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  const items = readItemRefs(command, argument, selected, context.tree.selection);
  const picked = items ?? [await pickItem(context.lists, title)].filter((it) => it !== undefined);
  return picked.length > 0 ? () => use(picked, current) : undefined;
}

/** One item's panel, or several items of one kind compared in one. Throws where they do not fit into one chart. */
function openPanel({ panels }: CommandContext, items: readonly ItemRef[], options?: OpenOptions): void {
  if (new Set(items.map((it) => it.kind)).size > 1)
    throw new UserError(
      l10n.t('Only items of one kind can be compared: select segments, or campaigns, but not both.'),
    );
  if (items.length > maxCompared)
    throw new UserError(
      l10n.t(
        'At most {0} items can be compared, but {1} are selected.',
        showNumber(maxCompared),
        showNumber(items.length),
      ),
    );
  panels.open(items, options);
}

/** The item's details or, where the API has none, its data series, as the service sent them. */
async function openAsJson(context: CommandContext, current: ActiveConnection, item: ItemRef): Promise<void> {
  const query = { connection: current.connection.id, kind: item.kind, id: item.id };
  if (item.raw !== undefined) {
    // What fits no schema is shown as the list had it; there may be nothing else to ask for.
    const text = formatAnswer(item.raw);
    await context.documents.details.open(`${item.id.slice(0, 40)}.json`, { ...query, raw: item.raw }, text);
    return;
  }
  const raw = await runWithProgress(l10n.t('Loading {0}', asLine(item.name ?? item.id)), (signal, report) =>
    fetchRaw(context, query, signal, reportTries(report)),
  );
  await context.documents.details.open(`${item.name ?? item.id}.json`, query, raw);
}

/** The answer as JSON text. One that fits no schema is shown all the same, with a note. */
export async function fetchRaw(
  { store, session }: Pick<CommandContext, 'store' | 'session'>,
  query: DocumentQuery,
  signal: AbortSignal,
  onSlow?: (tries: Tries) => void,
): Promise<string> {
  const connection = store.find(query['connection'] ?? '');
  if (!connection) throw new UserError(l10n.t('The connection of this document has been removed.'));
  if (query['raw'] !== undefined) return formatAnswer(query['raw']);
  if (query['kind'] === 'test')
    throw new UserError(l10n.t('A test is not repeated by itself: use “Test Connection”.'));
  const item = readArgument(l10n.t('A document'), itemArgument, query);
  const ask = item && askItem(item, seriesLength);
  if (!ask)
    throw new UserError(l10n.t('There is no {0} “{1}”.', query['kind'] ?? '', asLine(query['id'] ?? '')));
  try {
    const { text, warnings } = await askQuestion(
      session.clientOf(connection),
      (client) => client.call(ask.row, ask.params, signal),
      { onSlow },
    );
    if (warnings.length > 0)
      void showWarning(
        l10n.t('The answer for “{0}” came with a warning: “{1}”.', asLine(item.id), warnings.join('; ')),
      );
    return formatAnswer(text);
  } catch (error) {
    if (!isApiError(error) || error.code !== 'schema') throw error;
    void showWarning(l10n.t('{0} It is shown as it was received.', error.message));
    return formatAnswer(error.text);
  }
}

async function copyAsCurl(
  context: CommandContext,
  argument: unknown,
  selected: unknown,
): Promise<CommandEffect | undefined> {
  const current = requireConnection(context.session);
  if (!current) return undefined;
  const nodes = readNodes(argument, selected, context.tree.selection);
  const asks =
    nodes?.map((node) => askOfNode(node, seriesLength)) ??
    (await pickForCurl(context, argument)).map((item) => askItem(item, seriesLength));
  const texts = asks
    .filter((it) => it !== undefined)
    .map((it) => writeCurl(it.row, it.params, current.connection));
  return texts.length > 0 ? () => copyLines(texts) : undefined;
}

async function pickForCurl(context: CommandContext, argument: unknown): Promise<ItemRef[]> {
  const given = readItemRefs(commands.copyAsCurl, argument, undefined, context.tree.selection);
  return given ?? [await pickItem(context.lists, l10n.t('Copy as cURL'))].filter((it) => it !== undefined);
}

/** The section of the row that was given or is selected, or of a pick. */
async function chooseSection(
  { tree }: CommandContext,
  argument: unknown,
  title: string,
): Promise<Section | undefined> {
  const [node] = readNodes(argument, undefined, tree.selection) ?? [];
  if (node && 'section' in node) return node.section;

  const picks = sections.map((section) => ({ label: `$(${section.icon}) ${section.title}`, section }));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: l10n.t('Which list?') }))?.section;
}

async function loadAll(context: CommandContext, argument: unknown): Promise<CommandEffect | undefined> {
  if (!requireConnection(context.session)) return undefined;
  const section = await chooseSection(context, argument, l10n.t('Load All'));
  const list = section && context.lists.of(section);
  if (!list) return undefined;
  return () =>
    runWithProgress(l10n.t('Loading all {0}', section.title.toLowerCase()), async (signal, report) => {
      const watch = list.onDidChange(() => {
        const state = list.state();
        if (state.status === 'loading' && state.slow) reportTries(report)(state.slow);
      });
      try {
        await list.loadAll(signal, (loaded) => report(l10n.t('{0} loaded', showNumber(loaded))));
      } finally {
        watch.dispose();
      }
    });
}
