import assert from 'node:assert/strict';
import { diffFiles, type FileDiff } from '../../../../src/ndjson/diff/diffFiles.ts';
import { createRandom } from '../../../support/random.ts';
import { createWorkspace, last, type Workspace } from '../workspace.ts';

describe('diffFiles', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  async function diff(before: string | Buffer, after: string | Buffer): Promise<FileDiff> {
    const files = [
      await workspace.openText('before.ndjson', before),
      await workspace.openText('after.ndjson', after),
    ];
    const [earlier, later] = await Promise.all(files.map((it) => it.scanned()));
    assert.ok(earlier && later);
    const { diff: found, isDone } = await last(diffFiles(earlier, later, 'external_id'));
    assert.equal(isDone, true);
    assert.ok(found);
    return found;
  }

  it('tells who came, who left and who changed, and takes another spelling for no change', async () => {
    const before = [
      '{"external_id":"same","a":1}',
      '{"external_id":"left"}',
      '{"external_id":"spelt","a":{"x":1,"y":[1,2]},"b":"é"}',
      '{"external_id":"changed","a":1}',
      '{"external_id":"order","a":[1,2]}',
      'no json',
      '[{"external_id":"same"}]',
      '{"a":1}',
      '{"external_id":"twice","a":1}',
      '{"external_id":"twice","a":2}',
      '{"external_id":"type","a":1}',
      '{"external_id":"moved","a":{"x":1},"b":{"y":2}}',
    ];
    const after = [
      '{"external_id":"came"}',
      '{"external_id":"order","a":[2,1]}',
      '{"b":"\\u00e9", "a":{"y":[1.0,2e0],"x":1},"external_id":"spelt"}',
      '{"external_id":"changed","a":2}',
      '{"external_id":"same","a":1}',
      '{"external_id":"twice","a":2}',
      '{"external_id":"type","a":"1"}',
      '{"external_id":"moved","a":{"y":2},"b":{"x":1}}',
    ];
    const found = await diff(before.join('\n'), after.join('\n'));
    assert.deepEqual(found.added.slice(0, 9), [0]);
    assert.deepEqual(found.removed.slice(0, 9), [1]);
    assert.deepEqual(found.changed.before.slice(0, 9), [3, 4, 10, 11]);
    assert.deepEqual(found.changed.after.slice(0, 9), [3, 1, 6, 7]);
    assert.deepEqual([found.sameCount, found.unkeyedCount, found.repeatedCount], [3, [3, 0], [1, 0]]);
  });

  it('tells wrong bytes apart, though all are shown as one character', async () => {
    const makeFile = (byte: number): Buffer =>
      Buffer.concat([Buffer.from('{"external_id":"a","b":"'), Buffer.from([byte]), Buffer.from('"}\n')]);
    assert.deepEqual((await diff(makeFile(0xff), makeFile(0xfe))).changed.after.slice(0, 9), [0]);
    assert.equal((await diff(makeFile(0xff), makeFile(0xff))).sameCount, 1);
  });

  it('tells numbers apart that no double holds, as keys and as what changed', async () => {
    const before = [
      '{"external_id":1234567890123456789}',
      '{"external_id":1234567890123456788}',
      '{"external_id":"a","v":9007199254740993}',
      '{"external_id":"e","v":1e400}',
      '{"external_id":"same","v":[1e400,9007199254740993]}',
    ];
    const after = [
      '{"external_id":1234567890123456788.0}',
      '{"external_id":"a","v":9007199254740992}',
      '{"external_id":"e","v":2e400}',
      '{"external_id":"same","v":[10e399,9007199254740993.0]}',
    ];
    const found = await diff(before.join('\n'), after.join('\n'));
    assert.deepEqual(found.removed.slice(0, 9), [0]);
    assert.deepEqual(found.added.slice(0, 9), []);
    assert.deepEqual(found.changed.before.slice(0, 9), [2, 3]);
    assert.deepEqual([found.sameCount, found.repeatedCount], [2, [0, 0]]);
  });

  it('agrees with a comparison in memory, thousands of lines each', async () => {
    const random = createRandom(51);
    const make = (): Map<string, string> => {
      const users = new Map<string, string>();
      for (let i = 0; i < 5000; i++) {
        if (random.below(10) === 0) continue;
        const a = `"a":${random.below(4) === 0 ? random.below(3) : 7}`;
        const b = `"b":"${'x'.repeat(300)}"`;
        users.set(`u${i}`, `{"external_id":"u${i}",${random.below(2) ? `${a},${b}` : `${b},${a}`}}`);
      }
      return users;
    };
    const [before, after] = [make(), make()];
    const found = await diff([...before.values()].join('\n'), [...after.values()].join('\n'));
    const says = (line = ''): string => JSON.stringify(Object.entries(JSON.parse(line) as object).sort());
    const [left, changed] = [[], []] as [number[], number[]];
    for (const [i, [key, line]] of [...before].entries()) {
      if (!after.has(key)) left.push(i);
      else if (says(line) !== says(after.get(key))) changed.push(i);
    }
    const came = [...after.keys()].flatMap((key, i) => (before.has(key) ? [] : [i]));
    assert.ok(left.length > 300 && changed.length > 1000 && came.length > 300);
    assert.deepEqual(found.removed.slice(0, 9999), left);
    assert.deepEqual(found.added.slice(0, 9999), came);
    assert.deepEqual(found.changed.before.slice(0, 9999), changed);
    assert.equal(found.sameCount, before.size - left.length - changed.length);
  });
});
