// Unpacks an archive as the extension does: a thread of its own, this process only waits and shows.
//   node unpackProcess.cjs <archive> <result>
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unpackInStages } from '../../src/exports/kinds/unpackStages.ts';
import { delay } from '../../src/util/delay.ts';
import { reportSelf } from './measureSelf.ts';

const [, script = '', archive = '', file = ''] = process.argv;
const dependencies = {
  clock: { now: Date.now, delay },
  workerUrl: pathToFileURL(path.join(path.dirname(script), 'unpackWorker.cjs')),
};

void reportSelf(async () => {
  const stages = unpackInStages(
    { archive, file },
    undefined,
    Date.now(),
    dependencies,
    new AbortController().signal,
  );
  while (!(await stages.next()).done);
  return {};
});
