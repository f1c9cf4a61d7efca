import { open, rename, stat, writeFile, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import type { ZipFields } from '../../test/support/exportZipMaker.ts';
import {
  createCentralRecord,
  createDescriptor,
  createLocalHeader,
  createZipEnd,
} from '../../test/support/exportZipMaker.ts';

/** What an archive holds, kept beside it so that a benchmark can check its answers. */
export interface ArchiveTruth {
  users: number;
  members: number;
  sizeBytes: number;
  archiveBytes: number;
}

const usersPerMember = 5_000;
const deflate = promisify(deflateRaw) as (data: Buffer) => Promise<Buffer>;

/**
 * Makes a segment export's archive of about `targetBytes` once it is unpacked, as the service makes them: `.txt` members
 * of 5,000 users each, deflated, sizes in data descriptors. Same bytes every time; made once and kept.
 */
export async function makeArchive(file: string, targetBytes: number): Promise<ArchiveTruth> {
  const truthFile = `${file}.truth.json`;
  const known = await readFile(truthFile, 'utf8').catch(() => undefined);
  if (known !== undefined && (await stat(file).catch(() => undefined)))
    return JSON.parse(known) as ArchiveTruth;
  const handle = await open(`${file}.part`, 'w');
  const truth = await writeArchive(handle, targetBytes);
  await handle.close();
  await rename(`${file}.part`, file);
  await writeFile(truthFile, JSON.stringify(truth));
  return truth;
}

async function writeArchive(handle: FileHandle, targetBytes: number): Promise<ArchiveTruth> {
  const directory: Buffer[] = [];
  const random = createRandom(20_160_531);
  let offset = 0;
  let users = 0;
  let sizeBytes = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await handle.writeFile(bytes);
    offset += bytes.length;
  };
  let pending: Promise<() => Promise<void>> | undefined;
  while (sizeBytes < targetBytes) {
    const data = makeMember(random, users);
    const name = Buffer.from(`${String(directory.length + (pending ? 1 : 0)).padStart(6, '0')}.txt`);
    users += usersPerMember;
    sizeBytes += data.length;
    const next = deflate(data).then((packed) => async () => {
      const fields: ZipFields = {
        name,
        flags: 8,
        method: 8,
        crc: crc32(data),
        compressedBytes: packed.length,
        sizeBytes: data.length,
        headerOffset: offset,
      };
      directory.push(createCentralRecord(fields));
      await write(createLocalHeader(fields, { descriptor: true }));
      await write(packed);
      await write(createDescriptor(fields));
    });
    // The next member is made while this one is deflated on another thread.
    await (
      await pending
    )?.();
    pending = next;
  }
  await (
    await pending
  )?.();
  const records = Buffer.concat(directory);
  const at = offset;
  await write(records);
  await write(createZipEnd(directory.length, at, records.length));
  return { users, members: directory.length, sizeBytes, archiveBytes: offset };
}

function makeMember(random: () => number, firstUser: number): Buffer {
  const lines: string[] = [];
  for (let i = 0; i < usersPerMember; i++) lines.push(makeUser(random, firstUser + i), '\n');
  return Buffer.from(lines.join(''));
}

const countries = ['US', 'US', 'US', 'DE', 'GB', 'BR', 'JP', 'FR', 'IN', 'MX', 'ID', 'EG'];
const words =
  'amber birch cedar delta ember frost grove haven ivory jade karma lemon maple nova olive pearl'.split(' ');

/** One user in the shape of "Sample User Export File Output": most are short, a few very long. */
function makeUser(random: () => number, n: number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const date = (): string => new Date(1.3e12 + random() * 1.6e11).toISOString();
  const times = Math.min(220, Math.floor(-13 * Math.log(1 - random())));
  const word = (): string => `${pick(words)} ${pick(words)} ${Math.floor(random() * 900)}`;
  return JSON.stringify({
    external_id: `u-${n}-${hex(8)}`,
    appboy_id: hex(24),
    first_name: pick(words),
    last_name: pick(words),
    email: `${pick(words)}.${hex(6)}@example.com`,
    country: pick(countries),
    language: 'en',
    total_revenue: Math.floor(random() * 1e5) / 100,
    push_subscribe: 'subscribed',
    custom_attributes: Object.fromEntries(
      Array.from({ length: times / 2 }, (_, i) => [`attribute_${i}`, word()]),
    ),
    custom_events: Array.from({ length: times }, () => ({
      name: word(),
      first: date(),
      last: date(),
      count: Math.floor(random() * 90),
    })),
    devices: [{ model: pick(words), os: 'iOS (9.3.2)', idfv: hex(32), ad_tracking_enabled: random() < 0.5 }],
    campaigns_received: Array.from({ length: times }, () => ({
      name: word(),
      last_received: date(),
      engaged: { opened_email: random() < 0.3, clicked_email: false },
      converted: random() < 0.1,
      api_campaign_id: hex(20),
    })),
  });
}

/** A small seeded generator (mulberry32), so that every machine makes the same archive. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
