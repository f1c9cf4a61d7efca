// Downloads an archive as the extension does, and unpacks it meanwhile or afterwards.
//   node downloadProcess.cjs <url> <folder> only|again|whole
// `only` is without unpacking, and so is `again`, in a process that has received 300 MB of the archive before.
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultDownloadPolicy } from '../../src/exports/download/download.ts';
import { receiveBody } from '../../src/exports/download/downloadBody.ts';
import { defaultFollowPolicy, downloadAndFollow } from '../../src/exports/download/downloadAndFollow.ts';
import { describeFile, finishExport } from '../../src/exports/jobs/finishExport.ts';
import { unpackInStages } from '../../src/exports/kinds/unpackStages.ts';
import { delay } from '../../src/util/delay.ts';
import { reportSelf } from './measureSelf.ts';

const [, script = '', url = '', folder = '', what = ''] = process.argv;
const clock = { now: Date.now, delay };
const workerUrl = pathToFileURL(path.join(path.dirname(script), 'unpackWorker.cjs'));
const file = path.join(folder, 'export.zip');
const linesFile = path.join(folder, 'users.ndjson');
const follow =
  what === 'whole' ? defaultFollowPolicy : { ...defaultFollowPolicy, slowerThanBytesPerSecond: 0 };

/** As a host that has downloaded an export before: its code is compiled for speed. */
async function warmUp(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const response = await fetch(url, { headers: { range: 'bytes=0-100000000' } });
    const handle = await open(path.join(folder, 'before'), 'w');
    const ignore = (): void => undefined;
    await receiveBody(response, handle, 0, ignore, ignore);
    await handle.close();
  }
}

async function run(): Promise<{ afterLastByteMs?: number }> {
  const { signal } = new AbortController();
  const request = {
    url,
    file,
    linesFile,
    clock,
    workerUrl,
    follow,
    fetch: (address: string, init: RequestInit) => fetch(address, init),
    random: Math.random,
    policy: defaultDownloadPolicy,
  };
  const stages = downloadAndFollow(request, Date.now(), signal);
  let step = await stages.next();
  while (!step.done) step = await stages.next();
  if (what !== 'whole') return {};
  const lastByteAt = (await stat(file)).ctimeMs;
  const unpacking = unpackInStages(
    { archive: file, file: linesFile },
    step.value,
    Date.now(),
    { clock, workerUrl },
    signal,
  );
  let unpacked = await unpacking.next();
  while (!unpacked.done) unpacked = await unpacking.next();
  const at = new Date().toISOString();
  const manifest = {
    version: 1 as const,
    id: 'x',
    kind: 'segment' as const,
    title: 'x',
    request: {},
    warnings: [],
    requestedAt: at,
    finishedAt: at,
    result: describeFile(unpacked.value),
  };
  await finishExport(folder, manifest, false);
  return { afterLastByteMs: Date.now() - lastByteAt };
}

async function main(): Promise<void> {
  if (what === 'again') await warmUp();
  await reportSelf(run);
}

void main();
