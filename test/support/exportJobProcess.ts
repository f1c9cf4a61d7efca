// A process of its own that works on an export's job until it rests: for tests that kill it.
//   node exportJobProcess.ts <folder of exports> <origin of the server> [id of a job to take up, or a number of users]
// Without the last it exports a segment, with a number so many users by external ID.
// Prints a JSON text for every stage it comes to.
import { createTestJobs, makeUserJob, segmentJob } from './exportJobs.ts';

const [, , root = '', origin = '', wanted = ''] = process.argv;
const jobs = createTestJobs(root, origin);
let shown = '';
jobs.onDidChange((id) => {
  const stage = id === undefined ? undefined : jobs.get(id)?.stage;
  const text = JSON.stringify({ id, stage });
  if (stage && text !== shown) process.stdout.write(`${text}\n`);
  shown = text;
});
const isCount = /^\d+$/.test(wanted);
const isTaken = wanted !== '' && !isCount;
if (isTaken) await jobs.refresh();
const id = isTaken ? wanted : await jobs.start(isCount ? makeUserJob(Number(wanted)) : segmentJob);
await jobs.whenSettled(id);
