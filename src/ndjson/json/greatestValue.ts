import { compareNumberTexts, NumberText } from './exactNumber.ts';

/**
 * The greatest of some values and of the elements of lists among them; undefined where there are none. Numbers go by
 * their value and stand below everything that is compared by its text; null is below them all.
 */
export function pickGreatest(values: readonly unknown[]): unknown {
  let greatest: unknown;
  const rest: unknown[] = [...values];
  // Not by calling itself: a line may nest deeper than that goes.
  while (rest.length > 0) {
    const value = rest.pop();
    if (Array.isArray(value)) for (const element of value) rest.push(element);
    else if (greatest === undefined || compareValues(value, greatest) > 0) greatest = value;
  }
  return greatest;
}

function compareValues(left: unknown, right: unknown): number {
  const byRank = rank(left) - rank(right);
  if (byRank !== 0) return byRank;
  const [one, other] = [serialize(left), serialize(right)];
  if (rank(left) === numberRank) return compareNumberTexts(one, other);
  return one === other ? 0 : one < other ? -1 : 1;
}

const numberRank = 1;

function rank(value: unknown): number {
  if (value === null) return 0;
  return typeof value === 'number' || value instanceof NumberText ? numberRank : numberRank + 1;
}

function serialize(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
