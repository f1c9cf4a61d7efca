import type { NdjsonFile } from '../ndjson/openFile.ts';
import type { Disposable } from '../util/disposables.ts';

/** An open file that is closed once it is disposed and no work uses it: a save goes on after its editor is gone. */
export interface HeldFile extends Disposable {
  readonly file: NdjsonFile;
  /** Keeps the file open while `work` runs. */
  use<T>(work: (file: NdjsonFile) => Promise<T>): Promise<T>;
}

export function holdFile(file: NdjsonFile): HeldFile {
  let users = 0;
  let isDisposed = false;
  let isClosed = false;

  function closeIfFree(): void {
    if (!isDisposed || users > 0 || isClosed) return;
    isClosed = true;
    file.dispose();
  }

  return {
    file,
    async use(work) {
      users++;
      try {
        return await work(file);
      } finally {
        users--;
        closeIfFree();
      }
    },
    dispose() {
      isDisposed = true;
      closeIfFree();
    },
  };
}
