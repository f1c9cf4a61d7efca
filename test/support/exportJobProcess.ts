// A process of its own that works on an export's job until it rests: for tests that kill it.
//   node exportJobProcess.ts <folder of exports> <origin of the server> [id of a job to take up]
// Prints a JSON text for every stage it comes to.
import { createTestJobs, segmentJob } from './exportJobs.ts';

const [, , root = '', origin = '', taken] = process.argv;
const jobs = createTestJobs(root, origin);
let shown = '';
jobs.onDidChange((id) => {
  const stage = id === undefined ? undefined : jobs.get(id)?.stage;
  const text = JSON.stringify({ id, stage });
  if (stage && text !== shown) process.stdout.write(`${text}\n`);
  shown = text;
});
if (taken !== undefined) await jobs.refresh();
const id = taken ?? (await jobs.start(segmentJob));
await jobs.whenSettled(id);
