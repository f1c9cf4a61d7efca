import * as l10n from '@vscode/l10n';
import type { LineDocument } from '../ndjson/json/formatLine.ts';
import { readDocument } from '../ndjson/openFile.ts';
import { UserError } from '../protocol/userError.ts';
import { showSize } from '../protocol/showSize.ts';
import type { LineAddress } from './lineAddress.ts';
import { documentBounds } from './takeRows.ts';

/**
 * Reads the text of a document of lines: no index needed, for the address says where they are. Rejects with a sentence
 * where the file is another now, so that nobody is shown another line for the one they opened.
 */
export async function readLines(
  { path, stamp, layout, bytes }: LineAddress,
  workerUrl: URL | string,
  signal: AbortSignal,
): Promise<LineDocument> {
  const sizeBytes = bytes.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (sizeBytes > documentBounds.maxBytes) throw new UserError(explainSize(sizeBytes));
  return readDocument({ path, stamp, layout, bytes }, workerUrl, signal);
}

function explainSize(sizeBytes: number): string {
  return l10n.t(
    'This is {0} of text, and the editor opens at most {1} well. Save it to a file instead.',
    showSize(sizeBytes),
    showSize(documentBounds.maxBytes),
  );
}
