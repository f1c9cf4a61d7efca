import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openNdjson } from '../../../src/ndjson/openFile.ts';
import type { LineRef, LineSelectionRef } from '../../../src/viewer/lineRefs.ts';
import type { ViewerOutlets } from '../../../src/viewer/takeRows.ts';
import { createViewer, type Viewer } from '../../../src/viewer/viewer.ts';
import { createViewerAnswers } from '../../../src/viewer/viewerAnswers.ts';
import type { ArgumentOf, ResultOf } from '../../../src/protocol/rpc.ts';
import type { ListRef, ViewerColumn, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { TaskRequest, TaskStage } from '../../../src/protocol/viewerTask.ts';

const workerUrl = new URL('../../../src/ndjson/scan/worker.ts', import.meta.url);

/** A find with the options that it begins with, but for the case. */
export const exact = { matchCase: true, wholeWord: false, isRaw: false } as const;

/** What the editor was asked to do, in memory. */
export interface Desk {
  readonly lines: LineRef[];
  readonly manyLines: LineSelectionRef[];
  readonly pairs: [LineRef, LineRef][];
  readonly copied: string[];
  readonly announced: string[];
  target: string | undefined;
  other: string | undefined;
  /** Aborts the next saving when it first says how far it is. */
  cancelsSaving: boolean;
  readonly columns: Map<string, ViewerColumn[]>;
  readonly encodings: { readonly label: string; readonly sample: string }[];
  readonly opened: string[];
}

/** Asks as a page does: what is given is checked first. */
export type Ask = <Name extends keyof ViewerPage>(
  name: Name,
  argument: ArgumentOf<ViewerPage[Name]>,
  signal?: AbortSignal,
) => Promise<ResultOf<ViewerPage[Name]>>;

export interface OpenViewer {
  readonly viewer: Viewer;
  readonly desk: Desk;
  readonly ask: Ask;
  /** Starts a task and waits for its end. */
  finish(request: TaskRequest): Promise<{ task: number; stage: TaskStage }>;
  awaitEnd(task: number): Promise<TaskStage>;
  /** Line numbers of a whole list. */
  readLines(list: ListRef): Promise<number[]>;
}

export interface ViewerWorkspace {
  readonly directory: string;
  write(name: string, content: string | Buffer): Promise<string>;
  open(name: string, content: string | Buffer): Promise<OpenViewer>;
  view(filePath: string): Promise<OpenViewer>;
  remove(): Promise<void>;
}

export async function createViewerWorkspace(): Promise<ViewerWorkspace> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'viewer-'));
  const viewers: Viewer[] = [];

  async function write(name: string, content: string | Buffer): Promise<string> {
    const filePath = path.join(directory, name);
    await writeFile(filePath, content);
    return filePath;
  }

  async function view(filePath: string): Promise<OpenViewer> {
    const viewer = await createViewer(filePath, (it) => openNdjson(it, { workerUrl }));
    viewers.push(viewer);
    return joinPage(viewer);
  }

  return {
    directory,
    write,
    view,
    open: async (name, content) => view(await write(name, content)),
    async remove() {
      for (const viewer of viewers) viewer.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function joinPage(viewer: Viewer): OpenViewer {
  const desk = createDesk();
  const answers = createViewerAnswers(viewer, createOutlets(desk));
  const ask: Ask = async (name, argument, signal = new AbortController().signal) => {
    const answering = answers[name] as {
      argument: { parse(value: unknown): unknown };
      run(argument: unknown, signal: AbortSignal): unknown;
    };
    const crossed: unknown = argument === undefined ? undefined : JSON.parse(JSON.stringify(argument));
    return (await answering.run(answering.argument.parse(crossed), signal)) as ResultOf<
      ViewerPage[typeof name]
    >;
  };

  async function awaitEnd(task: number): Promise<TaskStage> {
    let stage = await ask('watchTask', { task, seen: 0 });
    while (stage.state === 'running') stage = await ask('watchTask', { task, seen: stage.version });
    return stage;
  }

  return {
    viewer,
    desk,
    ask,
    awaitEnd,
    async finish(request) {
      const task = await ask('startTask', request);
      const stage = await awaitEnd(task);
      assert.equal(stage.state, 'done', stage.message);
      return { task, stage };
    },
    async readLines(list) {
      const lines: number[] = [];
      for (;;) {
        const rows = await ask('readRows', { list, from: lines.length, count: 500, columns: [] });
        if (rows.length === 0) return lines;
        lines.push(...rows.map((it) => it.line));
      }
    },
  };
}

function createDesk(): Desk {
  return {
    ...{
      lines: [],
      manyLines: [],
      pairs: [],
      copied: [],
      announced: [],
      columns: new Map(),
      encodings: [],
      opened: [],
    },
    ...{ target: undefined, other: undefined, cancelsSaving: false },
  };
}

export function createOutlets(desk: Desk): ViewerOutlets {
  return {
    openLine: async (line) => void desk.lines.push(line),
    openLines: async (lines) => void desk.manyLines.push(lines),
    compareLines: async (left, right) => void desk.pairs.push([left, right]),
    copyText: async (text) => void desk.copied.push(text),
    askTarget: async () => desk.target,
    askOther: async () => desk.other,
    async askEncoding(choices) {
      desk.encodings.push(...choices);
      return choices[0]?.label;
    },
    createCopyPath: async (filePath) => `${filePath}.utf-8.ndjson`,
    openFile: async (filePath) => void desk.opened.push(filePath),
    async runWithProgress(_, work) {
      const controller = new AbortController();
      return work(controller.signal, () => {
        if (desk.cancelsSaving) controller.abort();
      });
    },
    announce: (sentence) => void desk.announced.push(sentence),
    recallColumns: (likeness) => desk.columns.get(likeness),
    rememberColumns: async (likeness, columns) => void desk.columns.set(likeness, columns),
  };
}
