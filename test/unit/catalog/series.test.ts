import assert from 'node:assert/strict';
import { endpoints } from '../../../src/api/endpoints.ts';
import { metricIds } from '../../../src/catalog/item.ts';
import { createChartControls } from '../../../src/catalog/panelShape.ts';
import { metrics, sections } from '../../../src/catalog/sections.ts';
import { seriesOf, seriesTable, type SeriesName } from '../../../src/catalog/series.ts';
import { createSample } from '../../../src/sample/server.ts';
import { createFetchClient } from '../../support/fetchClient.ts';

const sample = createSample({ now: () => Date.parse('2024-06-15T12:00:00Z') });
/** A day of a campaign on the wire, as far as it matters here. */
interface SentDay {
  messages?: Record<string, (Record<string, unknown> | null)[] | null> | null;
}

const client = createFetchClient(async (url, init) => sample(new Request(url, init)));

async function someId(kind: string): Promise<string> {
  const section = sections.find((it) => it.kind === kind);
  if (!section) return '';
  const { value } = await client.call(section.list, {});
  const items = (value as unknown[]).map((it) => section.read(it));
  return (items.find((it) => it.tracked) ?? items[0])?.id ?? '';
}

describe('the series table', () => {
  for (const [name, row] of Object.entries(seriesTable))
    for (const unit of row.units)
      it(`${name} reads what the sample answers, by ${unit}`, async () => {
        const params = {
          ...row.params(await someId(row.of)),
          length: 20,
          ...(unit === 'hour' ? { unit } : {}),
        };
        const { value, raw } = await client.call(row.endpoint, params);
        const sent = (raw as { data: Record<string, unknown>[] }).data;
        const points = row.read(value, 'total');
        assert.deepEqual(
          points.map((it) => it.time),
          sent.map((it) => it['time']),
        );
        for (const [index, point] of points.entries()) {
          // Every number that was sent is on a line, and every line that is no rate shows a number that was sent.
          const numbers = Object.values(sent[index] ?? {}).filter((it) => typeof it === 'number');
          const shown = point.readings.filter((it) => typeof it.value === 'number').map((it) => it.value);
          if (name !== 'campaignStats') assert.deepEqual(shown.sort(), numbers.sort());
          else for (const number of numbers) assert.ok(shown.includes(number));
        }
        assert.ok(points.some((it) => it.readings.length > 0));
      });

  it('reads every number of every message of a campaign, added up or one by one', async () => {
    const { campaignStats } = seriesTable;
    const { value: campaigns } = await client.call(endpoints.campaignList, {});
    let multivariate = 0;
    for (const { id } of campaigns.slice(0, 40)) {
      const { value, raw } = await client.call(endpoints.campaignSeries, { campaign_id: id, length: 10 });
      const sent = (raw as { data: SentDay[] }).data.map((day) =>
        Object.values(day.messages ?? {})
          .flatMap((rows) => rows ?? [])
          .map((row) =>
            Object.entries(row ?? {}).filter((it): it is [string, number] => typeof it[1] === 'number'),
          ),
      );
      if (sent.some((rows) => rows.some((row) => row.some(([name]) => name === 'enrolled'))))
        multivariate += 1;
      const singly = campaignStats.read(value, 'variation');
      for (const [day, { readings }] of singly.entries()) {
        const own = readings.filter((it) => it.measure !== 'rate' && it.key.split(',').length > 1);
        const numbers = (sent[day] ?? []).flat().map(([, number]) => number);
        assert.deepEqual(own.map((it) => it.value).sort(), numbers.sort(), `${id} ${day}`);
      }
      for (const [day, { readings }] of campaignStats.read(value, 'total').entries()) {
        // The control group has people enrolled and gets nothing.
        const rows = (sent[day] ?? []).filter((row) => !row.some(([name]) => name === 'enrolled')).flat();
        const sentInAll = rows
          .filter(([name]) => name === 'sent')
          .reduce((sum, [, number]) => sum + number, 0);
        const shown = readings.find((it) => it.name === 'Sent')?.value ?? 0;
        assert.equal(shown, sentInAll, `${id} ${day}`);
      }
    }
    assert.ok(multivariate > 2, 'campaigns with a control group');
  });

  it('has a row for every metric and every kind of item', () => {
    assert.deepEqual(
      metricIds,
      metrics.map((it) => it.id),
    );
    for (const id of metricIds) assert.equal(seriesOf({ kind: 'metric', id }).length, 1);
    for (const { kind } of sections) assert.ok(seriesOf({ kind, id: 'any' }).length > 0);
  });

  it('offers a filter and a unit only where the endpoint takes them', () => {
    const names = { app: 'app_id', segment: 'segment_id', product: 'product' } as const;
    for (const [name, row] of Object.entries(seriesTable) as [
      SeriesName,
      (typeof seriesTable)[SeriesName],
    ][]) {
      const accepts = (extra: object): boolean =>
        row.endpoint.params.safeParse({ ...row.params('x'), length: 1, ...extra }).success;
      for (const [filter, param] of Object.entries(names))
        if (row.filters.some((it) => it === filter))
          assert.ok(accepts({ [param]: 'x' }), `${name} ${filter}`);
        else if (!(param in row.params('x')))
          assert.ok(!accepts({ [param]: 'x' }), `${name} lacks ${filter}`);
      assert.equal(
        row.units.some((it) => it === 'hour'),
        accepts({ unit: 'hour' }),
        `${name} hour`,
      );
    }
  });

  it('gives items compared the controls that they share', () => {
    const controls = createChartControls(
      ['monthlyActives', 'sessions'].map((id) => ({ kind: 'metric', id })),
      30,
    );
    assert.deepEqual(controls, {
      units: ['day'],
      filters: ['app'],
      breakdowns: ['total'],
      defaultLength: 30,
    });
  });
});
