import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { JobStage } from '../../src/exports/jobs/jobRecord.ts';

const script = path.join(import.meta.dirname, 'exportJobProcess.ts');

/**
 * Runs `exportJobProcess.ts` with these arguments until it ends, by itself or because `onStage` killed it (SIGKILL).
 * `onStage` is called for every stage that the process prints.
 */
export async function runJobProcess(
  args: readonly string[],
  onStage: (stage: JobStage, kill: () => void) => void,
): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const { stage } = JSON.parse(line) as { stage: JobStage };
    onStage(stage, () => void child.kill('SIGKILL'));
  }
  await exit;
}
