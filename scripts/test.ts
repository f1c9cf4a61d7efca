// `npm test [-- SUITE… --grep TEXT --shuffle[=SEED]]`: runs the suites one after the other, each in a process of its own,
// and ends with the slowest tests and one line over all of them. Suites: unit, host (inside the editor), e2e (the packaged
// extension in a window). --shuffle runs the files in another order, which the seed that it prints repeats.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { SuiteOptions, SuiteResult } from '../test/support/runMocha.ts';
import { endWhenTold } from './editor/endWhenTold.ts';
import { startProcess } from './editor/startProcess.ts';
import type { StartedProcess } from './editor/startProcess.ts';
import { projectRoot } from './setup/places.mjs';
import { ensureVsix } from './vsix.ts';

/** What runs each suite: a script that is given where to leave its result, and then the options as JSON. */
const suites = {
  unit: 'test/support/runUnitSuite.ts',
  host: 'test/support/runHostSuite.ts',
  e2e: 'test/support/runE2eSuite.ts',
} as const;

type SuiteName = keyof typeof suites;

/** A suite that takes longer hangs, however slow and busy the machine is. */
const suiteLimitMs = 60 * 60_000;

/** How many of the slowest tests are named at the end. */
const slowestCount = 10;

interface Outcome extends SuiteResult {
  readonly name: SuiteName;
  /** Why the suite as a whole counts as a failure, whatever its tests say. */
  readonly broken?: string;
}

async function runSuites(names: readonly SuiteName[], options: SuiteOptions): Promise<boolean> {
  let running: StartedProcess | undefined;
  endWhenTold(() => {
    void (running?.stop() ?? Promise.resolve()).then(() => process.exit(130));
  });
  if (names.some((name) => name !== 'unit')) await ensureVsix();
  if (options.seed !== undefined) console.log(`The files run in the order of --shuffle=${options.seed}.`);
  const outcomes: Outcome[] = [];
  for (const name of names) {
    console.log(`\n${name}`);
    const startedAt = Date.now();
    const outcome = await runSuite(name, options, (started) => (running = started));
    if (outcome.broken !== undefined) console.log(`\n  ${name}: ${outcome.broken}`);
    console.log(`\n  ${name} took ${Math.round((Date.now() - startedAt) / 1000)} s.`);
    outcomes.push(outcome);
  }
  printSlowest(outcomes);
  const sum = (pick: (it: Outcome) => number) => outcomes.reduce((total, it) => total + pick(it), 0);
  const passed = sum((it) => it.passed);
  const skipped = sum((it) => it.skipped);
  // A suite that broke is a failure of its own, and so is a run in which nothing ran.
  const ranNothing = passed + sum((it) => it.failed) === 0 && outcomes.every((it) => it.broken === undefined);
  if (ranNothing) console.log('\n  No test ran.');
  const failed = sum((it) => it.failed + (it.broken === undefined ? 0 : 1)) + (ranNothing ? 1 : 0);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0;
}

function printSlowest(outcomes: readonly Outcome[]): void {
  const times = outcomes.flatMap(({ name, times }) => times.map((it) => ({ ...it, name })));
  const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, slowestCount);
  if (slowest.length > 0) console.log('\nThe slowest tests');
  for (const { name, title, ms } of slowest)
    console.log(`${`${(ms / 1000).toFixed(1)} s`.padStart(9)}  ${name.padEnd(4)}  ${title}`);
}

async function runSuite(
  name: SuiteName,
  options: SuiteOptions,
  onStart: (started: StartedProcess) => void,
): Promise<Outcome> {
  const resultPath = path.join(projectRoot, 'out', 'test', `${name}.${process.pid}.json`);
  await mkdir(path.dirname(resultPath), { recursive: true });
  const given = [suites[name], resultPath, JSON.stringify(options)];
  const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
  const started = startProcess(process.execPath, given, { cwd: projectRoot, env, show: true });
  onStart(started);
  let tookTooLong = false;
  const limit = setTimeout(() => {
    tookTooLong = true;
    void started.stop();
  }, suiteLimitMs);
  const code = await started.ended;
  clearTimeout(limit);
  await started.stop();

  const none = { name, passed: 0, failed: 0, skipped: 0, times: [] };
  const result = existsSync(resultPath)
    ? { name, ...(JSON.parse(await readFile(resultPath, 'utf8')) as SuiteResult) }
    : none;
  await rm(resultPath, { force: true });
  if (tookTooLong) return { ...result, broken: 'took longer than an hour and was ended' };
  if (result === none) return { ...none, broken: `came to no result (exit code ${code})` };
  if (code !== 0) return { ...result, broken: `ended with ${code} after its tests` };
  if (result.passed + result.failed === 0 && options.grep === undefined) {
    return { ...result, broken: 'ran no test' };
  }
  return result;
}

function readNames(given: readonly string[]): SuiteName[] {
  const isName = (text: string): text is SuiteName => Object.hasOwn(suites, text);
  const unknown = given.filter((it) => !isName(it));
  if (unknown.length > 0) {
    throw new Error(`No such suite: ${unknown.join(', ')}. There are ${Object.keys(suites).join(', ')}.`);
  }
  const wanted = Object.keys(suites).filter(isName);
  return given.length === 0 ? wanted : wanted.filter((it) => given.includes(it));
}

function readSeed(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d{1,9}$/.test(given))
    throw new Error(`--shuffle takes a whole number as its seed, and not “${given}”.`);
  return Number(given);
}

try {
  // A bare --shuffle has a seed made up for it.
  const args = process.argv
    .slice(2)
    .map((it) => (it === '--shuffle' ? `--shuffle=${Date.now() % 10_000}` : it));
  const { values, positionals } = parseArgs({
    args,
    options: { grep: { type: 'string', short: 'g' }, shuffle: { type: 'string' } },
    allowPositionals: true,
  });
  const options = { grep: values.grep, seed: readSeed(values.shuffle) };
  const good = await runSuites(readNames(positionals), options);
  process.exit(good ? 0 : 1);
} catch (error) {
  // Before any suite ran: a wrong argument, or an extension that does not build.
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}
