import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { extensionId } from '../ids.ts';
import { describeError, type Activity } from './log.ts';

interface Manifest {
  version?: string;
  bugs?: { url?: string };
}

/**
 * Opens a prefilled report of a defect. The editor's issue reporter creates no issue for an extension whose manifest names
 * no address for them (`bugs`); then the report is a document, to be sent by whatever way the user has.
 */
export async function openIssueReport(during: Activity, error: unknown): Promise<void> {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
  const body = writeIssueReport(manifest?.version ?? '?', during, error);
  if (manifest?.bugs?.url === undefined) return showReport(body);
  await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
    extensionId,
    issueTitle: 'Unexpected error',
    issueBody: body,
  });
}

async function showReport(body: string): Promise<void> {
  const advice = l10n.t(
    'Send this report to whoever gave you the extension, and describe what you did before the error. It holds versions and positions in the code, and none of your data.',
  );
  const content = `${advice}\n\n${body}`;
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'markdown', content }),
  );
}

/** In English, for the maintainers. Holds what the log may hold of an error, and versions. */
function writeIssueReport(version: string, during: Activity, error: unknown): string {
  const where = vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop';
  const remote = vscode.env.remoteName === undefined ? '' : `, remote: ${vscode.env.remoteName}`;
  return [
    '## What I did',
    '',
    '(Please describe the steps.)',
    '',
    '## What happened',
    '',
    '```',
    `${during}: ${describeError(error)}`,
    '```',
    '',
    '## Versions',
    '',
    `- Extension: ${version}`,
    `- Editor: ${vscode.version} (${where}${remote})`,
    `- System: ${process.platform} ${process.arch}`,
    '',
  ].join('\n');
}
