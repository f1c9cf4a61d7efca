import assert from 'node:assert/strict';
import { createViewerWorkspace, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';

describe('viewerResults', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());

  it('shows counted numbers that no double holds, each with the filter that finds its lines', async () => {
    const numbers = ['1234567890123456789', '1234567890123456788', '-1e400', '1e999999999'];
    const open = await workspace.open('long.ndjson', numbers.map((it) => `{"n":${it}}\n`).join(''));
    const { stage } = await open.finish({ kind: 'count', path: 'n', filter: '' });
    assert.ok(stage.result?.kind === 'counts');
    const shown = stage.result.values.map(({ text, clause, count }) => [text, count, clause === '']);
    assert.deepEqual(shown.sort(), [
      ['-1e+400', 1, false],
      ['1234567890123456788', 1, false],
      ['1234567890123456789', 1, false],
      ['1e+999999999', 1, false],
    ]);
    for (const { clause, text } of stage.result.values) {
      const found = await open.finish({ kind: 'filter', filter: clause });
      assert.ok(found.stage.result?.kind === 'lines');
      assert.equal(found.stage.result.lineCount, 1, text);
    }
  });
});
