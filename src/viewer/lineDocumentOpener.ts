import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { showCount } from '../protocol/showCount.ts';
import { asLine } from '../util/showText.ts';
import { addressOf, addressOfLines, writeAddress, type LineAddress } from './lineAddress.ts';
import type { LineRef, LineSelectionRef } from './lineRefs.ts';
import { readLines } from './readLines.ts';
import type { DocumentQuery, VirtualDocuments } from '../panels/virtualDocuments.ts';

/** Read-only documents of lines. They come back after a restart, by their address. */
export interface LineDocumentOpener {
  openLine(line: LineRef, options: { readonly beside: boolean }): Promise<void>;
  openLines(lines: LineSelectionRef): Promise<void>;
  compareLines(left: LineRef, right: LineRef): Promise<void>;
}

interface ReadDocument {
  readonly query: DocumentQuery;
  readonly text: string;
  /** Of a name that tells the editor the language. */
  readonly ending: string;
}

export function createLineDocumentOpener(documents: VirtualDocuments, workerUrl: URL): LineDocumentOpener {
  async function read(address: LineAddress): Promise<ReadDocument> {
    const { kind, text } = await readLines(address, workerUrl, new AbortController().signal);
    return { query: writeAddress(address), text, ending: kind === 'json' ? 'json' : 'txt' };
  }

  async function prepareSorted(line: LineRef): Promise<vscode.Uri> {
    const { query, text, ending } = await read(addressOf(line, 'sorted'));
    return documents.prepare(`${nameOf(line)}.${ending}`, query, text);
  }

  return {
    async openLine(line, { beside }) {
      const { query, text, ending } = await read(addressOf(line, 'json'));
      const options = beside ? { viewColumn: vscode.ViewColumn.Beside } : {};
      await documents.open(`${nameOf(line)}.${ending}`, query, text, options);
    },
    async openLines(lines) {
      const { query, text } = await read(addressOfLines(lines));
      const title = l10n.t({
        message: '{0} {1}',
        args: [baseOf(lines.path), showCount(lines.lineCount, 'row')],
        comment: ['The title of a tab: a file and how many of its rows'],
      });
      await documents.open(`${title}.ndjson`, query, text);
    },
    async compareLines(left, right) {
      const [before, after] = await Promise.all([prepareSorted(left), prepareSorted(right)]);
      await vscode.commands.executeCommand('vscode.diff', before, after, titleOf(left, right), {
        preview: true,
      });
    },
  };
}

const baseOf = (file: string): string => asLine(path.basename(file)).replace(/\.(ndjson|jsonl)$/i, '');

const nameOf = ({ path: file, line }: LineRef): string =>
  l10n.t({
    message: '{0} line {1}',
    args: [baseOf(file), line + 1],
    comment: ['The title of a tab: a file and the number of one of its lines'],
  });

function titleOf(left: LineRef, right: LineRef): string {
  if (left.path === right.path) return `${nameOf(left)} ↔ ${right.line + 1}`;
  return `${nameOf(left)} ↔ ${nameOf(right)}`;
}
