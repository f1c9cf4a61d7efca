import assert from 'node:assert/strict';
import { isRealDay, readDate } from '../../../src/api/dates.ts';

describe('readDate', () => {
  const instants: [text: string, utc: string][] = [
    ['2020-06-17T20:01:33.385Z', '2020-06-17T20:01:33.385Z'],
    ['2022-11-29T14:59:02+00:00', '2022-11-29T14:59:02.000Z'],
    ['2021-07-07T20:45:24.000+00:00', '2021-07-07T20:45:24.000Z'],
    ['2015-08-10T15:19:03-04:00', '2015-08-10T19:19:03.000Z'],
    ['2020-07-10 15:00:00.000 UTC', '2020-07-10T15:00:00.000Z'],
    ['2014-12-10T23:59:59-0500', '2014-12-11T04:59:59.000Z'],
  ];
  for (const [text, utc] of instants)
    it(`reads ${text} as an instant`, () => {
      assert.deepEqual(readDate(text), { kind: 'instant', text, epochMs: Date.parse(utc) });
    });

  it('never makes an instant of a day or of a time without a zone', () => {
    assert.deepEqual(readDate('2022-09-01'), { kind: 'day', text: '2022-09-01' });
    assert.deepEqual(readDate('2025-01-01T10:00:00'), { kind: 'local', text: '2025-01-01T10:00:00' });
  });

  const others = [
    ...['', 'soon', '20220901', '2022-9-1', '2023-02-29', '2022-13-01', '2022-09-01T'],
    ...['2022-09-01T25:00:00', '2022-09-01T10:61:00', '2022-02-30T10:00:00', '2022-02-30T10:00:00Z'],
    ...['2022-09-01T10:00:00-5:00', '2022-09-01T10:00:00+99:00', '2022-09-01T10:00:00 PST', ' 2022-09-01'],
  ];
  for (const text of others) it(`takes “${text}” for no date`, () => assert.equal(readDate(text), undefined));
});

describe('isRealDay', () => {
  it('knows leap years', () => {
    assert.equal(isRealDay('2024-02-29'), true);
    assert.equal(isRealDay('2023-02-29'), false);
    assert.equal(isRealDay('1900-02-29'), false);
  });
});
