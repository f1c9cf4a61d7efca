import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../protocol/userError.ts';
import type { Disposable } from '../util/disposables.ts';
import { asLine } from '../util/showText.ts';
import { showSize } from '../protocol/showSize.ts';
import { untilAborted } from '../util/untilAborted.ts';
import { createCopyFolder, type CopyTarget } from './copyFolder.ts';
import { runWithProgress } from './progress.ts';

/** Copies of what the editor can read and this machine's file system cannot: files of another machine or of a service. */
export interface LocalCopies extends Disposable {
  /** A copy of a resource, which is made by `refresh`. Dispose it after its use. */
  copyOf(uri: vscode.Uri): LocalCopy;
  /** Removes the copies of windows that have ended. Never rejects. */
  removeAbandoned(): Promise<void>;
}

export interface LocalCopy extends Disposable {
  /** Where the copy is; the file of the resource's name. */
  readonly path: string;
  readonly name: string;
  /** Copies the resource as it is now, with a notification that can cancel it. Rejects with a sentence. */
  refresh(): Promise<void>;
  /** Follows the resource: copies it again, or removes the copy, where it is another now. Never rejects. */
  follow(): Promise<void>;
}

/** The editor gives such a file only whole, and holds it in memory more than once meanwhile. */
export const largestCopyBytes = 256_000_000;

/** `directory` belongs to the extension; `largestBytes` is for tests. */
export function createLocalCopies(directory: string, largestBytes = largestCopyBytes): LocalCopies {
  const folder = createCopyFolder(directory);
  const live = new Set<CopyTarget>();

  return {
    copyOf(uri) {
      const name = asLine(uri.path.slice(uri.path.lastIndexOf('/') + 1));
      const target = folder.createTarget(name);
      live.add(target);
      const dispose = (): void => {
        target.remove();
        live.delete(target);
      };
      return { ...createCopy(uri, name, target, largestBytes), dispose };
    },
    removeAbandoned: folder.removeAbandoned,
    dispose: () => live.forEach((it) => it.remove()),
  };
}

type Stamp = Pick<vscode.FileStat, 'mtime' | 'size'>;

function createCopy(
  uri: vscode.Uri,
  name: string,
  target: CopyTarget,
  largestBytes: number,
): Omit<LocalCopy, 'dispose'> {
  let copied: Stamp | undefined;

  async function copy(): Promise<void> {
    const stamp = await vscode.workspace.fs.stat(uri);
    if (stamp.size > largestBytes) throw new UserError(explainSize(name, stamp.size, largestBytes));
    const bytes = await vscode.workspace.fs.readFile(uri);
    // Some file systems do not know the size before.
    if (bytes.length > largestBytes) throw new UserError(explainSize(name, bytes.length, largestBytes));
    await target.write(bytes);
    copied = stamp;
  }

  async function refresh(): Promise<void> {
    try {
      await runWithProgress(l10n.t('Copying “{0}” to this machine', name), (signal) =>
        untilAborted(copy(), signal),
      );
    } catch (error) {
      throw explainCopyError(error, name);
    }
  }

  async function follow(): Promise<void> {
    if (!copied) return;
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      if (mtime !== copied.mtime || size !== copied.size) await copy();
    } catch (error) {
      // As with a deleted local file: an open copy can still be read, and is reported as deleted.
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') target.clear();
    }
  }

  return { path: target.path, name, refresh, follow };
}

/** A file system's error as a sentence; a cancellation is passed through. */
function explainCopyError(error: unknown, name: string): unknown {
  if (!(error instanceof vscode.FileSystemError)) return error;
  if (error.code === 'FileNotFound')
    return new UserError(l10n.t('“{0}” is no longer there.', name), { cause: error });
  const sentence = error.message.endsWith('.') ? error.message : `${error.message}.`;
  return new UserError(l10n.t('“{0}” could not be read. Its file system says: {1}', name, sentence), {
    cause: error,
  });
}

function explainSize(name: string, sizeBytes: number, largestBytes: number): string {
  return l10n.t(
    '“{0}” is not on the machine that the extension runs on, and has {1}: from elsewhere only files of up to {2} can be opened. Copy it to that machine, and open it there.',
    name,
    showSize(sizeBytes),
    showSize(largestBytes),
  );
}
