import type { LogOutputChannel } from 'vscode';

/** The log, as far as we write to it. */
export type Log = Pick<LogOutputChannel, 'info' | 'warn' | 'error' | 'show'>;

/**
 * A log whose lines never fail. The editor closes the channel before it has waited for the extension, and a closed one
 * throws: what the service answers in the meantime must not be lost for a line that nobody will read.
 */
export function createLog(channel: Log): Log {
  function attempt(write: () => void): void {
    try {
      write();
    } catch {
      // Closed.
    }
  }
  return {
    info: (line) => attempt(() => channel.info(line)),
    warn: (line) => attempt(() => channel.warn(line)),
    error: (line) => attempt(() => channel.error(line)),
    show: () => channel.show(),
  };
}
