import assert from 'node:assert/strict';
import { endpoints } from '../../../src/api/endpoints.ts';
import { campaignLines } from '../../../src/catalog/campaignLines.ts';
import { shareOf, type Reading } from '../../../src/catalog/reading.ts';
import type { Breakdown } from '../../../src/protocol/chart.ts';

/** The lines of one day, as `name: value`, with rates as `part/whole`. */
function linesOf(day: object, breakdown: Breakdown): Record<string, string> {
  return Object.fromEntries(readDay(day, breakdown).map((it) => [it.name, show(it)]));
}

function readDay(day: object, breakdown: Breakdown): Reading[] {
  const [point] = endpoints.campaignSeries.answer.parse({ data: [{ time: '2024-01-01', ...day }] });
  assert.ok(point);
  return campaignLines(point, breakdown);
}

const show = ({ value }: Reading): string =>
  typeof value === 'object' ? `${value.of}/${value.among}` : String(value);

const email = {
  ...{ sent: 100, delivered: 95, opens: 60, unique_opens: 40, clicks: 20, unique_clicks: 10 },
  bounces_including_dropped: 5,
};
const push = { sent: 50, direct_opens: 8, total_opens: 12, bounces: 2 };

describe('the statistics of a campaign', () => {
  it('are added up over all channels, and rates over their own denominators', () => {
    const lines = linesOf(
      { conversions: 9, unique_recipients: 90, messages: { email: [email], android_push: [push] } },
      'total',
    );
    assert.equal(lines['Sent'], '150');
    assert.equal(lines['Unique opens'], '40');
    assert.equal(lines['Open rate'], `${40 + 8}/${95 + 48}`);
    assert.equal(lines['Click rate'], '10/95');
    assert.equal(lines['Bounce rate'], '7/150');
    assert.equal(lines['Conversion rate'], '9/90');
  });

  it('are told apart by channel', () => {
    const lines = linesOf({ messages: { email: [email], apple_push: [push] } }, 'channel');
    assert.equal(lines['Email · Sent'], '100');
    assert.equal(lines['Email · Open rate'], '40/95');
    assert.equal(lines['Apple push · Open rate'], '8/48');
    assert.equal(lines['Apple push · Bounce rate'], '2/50');
  });

  it('of an in-app message are shares of what was seen', () => {
    const today = linesOf(
      { messages: { trigger_in_app_message: [{ impressions: 80, clicks: 8 }] } },
      'channel',
    );
    assert.equal(today['Triggered in-app message · Click rate'], '8/80');
    const then = linesOf(
      { messages: { in_app_message: [{ sent: 100, impressions: 80, opens: 8 }] } },
      'channel',
    );
    assert.equal(then['In-app message · Open rate'], '8/80');
    assert.equal(then['In-app message · Click rate'], undefined);
  });

  it('keep the control group apart: out of the sums, and on lines of its own', () => {
    const messages = {
      android_push: [
        { variation_name: 'A', ...push, unique_recipients: 48, conversions: 4 },
        { variation_name: 'B', ...push, unique_recipients: 50, conversions: 5 },
        {
          variation_name: 'Kontrollgruppe',
          enrolled: 10,
          sent: null,
          unique_recipients: null,
          conversions: 1,
        },
      ],
    };
    assert.equal(linesOf({ messages }, 'total')['Sent'], '100');
    assert.equal(linesOf({ messages }, 'total')['Enrolled'], undefined);
    assert.equal(linesOf({ messages }, 'channel')['Android push · Conversion rate'], '9/98');
    const lines = linesOf({ messages }, 'variation');
    assert.equal(lines['A · Conversion rate'], '4/48');
    assert.equal(lines['Kontrollgruppe · Conversion rate'], '1/10');
    const controls = readDay({ messages }, 'variation').filter((it) => it.control);
    assert.deepEqual([...new Set(controls.map((it) => it.name.split(' · ')[0]))], ['Kontrollgruppe']);
  });

  it('take the recipients of the variations where the campaign itself names none', () => {
    const messages = {
      email: [
        { variation_name: 'A', unique_recipients: 30 },
        { variation_name: 'Control Group', unique_recipients: 5, enrolled: 5 },
      ],
    };
    assert.equal(linesOf({ conversions: 3, messages }, 'total')['Conversion rate'], '3/30');
  });

  it('name variations so that none is mistaken for another', () => {
    const rows = [
      { sent: 1, variation_name: 'A' },
      { sent: 2, variation_name: 'A' },
      { sent: 3 },
      { sent: 4 },
    ];
    const lines = linesOf({ messages: { email: rows, sms: [{ sent: 5 }] } }, 'variation');
    assert.deepEqual(lines, {
      'Conversion rate': 'undefined/undefined',
      'Email · A · Sent': '1',
      'Email · A (2) · Sent': '2',
      'Email · Variation · Sent': '3',
      'Email · Variation (2) · Sent': '4',
      'SMS · Sent': '5',
    });
  });

  for (const messages of [undefined, null, {}, { email: null }, { email: [] }, { email: [null] }])
    it(`has no lines of messages where there are none: ${JSON.stringify(messages)}`, () => {
      for (const breakdown of ['total', 'channel', 'variation'] as const)
        assert.deepEqual(Object.keys(linesOf({ conversions: 1, messages }, breakdown)), [
          'Conversions',
          'Conversion rate',
        ]);
    });

  it('takes channels and statistics that nobody knows yet, whatever they are called', () => {
    const odd = JSON.parse(
      '{"constructor": [{"toString": 1, "carousel_slide_1_<b>Sale</b>_click": "7", "note": "text"}]}',
    ) as object;
    const lines = readDay({ messages: odd }, 'channel').map((it) => `${it.name}=${show(it)}`);
    assert.ok(
      lines.some((it) => it.endsWith('Carousel slide 1 <b>Sale</b> click=7')),
      lines.join(),
    );
    assert.ok(lines.includes('Constructor · ToString=1'), lines.join());
    assert.ok(!lines.some((it) => it.includes('Note')));
  });

  it('gives further conversions their letters', () => {
    const lines = linesOf({ conversions: 4, conversions1: 3, conversions2_by_send_time: 2 }, 'total');
    assert.equal(lines['Conversions B'], '3');
    assert.equal(lines['Conversions C by send time'], '2');
  });
});

describe('a multivariate answer', () => {
  const variation = (name: string, stats: object): object => ({ variation_name: name, ...stats });
  const control = variation('Control Group', { enrolled: 20, sent: null, conversions: 2, revenue: null });
  // One channel is null, one is empty, one has a null among its variations, and one is of a kind nobody knows.
  const messages = {
    email: null,
    sms: [],
    android_push: [variation('A', { sent: 10, bounces: null, direct_opens: 4 }), null, control],
    hologram: [variation('A', { sent: 5, waves: '3' }), variation('B', { sent: 7, waves: [] }), control],
  };

  it('has the lines of what is there, variation by variation, in every channel', () => {
    assert.deepEqual(linesOf({ messages }, 'variation'), {
      'Conversion rate': 'undefined/undefined',
      'Android push · A · Sent': '10',
      'Android push · A · Direct opens': '4',
      'Android push · A · Open rate': '4/10',
      'Android push · Control Group · Enrolled': '20',
      'Android push · Control Group · Conversions': '2',
      'Android push · Control Group · Conversion rate': '2/20',
      'Hologram · A · Sent': '5',
      'Hologram · A · Waves': '3',
      'Hologram · B · Sent': '7',
      'Hologram · Control Group · Enrolled': '20',
      'Hologram · Control Group · Conversions': '2',
      'Hologram · Control Group · Conversion rate': '2/20',
    });
  });

  it('is added up without what is null or missing, and without the control group', () => {
    assert.deepEqual(linesOf({ conversions: null, messages }, 'total'), {
      'Conversion rate': 'undefined/undefined',
      Sent: '22',
      'Direct opens': '4',
      Waves: '3',
      'Open rate': '4/10',
    });
    const channels = linesOf({ messages }, 'channel');
    assert.equal(channels['Hologram · Sent'], '12');
    assert.ok(!Object.keys(channels).some((it) => /Email|SMS/.test(it)));
  });
});

describe('rates of a day on which nothing was sent', () => {
  const nothing = {
    email: [{ sent: 0, delivered: 0, unique_opens: 0, unique_clicks: 0, bounces: 0, unique_recipients: 0 }],
    in_app_message: [{ impressions: 0, clicks: 0 }],
    apple_push: [{ sent: 3, bounces: 3, direct_opens: 0 }],
  };

  for (const breakdown of ['total', 'channel', 'variation'] as const)
    it(`are unknown and not zero, by ${breakdown}`, () => {
      const readings = readDay({ conversions: 0, unique_recipients: 0, messages: nothing }, breakdown);
      const rates = readings.filter((it) => it.measure === 'rate');
      assert.ok(rates.length >= 4);
      for (const { name, value } of rates) {
        if (/Apple push · Bounce rate|^Bounce rate/.test(name)) continue;
        assert.ok(typeof value === 'object' && value.among === 0, name);
        assert.equal(shareOf(value), null, name);
      }
      // What has a denominator of its own keeps it.
      const bounces = rates.find((it) => /Apple push · Bounce rate|^Bounce rate/.test(it.name))?.value;
      assert.ok(typeof bounces === 'object');
      assert.equal(shareOf(bounces), 1);
    });
});

describe('a share', () => {
  it('of nothing is unknown, and of something may be nothing', () => {
    assert.equal(shareOf({ of: 0, among: 0 }), null);
    assert.equal(shareOf({ of: 5, among: 0 }), null);
    assert.equal(shareOf({ of: undefined, among: 5 }), null);
    assert.equal(shareOf({ of: 0, among: 5 }), 0);
  });
});
