import assert from 'node:assert/strict';
import { createDetailFormats } from '../../../../webview-ui/detail/format.ts';

const { number, mean, change, time, date } = createDetailFormats('en-US');

describe('numbers on a page', () => {
  it('are written for the locale', () => {
    assert.equal(number(1234567.891, 'count'), '1,234,567.89');
    assert.equal(number(1234.5, 'money'), '$1,234.50');
    assert.equal(number(0.12345, 'rate'), '12.35%');
    assert.equal(mean(1.25, 'count'), '1.3');
    assert.equal(change(-0.05, 'count'), '5%');
    assert.equal(change(0.0123, 'rate'), '1.23 points');
    assert.equal(createDetailFormats('de-DE').number(1234.5, 'count'), '1.234,5');
  });
});

describe('dates on a page', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  for (const here of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])
    it(`are not moved by this machine's zone (${here})`, () => {
      process.env['TZ'] = here;
      const formats = createDetailFormats('en-US');
      assert.equal(formats.time('2024-03-10', 'day'), 'Mar 10');
      assert.equal(formats.time('2024-03-10', 'day', true), 'Sun, Mar 10, 2024');
      assert.equal(formats.time('2024-03-10T02:00:00', 'hour').replaceAll('\u202f', ' '), 'Mar 10, 2:00 AM');
      assert.equal(
        formats.time('2024-03-10T23:00:00-05:00', 'hour', true).replaceAll('\u202f', ' '),
        'Mar 10, 2024, 11:00 PM UTC-05:00',
      );
    });

  it('show each of the service’s spellings with its own clock and zone', () => {
    const shown = (text: string): string => date(text).replaceAll('\u202f', ' ');
    assert.equal(shown('2022-09-01'), 'Sep 1, 2022');
    assert.equal(shown('2020-06-17T20:01:33.385Z'), 'Jun 17, 2020, 8:01 PM UTC');
    assert.equal(shown('2022-11-29T14:59:02+00:00'), 'Nov 29, 2022, 2:59 PM UTC');
    assert.equal(shown('2015-08-10T15:19:03-04:00'), 'Aug 10, 2015, 3:19 PM UTC-04:00');
    assert.equal(shown('2020-07-10 15:00:00.000 UTC'), 'Jul 10, 2020, 3:00 PM UTC');
    assert.equal(shown('2025-01-01T10:00:00'), 'Jan 1, 2025, 10:00 AM');
  });

  it('that are none are shown as they are', () => {
    assert.equal(time('soon', 'day'), 'soon');
    assert.equal(date('<b>'), '<b>');
  });
});
