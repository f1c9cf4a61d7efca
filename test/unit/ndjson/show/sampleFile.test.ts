import assert from 'node:assert/strict';
import type { FileLines } from '../../../../src/ndjson/file/fileLines.ts';
import { createLineIndexBuilder } from '../../../../src/ndjson/file/lineIndex.ts';
import { sampleFile, type FileSample } from '../../../../src/ndjson/show/sampleFile.ts';
import { createWorkspace, type Workspace } from '../workspace.ts';

const kilobyte = 1024;

function writeLine(id: number, name: string, sizeBytes: number): string {
  return JSON.stringify({ id, [name]: 'x'.repeat(sizeBytes) });
}

/** A sample of lines that are all known, and what was read for it: [offset, bytes]. */
function sampleText(text: string): { sample: FileSample; reads: [number, number][] } {
  const bytes = Buffer.from(text);
  const index = createLineIndexBuilder();
  index.push(bytes);
  const reads: [number, number][] = [];
  const reader = {
    read: async (into: Uint8Array, position: number) => {
      reads.push([position, into.length]);
      return bytes.copy(into, 0, position);
    },
  };
  const sizeBytes = bytes.length;
  const lines: FileLines = {
    current: () => index,
    progress: { indexedBytes: sizeBytes, sizeBytes, lineCount: index.lineCount, isDone: true },
    onProgress: () => ({ dispose: () => undefined }),
    whenDone: Promise.resolve(),
  };
  return { sample: sampleFile(reader as never, lines), reads };
}

describe('sampleFile', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  it('reads the first 50 lines at once, and no more', async () => {
    const lines = Array.from({ length: 80 }, (_, n) => writeLine(n, `field${n}`, 10));
    const { sample, reads } = sampleText(`\ufeff${lines.join('\n')}\n`);
    const paths = await sample.listPaths();
    assert.equal(paths.length, 51);
    assert.ok(paths.includes('field49'));
    await sample.suggestColumns();
    assert.deepEqual(reads, [[0, 3 + Buffer.byteLength(lines.slice(0, 50).join('\n'))]]);
  });

  it('reads no further than 256 KB, though shorter lines follow', async () => {
    const lines = [100, 100, 100, 1].map((it, n) => writeLine(n, `field${n}`, it * kilobyte));
    const { sample, reads } = sampleText(lines.join('\n'));
    assert.deepEqual(await sample.listPaths(), ['id', 'field0', 'field1']);
    assert.deepEqual(reads, [[0, Buffer.byteLength(lines.slice(0, 2).join('\n'))]]);
  });

  it('goes on after lines that are too long', async () => {
    const lines = [300, 1, 2000, 1, 1].map((it, n) => writeLine(n, `field${n}`, it * kilobyte));
    const { sample, reads } = sampleText(lines.join('\n'));
    assert.deepEqual(await sample.listPaths(), ['id', 'field1', 'field3', 'field4']);
    assert.equal(reads.length, 2);
  });

  it('reads one long line where there are no others, up to what rows are made of', async () => {
    const lines = [2000, 300, 300].map((it, n) => writeLine(n, `field${n}`, it * kilobyte));
    assert.deepEqual(await sampleText(lines.join('\n')).sample.listPaths(), ['id', 'field1']);
    assert.deepEqual(await sampleText(lines.slice(0, 1).join('\n')).sample.listPaths(), []);
  });

  for (const firstBytes of [300, 600, 3000])
    it(`knows a file whose first line has ${firstBytes} KB`, async () => {
      const first = writeLine(0, 'long', firstBytes * kilobyte);
      const others = Array.from({ length: 200 }, (_, n) => writeLine(n, 'short', 8 * kilobyte));
      const file = await workspace.openText(`${firstBytes}.ndjson`, [first, ...others].join('\n'));
      const columns = await file.suggestColumns();
      assert.equal(columns[0]?.path, 'id');
      assert.ok((await file.listPaths()).includes('id'));
    });

  it('does not wait for the end of a line without one', async () => {
    const file = await workspace.openText('one.ndjson', 'x'.repeat(40 * 1024 * kilobyte));
    assert.deepEqual(await file.listPaths(), []);
  });
});
