import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { LineDocument } from '../../../src/ndjson/json/formatLine.ts';
import {
  openNdjson,
  readDocument,
  type NdjsonFile,
  type OpenNdjsonOptions,
} from '../../../src/ndjson/openFile.ts';
import { parseQuery } from '../../../src/protocol/parseQuery.ts';
import type { Query } from '../../../src/protocol/query.ts';

const workerUrl = new URL('../../../src/ndjson/scan/worker.ts', import.meta.url);

/** A folder of one test, and the files opened in it; threads run the TypeScript as it is. */
export interface Workspace {
  readonly directory: string;
  write(name: string, content: string | Buffer): Promise<string>;
  open(filePath: string, options?: Partial<OpenNdjsonOptions>): Promise<NdjsonFile>;
  /** Writes a file and opens it. */
  openText(name: string, content: string | Buffer): Promise<NdjsonFile>;
  remove(): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ndjson-'));
  const opened: NdjsonFile[] = [];

  async function write(name: string, content: string | Buffer): Promise<string> {
    const filePath = path.join(directory, name);
    await writeFile(filePath, content);
    return filePath;
  }

  async function open(filePath: string, options: Partial<OpenNdjsonOptions> = {}): Promise<NdjsonFile> {
    const file = await openNdjson(filePath, { workerUrl, ...options });
    opened.push(file);
    return file;
  }

  return {
    directory,
    write,
    open,
    openText: async (name, content) => open(await write(name, content)),
    async remove() {
      for (const file of opened) file.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A line as the viewer opens it. */
export async function readLineDocument(
  { path: filePath, stamp, locate }: NdjsonFile,
  line: number,
  layout: 'json' | 'sorted',
): Promise<LineDocument> {
  const bytes = [locate(line)];
  return readDocument({ path: filePath, stamp, bytes, layout }, workerUrl, new AbortController().signal);
}

/** `count` lines from one on, for `readRows`. */
export function linesFrom(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** The last stage of a task. */
export async function last<S>(stages: AsyncGenerator<S>): Promise<S> {
  let seen: S | undefined;
  for await (const stage of stages) seen = stage;
  assert.ok(seen !== undefined, 'there was no stage');
  return seen;
}

export function query(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  return parsed.query;
}
