import { dayMs } from './dates.ts';
import { itemAt, mix, uuidOf } from './random.ts';
import { nameItem, tagItem } from './segmentWorld.ts';
import { adjectives, campaignNouns, productKinds } from './vocabulary.ts';

export interface SampleCard {
  index: number;
  id: string;
  /** The name people gave it in the dashboard; its title is what readers see. */
  name: string;
  title: string;
  type: string;
  archived: boolean;
  tags: string[];
  createdMs: number;
}

export const cardCount = 152;
const kind = 31;
const types: readonly string[] = ['NewsItem', 'CaptionedImage', 'Banner', 'DevPick'];

/** The cards, the most recently created first, of all four types in turn. Eighteen of the 152 are archived. */
export function makeCards(newestMs: number): SampleCard[] {
  return Array.from({ length: cardCount }, (_, index) => {
    const seed = mix(kind, index);
    const title = nameItem(index, () => `${itemAt(adjectives, seed)} ${itemAt(productKinds, index)}!`);
    return {
      index,
      id: uuidOf(kind, index),
      name: `${itemAt(campaignNouns, seed >>> 4)} Card ${1000 + index}`,
      title,
      type: itemAt(types, index),
      archived: index % 8 === 6 && index < 144,
      tags: tagItem(seed),
      createdMs: newestMs - index * 23 * dayMs - (seed % dayMs),
    };
  });
}
