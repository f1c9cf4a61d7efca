import type { LogOutputChannel } from 'vscode';
import type { Endpoint } from '../api/endpoint.ts';
import type { CommandId } from '../ids.ts';

/** The editor's log channel, as far as we write to it. */
export type LogChannel = Pick<LogOutputChannel, 'info' | 'warn' | 'error' | 'show'>;

/** What was being done when an error came: a command, or work that nobody had just asked for. */
export type Activity = CommandId | 'background';

/** Everything that can be logged. There is no event that takes free text. */
export type LogEvent =
  /** One try of an API call; without a status where no answer came. */
  | { event: 'request'; row: Pick<Endpoint, 'method' | 'path'>; status: number | undefined; ms: number }
  /** One request for an export's archive: who has its address has the export, so not even the host is logged. */
  | { event: 'download'; status: number | undefined; ms: number }
  /** An export came to rest: what it exports, in which stage, and the code where it failed. */
  | { event: 'export'; kind: string; stage: string; code: string | undefined }
  | { event: 'error'; during: Activity; error: unknown };

export interface Log {
  write(event: LogEvent): void;
  show(): void;
}

/**
 * The one place that decides what the log may hold (docs/decisions/0054): words and numbers of our own. Nothing that a
 * user typed or selected, nothing of a profile, no name, no address of a host, no path of a file and no key. Of an error
 * that is its class, its code and where in our code it was thrown, but never its message, which quotes all of these.
 *
 * Writing never fails. The editor closes the channel before it has waited for the extension, and a closed one throws: what
 * the service answers in the meantime must not be lost for a line that nobody will read.
 */
export function createLog(channel: LogChannel): Log {
  return {
    write(event) {
      const { level, line } = writeLine(event);
      try {
        channel[level](line);
      } catch {
        // Closed.
      }
    },
    show: () => channel.show(),
  };
}

interface Line {
  level: 'info' | 'warn' | 'error';
  line: string;
}

function writeLine(event: LogEvent): Line {
  switch (event.event) {
    case 'request':
      return writeAnswer(`${event.row.method} ${asEndpointPath(event.row.path)}`, event);
    case 'download':
      return writeAnswer('GET the archive of an export', event);
    case 'export': {
      const code = event.code === undefined ? '' : ` (${asWord(event.code)})`;
      return {
        level: event.stage === 'failed' ? 'warn' : 'info',
        line: `An export (${asWord(event.kind)}) came to rest: ${asWord(event.stage)}${code}`,
      };
    }
    case 'error':
      return { level: 'error', line: `${event.during}: ${describeError(event.error)}` };
  }
}

function writeAnswer(what: string, { status, ms }: { status: number | undefined; ms: number }): Line {
  return status === undefined
    ? { level: 'warn', line: `${what} → no answer after ${Math.round(ms)} ms` }
    : { level: 'info', line: `${what} → ${Number(status)} in ${Math.round(ms)} ms` };
}

/** The table's paths are of this form: no part of one was made by a user. */
function asEndpointPath(path: string): string {
  return /^(?:\/[a-z_]+)+$/.test(path) ? path : '(another path)';
}

/** Words that code is made of, such as `ENOENT`, `rateLimited` and `TypeError`; `?` for everything else. */
function asWord(text: unknown): string {
  return typeof text === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(text) ? text : '?';
}

/** Limit for following causes, which may be circular. */
const maxDepth = 5;
const maxFrames = 10;

/** What the log, and a report of a defect, may hold of an error: class, code and frames, and the same of its causes. */
export function describeError(error: unknown, depth = 1): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const code = 'code' in error && error.code !== undefined ? ` (${asWord(error.code)})` : '';
  const frames = readFrames(error).map((it) => `\n    at ${it}`);
  const cause =
    error.cause === undefined || depth === maxDepth
      ? ''
      : `\n  caused by ${describeError(error.cause, depth + 1)}`;
  return `${asWord(error.name)}${code}${frames.join('')}${cause}`;
}

/**
 * Where the error was thrown: the names of our files or of node's parts, with line and column. The stack begins with the
 * message, which may hold lines that look like frames and is skipped; folders are left out, since they name people.
 */
function readFrames({ stack = '', message }: Error): string[] {
  const messageAt = stack.indexOf(message);
  if (messageAt === -1) return [];
  return stack
    .slice(messageAt + message.length)
    .split('\n')
    .map(readFrame)
    .filter((it) => it !== undefined)
    .slice(0, maxFrames);
}

function readFrame(line: string): string | undefined {
  // The editor writes stacks with a tab.
  if (!/^(?: {4}|\t)at /.test(line)) return undefined;
  const location = /(?<node>node:[a-z_/]+|[/\\][\w.-]+\.[cm]?[jt]s)(?<position>:\d+:\d+)\)?$/.exec(
    line,
  )?.groups;
  return location && `${location['node']?.replace(/^[/\\]/, '')}${location['position']}`;
}
