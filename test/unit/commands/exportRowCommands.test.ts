import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { createExportRowCommands as Create } from '../../../src/commands/exportRowCommands.ts';
import type { CommandContext } from '../../../src/commands/commandContext.ts';
import type { ExportRow } from '../../../src/exports/exportRow.ts';
import { writeManifest } from '../../../src/exports/jobs/manifest.ts';
import { commands } from '../../../src/ids.ts';
import { importWithVscode } from '../../support/fakeVscode.ts';

describe('a command for several exports', () => {
  let create: typeof Create;
  let root: string;
  const copied: string[] = [];

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'appboy-rows-'));
    const api = {
      window: {
        showWarningMessage: async (_: string, __: object, button: string) => button,
        setStatusBarMessage: () => undefined,
      },
      env: { clipboard: { writeText: async (text: string) => void copied.push(text) } },
    };
    ({ createExportRowCommands: create } = await importWithVscode(
      () => import('../../../src/commands/exportRowCommands.ts'),
      () => api,
    ));
  });
  after(() => rm(root, { recursive: true, force: true }));

  const selected = ['a', 'b', 'c'].map((id) => ({ id }));

  /** Exports that are removed for good, but for the second one at the first try. */
  function createContext(row: Partial<ExportRow>, removed: string[]): CommandContext {
    const common = { kind: 'users', createdAt: 1, worker: 'nobody', request: {}, warnings: [] };
    const stage = { stage: 'done', at: 1, ndjsonPath: '/x', users: 1, sizeBytes: 1, badLines: 0 };
    let trouble = true;
    const get = (id: string): unknown =>
      removed.includes(id)
        ? undefined
        : { ...common, id, title: id, stage, directory: path.join(root, id), ...row };
    const jobsOf = async (id: string): Promise<unknown> => {
      if (!get(id)) throw new Error(`There is no export “${id}”.`);
      return { remove };
    };
    const remove = async (id: string): Promise<string[]> => {
      if (id === 'b' && trouble) {
        trouble = false;
        throw new Error('EBUSY');
      }
      removed.push(id);
      return [];
    };
    return { exports: { get, jobsOf }, exportsTree: { selection: () => [] } } as unknown as CommandContext;
  }

  it('goes on, when it is tried again, with those that are still there', async () => {
    const removed: string[] = [];
    const directory = root;
    const perform = await create(createContext({ directory }, removed))[commands.deleteExport](
      selected[0],
      selected,
    );
    assert.ok(perform);
    await assert.rejects(async () => perform(), /EBUSY/);
    assert.deepEqual(removed, ['a']);
    await perform();
    assert.deepEqual(removed, ['a', 'b', 'c']);
  });

  it('copies the unknown IDs of all of them', async () => {
    const unknown: Record<string, string[]> = { a: ['nobody-1', 'nobody-2'], b: ['nobody-2', 'nobody-3'] };
    for (const [id, invalidUserIds] of Object.entries(unknown)) {
      await mkdir(path.join(root, id));
      const at = new Date(0).toISOString();
      await writeManifest(path.join(root, id), {
        ...{ version: 1, id, kind: 'users', title: id, request: {}, requestedAt: at, finishedAt: at },
        ...{ result: { outcome: 'delivered', keyPatterns: [] }, invalidUserIds, warnings: [] },
      });
    }
    const context = createContext({ unknownIds: ['there are some'] }, []);
    const perform = await create(context)[commands.copyUnknownIds](selected[0], selected.slice(0, 2));
    await perform?.();
    assert.deepEqual(copied, ['nobody-1\nnobody-2\nnobody-3']);
  });
});
