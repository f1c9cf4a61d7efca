import { createEmitter, type Listen } from '../../util/emitter.ts';
import { isUnchanged, type FileStamp } from './fileStamp.ts';

/** Notices that a file on disk is no longer the one that was opened. */
export interface ChangeWatch {
  /** Fires once. */
  readonly onChanged: Listen<void>;
  /** Looks now; false once a change was seen. */
  check(): Promise<boolean>;
  /** Looks in the background, at most once a second. */
  look(): void;
}

const intervalMs = 1000;

export function createChangeWatch(path: string, stamp: FileStamp): ChangeWatch {
  const changed = createEmitter<void>();
  let hasChanged = false;
  let lookedAt = performance.now();

  async function check(): Promise<boolean> {
    if (!hasChanged && !(await isUnchanged(path, stamp)) && !hasChanged) {
      hasChanged = true;
      changed.fire();
    }
    return !hasChanged;
  }

  return {
    onChanged: changed.event,
    check,
    look() {
      if (performance.now() - lookedAt < intervalMs) return;
      lookedAt = performance.now();
      void check();
    },
  };
}
