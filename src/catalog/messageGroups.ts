import type { FieldGroup } from '../protocol/detail.ts';
import { channelName } from './campaignLines.ts';
import { describeFields } from './detailFields.ts';
import { readNumber, spellOut } from './reading.ts';
import { isRecord, type Images } from './wireFields.ts';

/** The messages of a campaign, one group for each variation. What a message has depends on its channel. */
export function describeMessages(messages: unknown, images: Images): FieldGroup[] {
  if (!isRecord(messages)) return [];
  return Object.entries(messages).flatMap(([id, message]): FieldGroup[] => {
    if (!isRecord(message)) return [];
    const { channel, name, ...rest } = message;
    const parts = [
      typeof channel === 'string' ? channelName(channel) : 'Message',
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
    const seconds = readNumber(window);
    const letter = String.fromCharCode('A'.charCodeAt(0) + index);
    const known = new Map<string, unknown>([
      ['type', type],
      ['window', seconds === undefined ? window : spellDuration(seconds)],
    ]);
    return {
      title: `Conversion ${letter}${typeof type === 'string' ? ` · ${spellOut(type)}` : ''}`,
      fields: describeFields([], new Map([...known, ...Object.entries(rest)]), images),
    };
  });
}

const durations = [
  { seconds: 86_400, unit: 'day' },
  { seconds: 3_600, unit: 'hour' },
  { seconds: 60, unit: 'minute' },
  { seconds: 1, unit: 'second' },
];

/** The largest unit that leaves no rest: 259200 is "3 days". */
function spellDuration(seconds: number): string {
  const fitting = durations.find((it) => seconds >= it.seconds && seconds % it.seconds === 0);
  const count = fitting ? seconds / fitting.seconds : seconds;
  return `${count} ${fitting?.unit ?? 'second'}${count === 1 ? '' : 's'}`;
}
