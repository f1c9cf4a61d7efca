// Where setup puts things and where everything else looks for them.
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');

/** Everything that is downloaded or made for trying the extension out; outside git, safe to delete. */
export const hostRoot = path.join(projectRoot, '.vscode-test');

/** code-server 4.139.1 carries VS Code 1.139.1 and wants Node 24. */
export const codeServerVersion = '4.139.1';

/** There under this name only when whole: it is installed under another name and renamed. */
export const codeServerDirectory = path.join(hostRoot, `code-server-${codeServerVersion}`);

const codeServerPackage = path.join(codeServerDirectory, 'node_modules', 'code-server');

/** code-server itself: a user's window, with secrets and settings that last. */
export const codeServerEntry = path.join(codeServerPackage, 'out', 'node', 'entry.js');

/** The server of VS Code inside it: the one that runs tests inside an extension host. */
export const vscodeServerEntry = path.join(codeServerPackage, 'lib', 'vscode', 'out', 'server-main.js');
