// `npm test [-- SUITE… --grep TEXT]`: runs the suites one after the other, each in a process of its own, and ends with one
// line over all of them. Suites: unit, host (inside the editor), e2e (the packaged extension in a window).
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { SuiteResult } from '../test/support/runMocha.ts';
import { endWhenTold } from './editor/endWhenTold.ts';
import { startProcess } from './editor/startProcess.ts';
import type { StartedProcess } from './editor/startProcess.ts';
import { projectRoot } from './setup/places.mjs';
import { ensureVsix } from './vsix.ts';

/** What runs each suite: a script that is given where to leave its result, and then these. */
const suites = {
  unit: { script: 'test/support/runFileSuite.ts', args: ['test/unit/**/*.test.ts'] },
  host: { script: 'test/support/runHostSuite.ts', args: [] },
  e2e: { script: 'test/support/runE2eSuite.ts', args: ['test/e2e/**/*.e2e.ts'] },
} as const;

type SuiteName = keyof typeof suites;

/** A suite that takes longer hangs; the end-to-end suite takes a good half of it where the machine is slow and busy. */
const suiteLimitMs = 60 * 60_000;

interface Outcome extends SuiteResult {
  /** Why the suite as a whole counts as a failure, whatever its tests say. */
  readonly broken?: string;
}

async function runSuites(names: readonly SuiteName[], grep: string | undefined): Promise<boolean> {
  let running: StartedProcess | undefined;
  endWhenTold(() => {
    void (running?.stop() ?? Promise.resolve()).then(() => process.exit(130));
  });
  if (names.some((name) => name !== 'unit')) await ensureVsix();
  const outcomes: Outcome[] = [];
  for (const name of names) {
    console.log(`\n${name}`);
    const outcome = await runSuite(name, grep, (started) => (running = started));
    if (outcome.broken !== undefined) console.log(`\n  ${name}: ${outcome.broken}`);
    outcomes.push(outcome);
  }
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

async function runSuite(
  name: SuiteName,
  grep: string | undefined,
  onStart: (started: StartedProcess) => void,
): Promise<Outcome> {
  const { script, args } = suites[name];
  const resultPath = path.join(projectRoot, 'out', 'test', `${name}.${process.pid}.json`);
  await mkdir(path.dirname(resultPath), { recursive: true });
  const given = [script, resultPath, ...args, ...(grep === undefined ? [] : [grep])];
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

  const none = { passed: 0, failed: 0, skipped: 0 };
  const result = existsSync(resultPath)
    ? (JSON.parse(await readFile(resultPath, 'utf8')) as SuiteResult)
    : none;
  await rm(resultPath, { force: true });
  if (tookTooLong) return { ...result, broken: 'took longer than an hour and was ended' };
  if (result === none) return { ...none, broken: `came to no result (exit code ${code})` };
  if (code !== 0) return { ...result, broken: `ended with ${code} after its tests` };
  if (result.passed + result.failed === 0 && grep === undefined) {
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

try {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string', short: 'g' } },
    allowPositionals: true,
  });
  const good = await runSuites(readNames(positionals), values.grep);
  process.exit(good ? 0 : 1);
} catch (error) {
  // Before any suite ran: a wrong argument, or an extension that does not build.
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}
