import { dayMs } from './dates.ts';
import { itemAt, mix, mixUnit, uuidOf } from './random.ts';
import { adjectives, awkwardNames, places, segmentNouns, tags } from './vocabulary.ts';

/** A segment, and the part of all users that is in it (0 to 1). */
export interface SampleSegment {
  index: number;
  id: string;
  name: string;
  tracked: boolean;
  share: number;
  tags: string[];
  createdMs: number;
  updatedMs: number;
}

export const segmentCount = 236;
const kind = 11;

/** Every third item of the first hundred has an awkward name: they are met on the first page. */
export function nameItem(index: number, plainName: () => string): string {
  const awkward = index % 3 === 2 ? awkwardNames[Math.floor(index / 3)] : undefined;
  return awkward ?? plainName();
}

/** Up to three tags; many items have none. */
export function tagItem(seed: number): string[] {
  const first = mix(seed, 5);
  return [0, 1, 2].slice(0, first % 4).map((n) => itemAt(tags, first + n * 3));
}

/** The segments, the most recently created first. The first one holds everyone, the second nobody. */
export function makeSegments(newestMs: number): SampleSegment[] {
  return Array.from({ length: segmentCount }, (_, index) => {
    const createdMs = newestMs - index * 17 * dayMs - (mix(kind, index) % dayMs);
    return {
      index,
      id: uuidOf(kind, index),
      name:
        index === 0 ? 'All Users' : index === 1 ? 'Nobody yet' : nameItem(index, () => namePlainly(index)),
      tracked: index === 0 || index % 5 !== 3,
      share: index === 0 ? 1 : index === 1 ? 0 : mixUnit(kind, index, 1) ** 2,
      tags: tagItem(mix(kind, index, 2)),
      createdMs,
      updatedMs: createdMs + (mix(kind, index, 3) % (16 * dayMs)),
    };
  });
}

function namePlainly(index: number): string {
  const seed = mix(kind, index, 4);
  return `${itemAt(adjectives, index)} ${itemAt(segmentNouns, seed)} ${itemAt(places, seed >>> 8)}`;
}

/** Whether a user is in a segment: the same for a user's whole life. */
export function isMember(segment: SampleSegment, userIndex: number): boolean {
  return mixUnit(kind + 1, segment.index, userIndex) < segment.share;
}
