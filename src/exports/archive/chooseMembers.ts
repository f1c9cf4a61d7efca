import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import { listNames, quoteName } from '../../util/listNames.ts';
import { asLine } from '../../util/showText.ts';
import { ArchiveError } from '../lines/archiveError.ts';
import type { MemberContent, MemberData } from './memberContent.ts';
import type { MemberName } from './memberName.ts';
import { formOfName, isDataName, isDocumentName } from './memberName.ts';
import type { OwnMember } from './ownMember.ts';
import { isOwnCompanionName } from './ownMember.ts';
import type { ZipMember } from './zipDirectory.ts';

/** A member that was looked into. */
export interface JudgedMember {
  readonly member: ZipMember;
  readonly name: MemberName;
  readonly content: MemberContent;
  /** What it says, where it is a manifest or a job of ours. */
  readonly own?: OwnMember;
}

/** Which members of an archive are its data, and what became of the others. */
export interface ArchiveChoice {
  readonly data: readonly { readonly member: ZipMember; readonly shape: MemberData['shape'] }[];
  /** Names of what is no data; other people's text. Neither side files nor files of ours are among them. */
  readonly leftOut: readonly string[];
  /** Sentences about what was found, fit to show. */
  readonly notes: readonly string[];
  /** The lines are raw events: the export of ours that was packed says so. */
  readonly isEvents: boolean;
  /** What the manifest of ours says that the lines do not. */
  readonly invalidUserIds: readonly string[];
}

type JudgedData = JudgedMember & { readonly content: MemberData };

/**
 * Decides which members of an archive are data: all JSON, or CSV where there is no JSON. Left out are side files, files
 * of ours beside the lines, and what is clearly no data. Throws ArchiveError, with names, where that leaves
 * something out that may be data: two kinds of it, an archive in the archive, a file that has the name of data alone.
 */
export function chooseMembers(
  judged: readonly JudgedMember[],
  emptyFiles: readonly MemberName[],
): ArchiveChoice {
  const owns = judged.flatMap((it) => (it.own ? [{ folder: it.name.folder, own: it.own }] : []));
  const rest = judged.filter((it) => !it.own && it.content.is !== 'index' && !isCompanion(it, owns));
  checkFinished(judged, owns);
  refuseArchives(rest);
  const { data, others } = chooseData(rest.filter(isData));
  const leftOut = [...rest.filter((it) => it.content.is === 'other'), ...others];
  refuseDoubtful(leftOut, data);
  const names = leftOut.map((it) => it.name.full);
  const isEmptyExport = owns.length > 0 || emptyFiles.some((it) => !isDocumentName(it));
  if (data.length === 0 && judged.length > 0 && !isEmptyExport) throw noData(judged);
  const sideFiles = rest.filter((it) => it.content.is === 'sideFile').length;
  return {
    data: data.map(({ member, content }) => ({ member, shape: content.shape })),
    leftOut: names,
    notes: [...noteOwn(owns), ...noteLeftOut(names), ...noteSideFiles(sideFiles)],
    isEvents: areEvents(data, owns),
    invalidUserIds: owns.flatMap(({ own }) => own.invalidUserIds ?? []),
  };
}

interface OwnFolder {
  readonly folder: string;
  readonly own: OwnMember;
}

/** What lies in a folder of ours besides the lines: locks, the archive that they came from. */
function isCompanion({ name }: JudgedMember, owns: readonly OwnFolder[]): boolean {
  return owns.some((it) => it.folder === name.folder && it.own.result) && isOwnCompanionName(name.base);
}

function checkFinished(judged: readonly JudgedMember[], owns: readonly OwnFolder[]): void {
  const finished = new Set(owns.filter((it) => it.own.result).map((it) => it.folder));
  const unfinished = owns.find((it) => !finished.has(it.folder));
  if (!unfinished) return;
  const title = quoteName(unfinished.own.title);
  if (judged.some((it) => it.name.folder === unfinished.folder && !it.own && it.content.is === 'data'))
    throw new ArchiveError(
      'unfinishedExport',
      l10n.t('The archive holds an export that was not finished, {0}.', title),
    );
}

function refuseArchives(rest: readonly JudgedMember[]): void {
  for (const { content, name } of rest) {
    if (content.is !== 'archive') continue;
    throw new ArchiveError(
      'nestedArchive',
      l10n.t('The archive holds another archive ({0}): {1}.', content.format, quoteName(name.full)),
    );
  }
}

function isData(it: JudgedMember): it is JudgedData {
  return it.content.is === 'data';
}

function chooseData(all: readonly JudgedData[]): {
  data: readonly JudgedData[];
  others: readonly JudgedData[];
} {
  const sure = all.filter((it) => it.content.isSure);
  const unsure = all.filter((it) => !it.content.isSure);
  const json = sure.filter((it) => it.content.shape !== 'csv');
  const csv = sure.filter((it) => it.content.shape === 'csv');
  const foreign = json.filter((it) => isForeign(it, json));
  const users = json.filter((it) => !foreign.includes(it));
  const [user] = users;
  const [row] = csv;
  if (user && row)
    throw mixed(
      l10n.t(
        'The archive holds two kinds of data: JSON in {0} and CSV in {1}.',
        quoteName(user.name.full),
        quoteName(row.name.full),
      ),
    );
  if (!user && !row) return { data: unsure, others: [] };
  const chosen = user ? users : csv;
  // A part may have a heading and no row, or no whole line: neither counts as data without the others.
  const forms = new Set(chosen.map((it) => formOfName(it.name)));
  const isPart = ({ name, content }: JudgedData): boolean =>
    !content.isSure && forms.has(formOfName(name)) && (content.shape === 'csv') === !user;
  const others = [...foreign, ...unsure.filter((it) => !isPart(it))];
  return { data: all.filter((it) => chosen.includes(it) || isPart(it)), others };
}

/** Keys that users of an export have, and other JSON has not. */
const userKeys: readonly string[] = [
  'users external_id appboy_id braze_id user_aliases first_name last_name email dob home_city country phone language',
  'time_zone last_coordinates gender total_revenue created_at uninstalled_at random_bucket push_subscribe email_subscribe',
  'attributed_campaign attributed_source attributed_adgroup attributed_ad custom_attributes custom_events purchases',
  'devices push_tokens apps campaigns_received canvases_received cards_clicked',
].flatMap((it) => it.split(' '));

/**
 * A `.json` file of one object that is about something else than the other members: it has keys, none of them one of a user
 * and none that the others have. Where all are such files, one of them has to have a key of a user.
 */
function isForeign(it: JudgedData, all: readonly JudgedData[]): boolean {
  if (!isLoneObject(it) || it.content.keys.size === 0 || hasUserKey(it)) return false;
  const others = all.filter((other) => other !== it && (!isLoneObject(other) || hasUserKey(other)));
  const isShared = (key: string): boolean => others.some((other) => other.content.keys.has(key));
  return others.length > 0 && ![...it.content.keys].some(isShared);
}

function isLoneObject({ content, name }: JudgedData): boolean {
  return content.isOneObject && name.extension === 'json';
}

function hasUserKey({ content }: JudgedData): boolean {
  return userKeys.some((key) => content.keys.has(key));
}

/** Refuses a member that is named as data, or as the parts beside it, and holds none: a damaged part, an error page. */
function refuseDoubtful(leftOut: readonly JudgedMember[], data: readonly JudgedData[]): void {
  const forms = new Set(data.map((it) => formOfName(it.name)));
  const isDoubtful = ({ name }: JudgedMember): boolean =>
    isDataName(name.extension) || (!isDocumentName(name) && forms.has(formOfName(name)));
  const doubtful = leftOut.find(isDoubtful);
  if (!doubtful) return;
  const name = quoteName(doubtful.name.full);
  throw new ArchiveError(
    'doubtfulMember',
    l10n.t('The archive holds {0}, which is named as data and cannot be read as data.', name),
  );
}

/** Lines that a manifest of ours calls events. Users beside them are another kind of data. */
function areEvents(data: readonly JudgedData[], owns: readonly OwnFolder[]): boolean {
  const isEvents = ({ name }: JudgedData): boolean =>
    name.base === 'events.ndjson' &&
    owns.some((it) => it.folder === name.folder && it.own.result?.file === name.base);
  const events = data.find(isEvents);
  const users = data.find((it) => !isEvents(it));
  if (!events) return false;
  if (users)
    throw mixed(
      l10n.t(
        'The archive holds two kinds of data: events in {0} and users in {1}.',
        quoteName(events.name.full),
        quoteName(users.name.full),
      ),
    );
  return true;
}

function mixed(message: string): ArchiveError {
  return new ArchiveError('mixedData', message);
}

function noData(judged: readonly JudgedMember[]): ArchiveError {
  const names = listNames(judged.map((it) => it.name.full));
  return new ArchiveError(
    'notAnExport',
    l10n.t('The archive holds neither users nor events, only {0}.', names),
  );
}

function noteOwn(owns: readonly OwnFolder[]): string[] {
  return owns.flatMap(({ own }) => {
    if (!own.result) return [];
    const invalid = own.invalidUserIds?.length ?? 0;
    const packed = l10n.t('Packed from the export {0}.', quoteName(own.title));
    return [
      invalid === 0 ? packed : `${packed} ${noteUnknown(invalid)}`,
      ...(own.warnings ?? []).map((it) => asLine(it)),
    ];
  });
}

function noteUnknown(ids: number): string {
  return ids === 1
    ? l10n.t('{0} external ID of it was not found.', showNumber(ids))
    : l10n.t('{0} external IDs of it were not found.', showNumber(ids));
}

function noteLeftOut(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [l10n.t('Left out, as it is no data: {0}.', listNames(names))];
}

function noteSideFiles(count: number): string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? l10n.t('{0} side file of the system that packed the archive left out.', showNumber(count))
      : l10n.t('{0} side files of the system that packed the archive left out.', showNumber(count)),
  ];
}
