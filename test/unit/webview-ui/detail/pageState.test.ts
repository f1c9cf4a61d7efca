import assert from 'node:assert/strict';
import type { PanelStart } from '../../../../src/protocol/detail.ts';
import { beginPageState, queryOf } from '../../../../webview-ui/detail/pageState.ts';

const start: PanelStart = {
  items: [{ kind: 'metric', id: 'sessions' }],
  connection: { id: 'c', name: 'Shop' },
  connected: true,
  hasDetails: false,
  controls: { units: ['day', 'hour'], filters: ['app'], breakdowns: ['total'], defaultLength: 45 },
  appIds: [],
};

describe('the state of a page', () => {
  it('begins with the setting, and comes back as it was', () => {
    const fresh = beginPageState(undefined, start);
    assert.equal(fresh.length, 45);
    assert.equal(fresh.unit, 'day');
    const changed = {
      ...fresh,
      length: 7,
      unit: 'hour' as const,
      app: 'a',
      toggles: [['k', false]] as [string, boolean][],
    };
    assert.deepEqual(beginPageState(JSON.parse(JSON.stringify(changed)), start), changed);
  });

  it('takes nothing that makes no sense', () => {
    const odd = {
      length: -1,
      unit: 'year',
      endingAt: 5,
      segment: 'x',
      breakdown: 'all',
      toggles: [['k'], 7],
      view: 'pie',
    };
    assert.deepEqual(beginPageState(odd, start), beginPageState(undefined, start));
  });

  it('asks for the end of the chosen day, with the offset that the clock has then', () => {
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'America/New_York';
      const end = (endingAt: string, unit: 'day' | 'hour' = 'day') =>
        queryOf({ ...beginPageState(undefined, start), endingAt, unit }).endingAt;
      assert.equal(end('2014-12-10'), '2014-12-10T23:59:59-05:00');
      assert.equal(end('2024-06-10'), '2024-06-10T23:59:59-04:00');
      assert.equal(end('2024-06-10T15:00', 'hour'), '2024-06-10T15:00:00-04:00');
      process.env['TZ'] = 'Asia/Kolkata';
      assert.equal(end('2024-06-10'), '2024-06-10T23:59:59+05:30');
      assert.equal(end(''), undefined);
      assert.equal(end('nonsense'), undefined);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
