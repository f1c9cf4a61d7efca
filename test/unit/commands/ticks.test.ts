import assert from 'node:assert/strict';
import { createTicks } from '../../../src/commands/ticks.ts';

/**
 * The editor's side, as VS Code's quick pick behaves: a drawing takes all ticks off and sets those it names, and is answered
 * with them if there are any; words take a moment in either direction and keep their order.
 */
function createWindow() {
  let now = 0;
  let latencyMs = 5;
  const queue: { at: number; run: () => void }[] = [];
  let shown: ReadonlySet<string> = new Set();
  const ticks = createTicks(() => now);

  function later(ms: number, run: () => void): void {
    queue.push({ at: now + ms, run });
    queue.sort((one, other) => one.at - other.at);
  }
  const report = (): void => {
    const values = new Set(shown);
    later(latencyMs, () => {
      const again = ticks.hear(values);
      if (again) send(again, false);
    });
  };
  function send(values: ReadonlySet<string>, isNewList: boolean): void {
    const told = new Set(values);
    later(latencyMs, () => {
      const changes = isNewList ? told.size > 0 : [...told].join() !== [...shown].join();
      shown = told;
      if (changes) report();
    });
  }
  let isWaiting = false;
  function page(): void {
    if (isWaiting) return;
    isWaiting = true;
    later(ticks.redrawInMs(), () => {
      isWaiting = false;
      const values = ticks.now();
      ticks.draw(values);
      send(values, true);
    });
  }
  return {
    ticks,
    shown: () => [...shown].sort(),
    setLatency: (ms: number) => void (latencyMs = ms),
    /** The user ticks an entry, or takes its tick away. */
    toggle: (at: number, value: string) =>
      later(at - now, () => {
        const next = new Set(shown);
        if (!next.delete(value)) next.add(value);
        shown = next;
        report();
      }),
    /** A page arrives. */
    page: (at: number) => later(at - now, page),
    run(): void {
      for (let next = queue.shift(); next; next = queue.shift()) {
        now = next.at;
        next.run();
      }
    },
  };
}

describe('ticks in a list that grows', () => {
  it('keeps the first tick, made in the instant in which a page arrives', () => {
    const window = createWindow();
    window.page(100);
    // The page is on its way to the screen.
    window.toggle(102, 'a');
    window.run();
    assert.deepEqual([...window.ticks.now()], ['a']);
    assert.deepEqual(window.shown(), ['a']);
  });

  it('keeps a further tick, and a tick taken away, in that instant', () => {
    for (const [value, expected] of [['b', ['a', 'b']] as const, ['a', []] as const]) {
      const window = createWindow();
      window.toggle(10, 'a');
      window.page(1100);
      window.toggle(1102, value);
      window.run();
      assert.deepEqual([...window.ticks.now()].sort(), expected);
      assert.deepEqual(window.shown(), expected);
    }
  });

  it('believes a tick taken away again when no page is on its way', () => {
    const window = createWindow();
    window.page(0);
    window.toggle(20, 'a');
    window.page(1000);
    window.toggle(1050, 'b');
    window.toggle(1150, 'b');
    window.run();
    assert.deepEqual(window.shown(), ['a']);
    assert.deepEqual([...window.ticks.now()], ['a']);
  });

  it('loses none of many, however pages and ticks fall together', () => {
    for (let seed = 1; seed <= 400; seed++) {
      let state = seed * 7919;
      const random = (below: number): number => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
        return (state >> 8) % below;
      };
      const window = createWindow();
      window.setLatency(1 + random(12));
      const values = Array.from({ length: 8 }, (_, i) => `event ${i}`);
      let at = 0;
      for (const value of values) window.toggle((at += 60 + random(200)), value);
      for (let page = 0; page < at; page += 20 + random(150)) window.page(page);
      window.run();
      assert.deepEqual([...window.ticks.now()].sort(), values, `seed ${seed}`);
      assert.deepEqual(window.shown(), values, `seed ${seed}`);
    }
  });
});
