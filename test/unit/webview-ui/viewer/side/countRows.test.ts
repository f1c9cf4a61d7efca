import assert from 'node:assert/strict';
import { nameValues } from '../../../../../webview-ui/viewer/side/countRows.ts';
import { keepOrder } from '../../../../../webview-ui/viewer/grid/keepOrder.ts';
import { createRandom } from '../../../../support/random.ts';

interface Row {
  readonly name: string;
  readonly nextSibling: Row | null;
  readonly parentNode: unknown;
}

/** Rows under a parent, and which of them were moved. */
function createParent() {
  const rows: Row[] = [];
  const moved = new Set<Row>();
  const make = (name: string): Row => ({
    name,
    get nextSibling(): Row | null {
      const at = rows.indexOf(this);
      return at < 0 ? null : (rows[at + 1] ?? null);
    },
    get parentNode(): unknown {
      return rows.includes(this) ? parent : null;
    },
  });
  const parent = {
    ...{ rows, moved, make },
    insertBefore(row: Row, before: Row | null) {
      moved.add(row);
      if (rows.includes(row)) rows.splice(rows.indexOf(row), 1);
      rows.splice(before ? rows.indexOf(before) : rows.length, 0, row);
    },
  };
  return parent;
}

describe('keepOrder', () => {
  it('moves the others around the row that has the focus, for 300 orders', () => {
    const random = createRandom(23);
    for (let round = 0; round < 300; round++) {
      const parent = createParent();
      const all = Array.from({ length: 12 }, (_, i) => parent.make(`r${i}`));
      for (const row of all.slice(0, 8)) parent.insertBefore(row, null);
      const held = random.below(4) ? random.pick(all.slice(0, 8)) : undefined;
      // Some of them are new.
      const wanted = all.map((row) => ({ row, at: random.below(1000) })).sort((a, b) => a.at - b.at);
      const order = wanted.map((it) => it.row);
      parent.moved.clear();
      keepOrder(parent, order, held);
      assert.deepEqual(
        parent.rows.map((it) => it.name),
        order.map((it) => it.name),
      );
      assert.ok(!held || !parent.moved.has(held));
    }
  });

  it('moves nothing that stands where it should', () => {
    const parent = createParent();
    const rows = ['a', 'b', 'c'].map(parent.make);
    keepOrder(parent, rows, undefined);
    parent.moved.clear();
    keepOrder(parent, rows, undefined);
    assert.equal(parent.moved.size, 0);
  });
});

describe('nameValues', () => {
  const value = (clause: string, text: string) => ({ clause, text, count: 1 });

  it('gives a value one name wherever it stands, and no two values the same', () => {
    const [us, de] = [value('c:"US"', 'US'), value('c:"DE"', 'DE')];
    assert.deepEqual(nameValues([us, de]), nameValues([de, us]).toReversed());
    const alike = [value('', 'xx…'), value('', 'xx…'), value('xx…', 'xx…')];
    assert.equal(new Set(nameValues(alike)).size, 3);
  });
});
