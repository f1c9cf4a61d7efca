import { CallError, type Port } from '../../src/protocol/rpc.ts';

/** A page that fails at every step must not flood its host. */
const mostReports = 3;

/** Tells the host of every error of the page's own code that nothing caught. To be called first of all. */
export function reportPageErrors(port: Port): void {
  let left = mostReports;
  function report(thrown: unknown): void {
    // What the host answered, and what was given up, is no defect of the page.
    if (!(thrown instanceof Error) || thrown instanceof CallError || thrown.name === 'AbortError') return;
    if (left === 0) return;
    left -= 1;
    const { name, message, stack = '' } = thrown;
    port.post({ kind: 'defect', name, message, stack });
  }
  window.addEventListener('error', (event) => report(event.error));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
}
