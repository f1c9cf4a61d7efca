import assert from 'node:assert/strict';
import type { MergedCounts } from '../../../src/ndjson/scan/countMerger.ts';
import { copyCounts } from '../../../src/viewer/copyCounts.ts';
import { createViewerWorkspace, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';

const counts: MergedCounts = {
  ...{ lineCount: 9, missingCount: 0, invalidCount: 0, blankCount: 0, objectCount: 0 },
  ...{ distinctCount: 2, otherCount: 0, mayLack: 0 },
  values: [
    ['a', 5],
    ['b', 4],
  ],
};

describe('copyCounts', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());

  const copied: string[] = [];
  const copy = (more: Partial<MergedCounts>) =>
    copyCounts(
      { path: '@path', counts: { ...counts, ...more } },
      { copyText: async (text) => void copied.push(text) },
    );

  it('says where counts are not those of all values, and not exact', async () => {
    assert.equal(await copy({}), 'Copied the counts of 2 values.');
    assert.equal(copied.at(-1), "'@path,lines\r\na,5\r\nb,4\r\n");
    assert.equal(
      await copy({ distinctCount: 200_000, otherCount: 7, mayLack: 3 }),
      'Copied the counts of the 2 most common of at least 200,000 values. Each may be up to 3 too low.',
    );
  });

  it('copies no more than a clipboard takes', async () => {
    const long = 'x'.repeat(10 * 1024 * 1024);
    const values = [['a', 5] as const, [long, 4] as const];
    assert.equal(await copy({ values }), 'Copied the counts of the 1 most common of 2 values.');
    assert.equal(copied.at(-1), "'@path,lines\r\na,5\r\n");
    await assert.rejects(copy({ values: [] }), /no counts/);
  });

  it('copies counts with the values as they came, and says of how many', async () => {
    const odd = ['1', '', 'x\ny', '=SUM(A1)', 'é'.repeat(400), '␊'];
    const values = [1, null, true, -1e21, ...odd, ...Array.from({ length: 995 }, (_, n) => `v${n}`)];
    const strange = await workspace.open(
      'strange.ndjson',
      values.map((it, n) => `${JSON.stringify({ a: it })}\n`.repeat(n < 10 ? 20 - n : 1)).join(''),
    );
    const { task } = await strange.finish({ kind: 'count', path: 'a', filter: '' });
    assert.equal(
      await strange.ask('copyCounts', { task }),
      'Copied the counts of the 1,000 most common of 1,005 values.',
    );
    const copied = strange.desk.copied.at(-1) ?? '';
    const first = [
      ...['a,lines', '1,20', 'null,19', 'true,18', '-1e+21,17', '1,16', ',15', '"x\ny",14'],
      ...["'=SUM(A1),13", `${'é'.repeat(400)},12`, '␊,11'],
    ];
    assert.equal(copied.slice(0, copied.indexOf('v') - 2), first.join('\r\n'));
    assert.equal(copied.split('\r\n').length, 1002);

    const { task: lines } = await strange.finish({ kind: 'filter', filter: 'a:1' });
    await assert.rejects(strange.ask('copyCounts', { task: lines }), /no counts/);
  });
});
