import * as l10n from '@vscode/l10n';
import type { FieldGroup } from '../protocol/detail.ts';
import { showCount, type Noun } from '../protocol/showCount.ts';
import { channelName } from './campaignLines.ts';
import { describeFields } from './detailFields.ts';
import { parseStatistic, humanizeName } from './reading.ts';
import { isRecord, type Images } from './wireFields.ts';

/** The messages of a campaign, one group for each variation. What a message has depends on its channel. */
export function describeMessages(messages: unknown, images: Images): FieldGroup[] {
  if (!isRecord(messages)) return [];
  return Object.entries(messages).flatMap(([id, message]): FieldGroup[] => {
    if (!isRecord(message)) return [];
    const { channel, name, ...rest } = message;
    const parts = [
      typeof channel === 'string' ? channelName(channel) : l10n.t('Message'),
      ...(typeof name === 'string' && name !== '' ? [name] : []),
    ];
    const fields = describeFields([], new Map([['variation_id', id], ...Object.entries(rest)]), images);
    return [{ title: parts.join(' · '), fields }];
  });
}

/** The conversion behaviours, in the order that gives them their letters: A is the primary one. */
export function describeBehaviors(behaviors: unknown, images: Images): FieldGroup[] {
  if (!Array.isArray(behaviors)) return [];
  return behaviors.filter(isRecord).map(({ type, window, ...rest }, index): FieldGroup => {
    const seconds = parseStatistic(window);
    const letter = String.fromCharCode('A'.charCodeAt(0) + index);
    const known = new Map<string, unknown>([
      ['type', type],
      ['window', seconds === undefined ? window : showDuration(seconds)],
    ]);
    return {
      title: [
        l10n.t('Conversion {0}', letter),
        ...(typeof type === 'string' ? [humanizeName(type)] : []),
      ].join(' · '),
      fields: describeFields([], new Map([...known, ...Object.entries(rest)]), images),
    };
  });
}

const durations = [
  { seconds: 86_400, unit: 'day' },
  { seconds: 3_600, unit: 'hour' },
  { seconds: 60, unit: 'minute' },
] as const satisfies { seconds: number; unit: Noun }[];

/** In the largest unit that divides it: 259200 is "3 days". */
function showDuration(seconds: number): string {
  const fitting = durations.find((it) => seconds >= it.seconds && seconds % it.seconds === 0);
  return fitting ? showCount(seconds / fitting.seconds, fitting.unit) : showCount(seconds, 'second');
}
