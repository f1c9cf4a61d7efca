import type { Random } from '../../support/random.ts';
import { damage, makeStrangeFile, writeObject, writeText } from './strangeLines.ts';

const pieces = [
  '\n',
  '\n\n',
  '\r\n',
  '\0',
  '\ufeff',
  '"',
  '\\',
  '\\u0022',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '{"a":1}',
  '"plan":"gold"',
  'gold',
  'e',
  '1',
  ' ',
  '\\ud83d',
  'é',
  '\u212a',
];

/** Any bytes at all, bytes that JSON is made of, strange lines, or users: the last two with edits anywhere. */
export function makeFuzzFile(random: Random): Buffer {
  switch (random.below(8)) {
    case 0:
      return Buffer.from(Array.from({ length: random.below(3000) }, () => random.below(256)));
    case 1:
      return Buffer.from(Array.from({ length: random.below(600) }, () => random.pick(pieces)).join(''));
    case 2:
    case 3:
      return editAnywhere(random, makeStrangeFile(random, 1 + random.below(60)));
    case 4:
      return makeStrangeFile(random, 1 + random.below(60));
    case 5:
      return Buffer.concat([makeUsers(random), makeDeepLine(random), makeUsers(random)]);
    default:
      return editAnywhere(random, makeUsers(random));
  }
}

/** Changes, cuts out, doubles and puts in bytes at up to a dozen places of a file. */
export function editAnywhere(random: Random, file: Buffer): Buffer {
  let edited = file;
  for (let i = random.below(12); i > 0; i--) {
    const at = random.below(edited.length + 1);
    const until = Math.min(edited.length, at + random.below(random.below(4) ? 9 : 500));
    const cut = edited.subarray(at, until);
    const put = random.pick([
      () => damage(random, cut),
      () => Buffer.alloc(0),
      () => Buffer.concat([cut, cut]),
      () => Buffer.concat([cut, Buffer.from(random.pick(pieces))]),
      () => Buffer.concat([cut, Buffer.from([random.below(256)])]),
    ])();
    edited = Buffer.concat([edited.subarray(0, at), put, edited.subarray(until)]);
  }
  return edited;
}

/** Few different ids, so that two files have many in common and one has some twice. */
function makeUsers(random: Random): Buffer {
  const lines = Array.from({ length: random.below(40) }, () => {
    const id = writeText(random, `u${random.below(30)}`);
    const own = writeObject(random, 2);
    const decoy = random.below(4) ? '' : `,"custom_attributes":{"external_id":${id}}`;
    const rest = `${own === '{}' || own.trim().length < 4 ? '' : `"x":${own},`}"plan":${writeText(random, random.pick(['gold', 'US', 'é', 'Москва', 'a"plan\\/gold']))}${decoy}`;
    const key = `${writeText(random, 'external_id')}:${id}`;
    // As where files that begin with a mark were joined.
    const mark = random.below(15) ? '' : '\ufeff';
    return `${mark}${random.below(3) ? `{${key},${rest}}` : `{${rest},${key}}`}`;
  });
  return Buffer.from(lines.map((it) => `${it}\n`).join(''));
}

/** A line that nests deeper than anything should, or deep but well. */
function makeDeepLine(random: Random): Buffer {
  const depth = random.pick([300, 900, 1100, 30_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"plan":[', ']}'],
  ] as const);
  const times = Math.floor(depth / (open.includes('[') && open.length > 1 ? 2 : 1));
  return Buffer.from(`{"external_id":"u1","a":${open.repeat(times)}"gold"${close.repeat(times)}}\n`);
}
