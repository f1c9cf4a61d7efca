// `npm run check`: types, cycles, lint and format, two at a time; prints what fails, and ends with how long each took.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from './setup/places.mjs';

interface Step {
  readonly name: string;
  /** What Node runs, below the project's folder. */
  readonly script: string;
  readonly args: readonly string[];
}

/** Linting takes as long as all the others, on the one processor that it uses: it runs beside them. */
const lanes: readonly (readonly Step[])[] = [
  [{ name: 'lint', script: 'node_modules/eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] }],
  [
    { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-b'] },
    {
      name: 'cycles',
      script: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      args: ['src', 'webview-ui', '--config', '.dependency-cruiser.mjs'],
    },
    {
      name: 'format',
      script: 'node_modules/prettier/bin/prettier.cjs',
      args: ['--check', '.', '--cache', '--log-level', 'warn'],
    },
    { name: 'texts', script: 'scripts/texts.ts', args: ['--check'] },
  ],
];

/** True if the step passed; what it says is printed when it ends, and only if it failed. */
async function runStep({ name, script, args }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(projectRoot, script), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, problems, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (code !== 0) process.stdout.write(`${out}${problems}`);
  console.log(`${name.padEnd(8)} ${seconds.padStart(6)} s  ${code === 0 ? 'ok' : 'failed'}`);
  return code === 0;
}

/** A lane goes on after a failure, so that one run tells everything that is wrong. */
async function runLane(steps: readonly Step[]): Promise<boolean> {
  let isGood = true;
  for (const step of steps) isGood = (await runStep(step)) && isGood;
  return isGood;
}

const results = await Promise.all(lanes.map(runLane));
if (results.includes(false)) process.exitCode = 1;
