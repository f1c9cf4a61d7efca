import { closeSync, openSync, writeSync } from 'node:fs';
import { externalIdOf, users } from '../../src/sample/world/users.ts';
import { createWorld } from '../../src/sample/world/world.ts';

/** What is in a file of users, for checking answers. */
export interface UserTruth {
  readonly sizeBytes: number;
  readonly lineCount: number;
  readonly keyCount: number;
  readonly goldCount: number;
  /** Lines by country. */
  readonly countries: Readonly<Record<string, number>>;
  /** External id of the last user that has one, and its line. */
  readonly lastKey: { readonly key: string; readonly line: number };
  /** A few hundred external ids from everywhere in the file. */
  readonly someKeys: readonly string[];
}

/** Users made by the sample; more lines than that repeat them under other ids: the sample makes 5,000 a second. */
const madeCount = 12_000;
/** A day of 2016, so that the bytes are the same on every run. */
const day = 17_000;

interface MadeUser {
  /** From the field after the external id on. */
  readonly rest: string;
  readonly country: string;
  readonly isGold: boolean;
}

/**
 * Writes the sample's users, as a segment export has them, until the file has `targetBytes`. One in ten has its external
 * id after everything else; some have fields of the same name inside custom attributes, and escapes in names and values.
 */
export function writeUsers(path: string, targetBytes: number): UserTruth {
  const made = makeUsers();
  const countries: Record<string, number> = {};
  const tally = { sizeBytes: 0, lineCount: 0, keyCount: 0, goldCount: 0, lastKey: { key: '', line: 0 } };
  const file = openSync(path, 'w', 0o600);
  try {
    while (tally.sizeBytes < targetBytes) {
      const lines: string[] = [];
      for (let i = 0; i < 1000; i++, tally.lineCount++) {
        const user = made[tally.lineCount % madeCount];
        const key = externalIdOf(tally.lineCount);
        if (!user) continue;
        lines.push(serializeUser(user, tally.lineCount, key));
        if (user.country !== '') countries[user.country] = (countries[user.country] ?? 0) + 1;
        if (user.isGold) tally.goldCount++;
        if (key === undefined) continue;
        tally.keyCount++;
        tally.lastKey = { key, line: tally.lineCount };
      }
      tally.sizeBytes += writeAll(file, Buffer.from(`${lines.join('\n')}\n`));
    }
  } finally {
    closeSync(file);
  }
  const step = Math.ceil(tally.lineCount / 300);
  const picked = Array.from({ length: Math.floor(tally.lineCount / step) }, (_, i) => externalIdOf(i * step));
  // They are handed over as one list with commas.
  const someKeys = picked.filter((key): key is string => key !== undefined && !key.includes(','));
  return { ...tally, countries, someKeys };
}

/** Writes lines of exactly 44 bytes, `\n` included; answers how many. */
export function writeShortLines(path: string, targetBytes: number): number {
  const lineCount = Math.ceil(targetBytes / 44);
  const file = openSync(path, 'w', 0o600);
  try {
    for (let from = 0; from < lineCount; from += 100_000) {
      const count = Math.min(100_000, lineCount - from);
      const lines = Array.from(
        { length: count },
        (_, i) => `{"id":${from + i + 1e9},"at":"2016-06-01","ok":10}\n`,
      );
      const bytes = Buffer.from(lines.join(''));
      if (bytes.length !== count * 44) throw new Error(`Lines of ${bytes.length / count} bytes.`);
      writeAll(file, bytes);
    }
  } finally {
    closeSync(file);
  }
  return lineCount;
}

function makeUsers(): MadeUser[] {
  return [...users(createWorld(), 0, madeCount, day)].map((user) => {
    const others = { ...user };
    delete others.external_id;
    const attributes = user.custom_attributes;
    return {
      rest: JSON.stringify(others).slice(1),
      country: user.country ?? '',
      isGold: attributes?.['plan'] === 'gold',
    };
  });
}

function serializeUser({ rest }: MadeUser, n: number, key: string | undefined): string {
  let others = rest;
  if (n % 12 === 0) {
    const decoys = `"external_id":"decoy-${n}","nested":{"country":"XX","external_id":"deep-${n}"},"said":"\\"external_id\\":\\"no\\" \\\\",`;
    others = others.replace('"custom_attributes":{', `"custom_attributes":{${decoys}`);
  }
  if (n % 250 === 9) others = others.replace('"plan":"gold"', '"plan" : "g\\u006fld"');
  if (key === undefined) return `{${others}`;
  const keyText = n % 97 === 0 ? JSON.stringify(key).replace('user', '\\u0075ser') : JSON.stringify(key);
  return n % 10 === 3
    ? `{${others.slice(0, -1)},"external_id":${keyText}}`
    : `{"external_id":${keyText},${others}`;
}

function writeAll(file: number, bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  return bytes.length;
}
