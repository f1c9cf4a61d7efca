import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { createCatalogLists } from '../../src/catalog/catalogLists.ts';
import { createExportJobs } from '../../src/exports/jobs/exportJobs.ts';
import { createExportPlaces } from '../../src/exports/jobs/exportPlaces.ts';
import { createHandlers } from '../../src/commands/index.ts';
import { createJobsOpener } from '../../src/exports/jobs/openJobs.ts';
import type { CommandHandler, CommandContext } from '../../src/commands/commandContext.ts';
import { registerCommands } from '../../src/commands/registerCommands.ts';
import { createConnectionStore } from '../../src/connections/connectionStore.ts';
import { createSession } from '../../src/connections/session.ts';
import { createLocalCopies } from '../../src/host/localCopies.ts';
import { createClientMaker, createDownloads, createFetches } from '../../src/host/clientMaker.ts';
import { createLog, type Log } from '../../src/host/log.ts';
import { UserError } from '../../src/protocol/userError.ts';
import { createReportError } from '../../src/host/reportError.ts';
import { createSettings } from '../../src/host/settings.ts';
import { extensionId, type CommandId } from '../../src/ids.ts';
import { createMemorySecrets, createMemoryState } from './memoryStorage.ts';

/** The commands as the editor runs them, over storage in memory, with a way to let a step of one fail. */
export interface CommandBench {
  readonly context: CommandContext;
  /** What would be in globalState: JSON by its name. */
  readonly kept: ReadonlyMap<string, string>;
  /** What the commands used while they did their work: `exports.start {"kind":"import",…}`. */
  readonly used: string[];
  /** What the second steps came to, in turn. */
  readonly performed: Promise<unknown>[];
  /** The second step that comes next fails: at once, or when it uses something whose name begins like this. */
  breakNext(at: 'once' | { use: string }): void;
  run(command: CommandId, ...args: unknown[]): Promise<unknown>;
  dispose(): void;
}

export function createCommandBench(directory: string, lines: string[]): CommandBench {
  const note = (line: string): void => void lines.push(line);
  const log = createLog({ info: note, warn: note, error: note, show: () => undefined });
  const state = createMemoryState();
  const { context, dispose } = createContext(directory, log, state);
  const used: string[] = [];
  const performed: Promise<unknown>[] = [];
  let willBreak: Parameters<CommandBench['breakNext']>[0] | undefined;
  let broken: string | undefined;
  const watched = watch(context, '', (name, args) => {
    used.push(`${name} ${describe(args)}`);
    if (broken !== undefined && name.startsWith(broken)) fail();
  });
  const fail = (): never => {
    broken = undefined;
    throw new UserError('A planted fault');
  };
  const handlers = createHandlers(watched);

  const stepsOf =
    (handler: CommandHandler): CommandHandler =>
    async (...args) => {
      const perform = await handler(...args);
      return (
        perform &&
        (() => {
          used.length = 0;
          const how = willBreak;
          willBreak = undefined;
          broken = typeof how === 'object' ? how.use : undefined;
          const outcome = (async () => (how === 'once' ? fail() : perform()))();
          performed.push(outcome);
          return outcome;
        })
      );
    };
  const steps = Object.fromEntries(Object.entries(handlers).map(([id, it]) => [id, stepsOf(it)]));
  const runs = collectCommands(async () => steps as Record<CommandId, CommandHandler>, context);
  return {
    ...{ context, used, performed, kept: state.values, dispose },
    breakNext: (at) => void (willBreak = at),
    run: async (command, ...args) => runs.get(command)?.(...args),
  };
}

type Run = (...args: unknown[]) => Promise<unknown>;

/** What `registerCommands` registers; the editor has commands of these names already. */
function collectCommands(load: () => Promise<Record<CommandId, CommandHandler>>, context: CommandContext) {
  const runs = new Map<string, Run>();
  const register = vscode.commands.registerCommand;
  const collect = (id: string, run: Run) => (runs.set(id, run), { dispose: () => undefined });
  Object.assign(vscode.commands, { registerCommand: collect });
  registerCommands(load, context.reportError);
  Object.assign(vscode.commands, { registerCommand: register });
  return runs;
}

/** Calls `onCall` before every call of a function in `owner`, with its name. */
function watch<T extends object>(owner: T, name: string, onCall: (name: string, args: unknown[]) => void): T {
  return new Proxy(owner, {
    get(target, key): unknown {
      const value: unknown = Reflect.get(target, key);
      const path = name === '' ? String(key) : `${name}.${String(key)}`;
      if (typeof value === 'function')
        return (...args: unknown[]): unknown => {
          onCall(path, args);
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      return typeof value === 'object' && value !== null ? watch(value, path, onCall) : value;
    },
  });
}

function describe(args: unknown[]): string {
  try {
    return JSON.stringify(args);
  } catch {
    return '(in circles)';
  }
}

function createContext(directory: string, log: Log, state: ReturnType<typeof createMemoryState>) {
  const reportError = createReportError(log);
  const settings = createSettings();
  const fetches = createFetches(async () => (await import('../../src/sample/server.ts')).createSample());
  const makeClient = createClientMaker(settings, log, fetches);
  const announce = async (): Promise<void> => undefined;
  const store = createConnectionStore({ state, secrets: createMemorySecrets(), newId: randomUUID, announce });
  const session = createSession(store, (it) => makeClient(it, () => store.readKey(it)));
  const exportPlaces = createExportPlaces(state, directory, () => '');
  const root = vscode.extensions.getExtension(extensionId)?.extensionPath ?? '';
  const exports = createExportJobs(exportPlaces, async () =>
    createJobsOpener({
      ...{ store, session, downloads: createDownloads(fetches, log) },
      workerUrl: pathToFileURL(path.join(root, 'dist', 'unpackWorker.cjs')),
      reportUnexpected: (error) => reportError(error, { name: 'Exports' }),
    }),
  );
  const open = async (): Promise<void> => undefined;
  const document = { open, prepare: () => vscode.Uri.file('/'), dispose: () => undefined };
  const context: CommandContext = {
    ...{ store, session, settings, reportError, exports },
    lists: createCatalogLists(
      () => session.current()?.client,
      () => false,
    ),
    tree: { selection: () => [] },
    panels: { open: () => undefined, restore: () => undefined },
    documents: { user: document, details: document },
    ndjson: { open, compare: open, dispose: () => undefined },
    copies: createLocalCopies(path.join(directory, '..', 'copies')),
    createTrialClient: (connection, key) => makeClient(connection, async () => key),
    memory: state as unknown as vscode.Memento,
    exportsTree: { selection: () => [], reveal: open },
  };
  const dispose = (): void => {
    exports.dispose();
    session.dispose();
    store.dispose();
  };
  return { context, dispose };
}
