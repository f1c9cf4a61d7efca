import type { FileState, ViewerPage } from '../../src/protocol/viewer.ts';
import type { Asker } from '../common/asker.ts';

/** Follows what is known of the file, as long as the signal lets it. */
export async function watchFile(
  asker: Pick<Asker<ViewerPage>, 'ask'>,
  first: FileState,
  onFile: (file: FileState) => void,
  signal: AbortSignal,
): Promise<void> {
  let { version } = first;
  while (!signal.aborted) {
    const file = await asker.ask('watchFile', { seen: version }, signal);
    version = file.version;
    onFile(file);
  }
}

/** Whether this is still the file that the page has shown so far. */
export function isSameFile(before: FileState, now: FileState): boolean {
  return (
    before.sizeBytes === now.sizeBytes &&
    now.lineCount >= before.lineCount &&
    (now.hasChanged || !before.hasChanged) &&
    (now.failure !== undefined || before.failure === undefined)
  );
}
