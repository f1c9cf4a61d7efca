import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Every test and every hook that took a while. */
  readonly times: readonly TestTime[];
}

export interface TestTime {
  /** With the titles of its suites. */
  readonly title: string;
  readonly ms: number;
}

/** What a suite is told by the process that starts it, as JSON. */
export interface SuiteOptions {
  /** Only tests whose full title matches. */
  readonly grep?: string;
  /** Puts the files in an order of its own; in that of their names, or of their times, unless given. */
  readonly seed?: number;
}

export interface MochaRun {
  /** Files to import, or a function that defines the tests with mocha's globals in place. */
  readonly tests: readonly string[] | (() => void);
  /** Only tests whose full title matches. */
  readonly grep?: string;
  /** Takes the report line by line; the standard output unless given. */
  readonly writeLine?: (line: string) => void;
}

/** What takes longer hangs: a busy machine takes twenty times as long for what an idle one does in seconds. */
const timeoutMs = 300_000;

/** What mocha's types leave out. */
type DisposableRunner = Mocha.Runner & { dispose(): void };

/** Hooks that are done sooner are not worth a line. */
const longHookMs = 500;

/** Mocha's `spec`, which says at the end what failed, and leaves the counts to whoever adds them up. */
class Report extends Mocha.reporters.Spec {
  override epilogue(): void {
    if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
  }
}

/**
 * Runs tests in this process with mocha's `spec` report and counts them. A failing hook counts as a failure, as mocha
 * has it. In CI an `it.only` is an error.
 */
export async function runMocha({ tests, grep, writeLine }: MochaRun): Promise<SuiteResult> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: Report,
    timeout: timeoutMs,
    color: process.env.FORCE_COLOR === '1',
    forbidOnly: Boolean(process.env.CI),
  });
  if (grep !== undefined) mocha.grep(grep);
  if (writeLine) {
    // Where spec writes to; a property of the class, so set for good, until the next run in this process sets it anew.
    Object.assign(Mocha.reporters.Base, {
      consoleLog: (...words: unknown[]) => writeLine(format(...words)),
    });
  }
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  if (typeof tests === 'function') tests();
  // Not by mocha, which requires them first and so takes no `await` at the top of a file.
  else for (const file of tests) await import(pathToFileURL(path.resolve(file)).href);
  const result = { passed: 0, failed: 0, skipped: 0, times: [] as TestTime[] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => result.passed++);
    runner.on('fail', () => result.failed++);
    runner.on('pending', () => result.skipped++);
    const note = (it: Mocha.Runnable) => result.times.push({ title: it.fullTitle(), ms: it.duration ?? 0 });
    runner.on('test end', note);
    runner.on('hook end', (hook) => (hook.duration ?? 0) >= longHookMs && note(hook));
    // Each runner hands an unhandled rejection on to all the others: those that are left from former runs would do so in
    // every order, which a process that runs many files never comes to the end of.
    runner.once('end', () => setImmediate(() => (runner as DisposableRunner).dispose()));
  });
  return result;
}

/** Leaves the result for the process that started this one. That it is there says that the suite came to its end. */
export async function writeResult(file: string, result: SuiteResult): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(result));
  await rename(`${file}.part`, file);
}
