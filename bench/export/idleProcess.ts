// Does nothing until its input ends, and reports how late it was at that: what the machine, not the work, keeps waiting.
import { once } from 'node:events';
import { reportSelf } from './measureSelf.ts';

void reportSelf(async () => {
  process.stdin.resume();
  await once(process.stdin, 'end');
  return {};
});
