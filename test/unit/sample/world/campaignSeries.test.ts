import assert from 'node:assert/strict';
import { createSample } from '../../../../src/sample/server.ts';
import { createWorld } from '../../../../src/sample/world/world.ts';
import { getJson } from '../asking.ts';

type Row = Record<string, number | string | null | undefined>;
interface Day {
  time: string;
  conversions: number | null;
  messages: Record<string, Row[] | null>;
}

const sample = createSample({ now: () => Date.UTC(2026, 4, 31, 12) });
const { campaigns } = createWorld();

async function ask(id: string): Promise<Day[]> {
  return (await getJson<{ data: Day[] }>(sample, '/campaigns/data_series', { campaign_id: id, length: 100 }))
    .data;
}

describe('the campaign series of the sample', () => {
  const all: { era: string; days: Day[] }[] = [];
  before(async () => {
    for (const { id, era } of campaigns.slice(0, 80)) all.push({ era, days: await ask(id) });
  });
  const rows = (era: string, channel: string): Row[] =>
    all
      .filter((it) => it.era === era)
      .flatMap(({ days }) => days.flatMap((it) => it.messages[channel] ?? []));

  it('count no more opens than deliveries, and no more deliveries than messages', () => {
    const mails = rows('today', 'email').filter(
      (it) => typeof it['sent'] === 'number' && typeof it['reported_spam'] === 'number',
    );
    assert.ok(mails.length > 300);
    for (const it of mails) {
      const [sent, delivered, opens, uniqueOpens, clicks, uniqueClicks, bounces] = [
        ...['sent', 'delivered', 'opens', 'unique_opens', 'clicks', 'unique_clicks', 'bounces'],
      ].map((name) => it[name] as number);
      assert.equal(delivered! + bounces!, sent);
      assert.ok(uniqueOpens! <= opens! && uniqueOpens! <= delivered!);
      assert.ok(uniqueClicks! <= clicks! && uniqueClicks! <= uniqueOpens!);
    }
    assert.ok(mails.some((it) => (it['unique_clicks'] as number) > 0));
  });

  it('use the names of their time', () => {
    assert.ok(rows('legacy', 'email').some((it) => 'bounces_including_dropped' in it && !('bounces' in it)));
    assert.ok(rows('legacy', 'in_app_message').some((it) => 'opens' in it && !('clicks' in it)));
    assert.ok(rows('legacy', 'apple_push').length > 0 && rows('legacy', 'ios_push').length === 0);
    assert.ok(rows('today', 'ios_push').length > 0 && rows('today', 'apple_push').length === 0);
    assert.ok(rows('today', 'trigger_in_app_message').every((it) => !('sent' in it)));
  });

  it('have null channels, days without messages, days without numbers and missing days', () => {
    const days = all.flatMap((it) => it.days);
    assert.ok(days.some((it) => Object.values(it.messages).includes(null)));
    assert.ok(days.some((it) => Object.keys(it.messages).length === 0 && it.conversions === 0));
    assert.ok(days.some((it) => it.conversions === null));
    assert.ok(all.some((it) => it.days.length < 100));
    const plain = rows('today', 'email').filter((it) => it['variation_name'] === undefined);
    assert.ok(
      plain.some((it) => !('reported_spam' in it)),
      'no row with a missing statistic',
    );
  });

  it('set the control group apart: enrolled, and sent nothing', () => {
    for (const era of ['legacy', 'today']) {
      const controls = rows(era, 'email').filter((it) => it['variation_name'] === 'Control Group');
      assert.ok(controls.length > 50, era);
      for (const it of controls) {
        assert.equal(typeof it['enrolled'], 'number');
        assert.equal(it['sent'], era === 'today' ? null : undefined);
        assert.equal(typeof it['conversions'], 'number');
      }
    }
  });

  it('have the variations that the details name', async () => {
    const campaign = campaigns.find(
      (it) => it.era === 'today' && it.isMultivariate && it.state === 'running',
    )!;
    const { messages } = await getJson<{ messages: object }>(sample, '/campaigns/details', {
      campaign_id: campaign.id,
    });
    const named = new Set(
      (await ask(campaign.id))
        .flatMap((it) => Object.values(it.messages).flatMap((some) => some ?? []))
        .map((it) => it['variation_api_id']),
    );
    assert.deepEqual([...named].sort(), Object.keys(messages).sort());
  });
});
