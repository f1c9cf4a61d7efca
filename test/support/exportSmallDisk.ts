import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A disk that a test can fill and empty again. */
export interface SmallDisk {
  /** Whether it is full for every file, rather than for those that work begins with. */
  readonly whole: boolean;
  /** From now on nothing fits. `directory` is where the work goes on. */
  fill(directory: string): void;
  empty(): void;
  unmount(): Promise<void>;
}

const sizeBytes = 16 * 1024 * 1024;

/**
 * Mounts a small file system at a folder (a tmpfs: Linux, as root). Without that right the files that work
 * begins with are made links to `/dev/full`, to which the system says "No space left on device" just the same.
 */
export async function mountSmallDisk(folder: string): Promise<SmallDisk> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return createFullLinks();
  }
  const filler = path.join(folder, '.filler');
  return {
    whole: true,
    fill() {
      const fd = openSync(filler, 'w');
      const block = Buffer.alloc(4096);
      try {
        for (;;) writeSync(fd, block);
      } catch {
        closeSync(fd);
      }
    },
    empty: () => rmSync(filler),
    async unmount() {
      execFileSync('umount', ['--lazy', folder]);
    },
  };
}

function createFullLinks(): SmallDisk {
  const firstFiles = [
    'job.json.part',
    'export.zip.state.part.part',
    'users.ndjson.part',
    'manifest.json.part',
  ];
  let links: string[] = [];
  return {
    whole: false,
    fill(directory) {
      links = firstFiles.map((it) => path.join(directory, it)).filter((it) => !existsSync(it));
      for (const link of links) symlinkSync('/dev/full', link);
    },
    empty() {
      for (const link of links) rmSync(link, { force: true });
    },
    async unmount() {
      // There is nothing to take away.
    },
  };
}
