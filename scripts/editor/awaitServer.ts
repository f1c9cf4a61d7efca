import { setTimeout as delay } from 'node:timers/promises';
import type { StartedProcess } from './startProcess.ts';

const limitMs = 60_000;

/** Waits until the server answers at `url`; throws with its log when it ends or stays silent for a minute. */
export async function awaitServer(server: StartedProcess, url: string): Promise<void> {
  let running = true;
  void server.ended.then(() => (running = false));
  const giveUpAt = Date.now() + limitMs;
  while (!(await answers(url))) {
    if (running && Date.now() < giveUpAt) {
      await delay(50);
      continue;
    }
    const log = server.output();
    await server.stop();
    throw new Error(
      `VS Code's server ${running ? 'did not answer' : 'ended'} at its start. Its log:\n${log}`,
    );
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
