/** Words that say nothing by themselves: two clauses that share only these are not alike. */
const filling = new Set(
  'a an and are as at be by can cannot for from has have in into is it its no not of on one or that the then there this to was were with'.split(
    ' ',
  ),
);

/**
 * What is wrong with a message, as a list of words for it: it does not end as a sentence ends, or it says the same twice.
 * What is quoted is left out: others wrote it.
 */
export function findFaults(message: string): string[] {
  // A long quotation is cut short, and then has no end.
  const own = message.replace(/“[^“”]*(?:”|$)/g, '“”');
  const faults: string[] = [];
  if (!/[.!?…]$/.test(message)) faults.push('does not end as a sentence');
  if (/[.!?] *[.!?]$/.test(own)) faults.push('ends twice');
  const clauses = own.split(/[.:;!?](?:\s|$)/).map(wordsOf);
  clauses.forEach((words, n) => {
    for (const others of clauses.slice(0, n)) if (areAlike(words, others)) faults.push('says the same twice');
  });
  return faults;
}

function wordsOf(clause: string): Set<string> {
  const words = clause.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return new Set(words.filter((it) => !filling.has(it)));
}

/** Three words or more in common, and those are most of the shorter one; or the same words. */
function areAlike(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const shorter = Math.min(some.size, others.size);
  const shared = [...some].filter((it) => others.has(it)).length;
  if (shorter === 0) return false;
  return (
    (shared >= 3 && shared / shorter >= 0.7) ||
    (shared === shorter && some.size === others.size && shared > 1)
  );
}
