/**
 * Writes a line of the log. The editor closes the log before it has waited for the extension, and a closed one throws: what
 * the service answers in the meantime must not be lost for a line that cannot be written.
 */
export function writeLog(write: () => void): void {
  try {
    write();
  } catch {
    // Nobody will read it.
  }
}
