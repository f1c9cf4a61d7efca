import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/setup/places.mjs';

/** What a benchmark compares with, and the package of Debian and of Homebrew that has it; no package: one of npm. */
const packages = {
  unzip: { debian: 'unzip', homebrew: 'unzip' },
  bsdtar: { debian: 'libarchive-tools', homebrew: 'libarchive' },
  curl: { debian: 'curl', homebrew: 'curl' },
  grep: { debian: 'grep', homebrew: 'grep' },
  jq: { debian: 'jq', homebrew: 'jq' },
  wc: { debian: 'coreutils', homebrew: 'coreutils' },
  '@duckdb/node-api': undefined,
} as const;

export type Peer = keyof typeof packages;

/** Ends the process with one sentence that says what to install if one of the peers is missing. */
export function requirePeers(peers: readonly Peer[]): void {
  const sentence = describeMissing(peers.filter((it) => !isInstalled(it)));
  if (sentence === undefined) return;
  console.error(sentence);
  process.exit(1);
}

/** Undefined if nothing is missing. */
export function describeMissing(
  missing: readonly Peer[],
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const names = [...new Set(missing)];
  if (names.length === 0) return undefined;
  const ofSystem = names.map((it) => packages[it]).filter((it) => it !== undefined);
  const commands = [
    ...(ofSystem.length < names.length ? ['npm ci'] : []),
    ...(ofSystem.length === 0
      ? []
      : platform === 'darwin'
        ? [`brew install ${ofSystem.map((it) => it.homebrew).join(' ')}`]
        : [`sudo apt-get install ${ofSystem.map((it) => it.debian).join(' ')}`]),
  ];
  const how = commands.map((it) => `"${it}"`).join(' and ');
  return `This benchmark compares with ${listInWords(names)}, which this machine lacks: install by ${how}, or have them on the PATH.`;
}

function listInWords(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function isInstalled(peer: Peer): boolean {
  if (packages[peer] === undefined) return existsSync(path.join(projectRoot, 'node_modules', peer));
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, peer)));
}
