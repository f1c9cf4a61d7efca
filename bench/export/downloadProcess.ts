// Downloads an archive as the extension does, and unpacks it meanwhile or afterwards.
//   node downloadProcess.cjs <url> <folder> only|whole
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultDownloadPolicy } from '../../src/exports/download.ts';
import { defaultFollowPolicy, downloadAndFollow } from '../../src/exports/downloadAndFollow.ts';
import { unpackInStages } from '../../src/exports/unpackStages.ts';
import { delay } from '../../src/util/delay.ts';
import { reportSelf } from './measureSelf.ts';

const [, script = '', url = '', folder = '', what = ''] = process.argv;
const clock = { now: Date.now, delay };
const workerUrl = pathToFileURL(path.join(path.dirname(script), 'unpackWorker.cjs'));
const file = path.join(folder, 'export.zip');
const linesFile = path.join(folder, 'users.ndjson');
const follow =
  what === 'only' ? { ...defaultFollowPolicy, slowerThanBytesPerSecond: 0 } : defaultFollowPolicy;

void reportSelf(async () => {
  const { signal } = new AbortController();
  const request = {
    ...{ url, file, linesFile, clock, workerUrl, follow },
    fetch: (address: string, init: RequestInit) => fetch(address, init),
    random: Math.random,
    policy: defaultDownloadPolicy,
  };
  const stages = downloadAndFollow(request, Date.now(), signal);
  let step = await stages.next();
  while (!step.done) step = await stages.next();
  if (what === 'only') return {};
  const lastByteAt = (await stat(file)).ctimeMs;
  const unpacking = unpackInStages(
    { archive: file, file: linesFile },
    step.value,
    Date.now(),
    { clock, workerUrl },
    signal,
  );
  while (!(await unpacking.next()).done);
  return { afterLastByteMs: Date.now() - lastByteAt };
});
