import assert from 'node:assert/strict';
import { createEventKeyPatterns, createSegmentKeyPrefix } from '../../../../src/exports/kinds/bucketKeys.ts';

describe('keys in a company’s own bucket', () => {
  const prefix = 'bb8e2a91-c4aa-478b-b3f2-a4ee91731ad1-1464728599';

  it('says the day that the prefix says, where that is believable', () => {
    const start = 1464728599_000;
    const midnight = Date.UTC(2016, 5, 1, 0, 0, 5);
    assert.equal(createSegmentKeyPrefix('seg', prefix, start), `segment-export/seg/2016-05-31/${prefix}/`);
    assert.equal(createSegmentKeyPrefix('seg', prefix, midnight), `segment-export/seg/2016-05-31/${prefix}/`);
    const later = Date.UTC(2026, 0, 2);
    assert.equal(createSegmentKeyPrefix('seg', prefix, later), `segment-export/seg/2026-01-02/${prefix}/`);
    assert.equal(createSegmentKeyPrefix('seg', 'no-time', later), 'segment-export/seg/2026-01-02/no-time/');
  });

  const spans: [string, string, string][] = [
    ['2016-02-23T22:00:00+00:00', '2016-02-23T23:00:00+00:00', '2016-02-23-HH-MM'],
    ['2016-02-23T22:00:00+00:00', '2016-02-25T00:00:00+00:00', '2016-02-dd-HH-MM'],
    ['2016-02-27T00:00:00+00:00', '2016-03-02T00:00:00+00:00', '2016-mm-dd-HH-MM'],
    ['2015-12-30T00:00:00+00:00', '2016-01-02T00:00:00+00:00', 'YYYY-mm-dd-HH-MM'],
    ['2016-02-23T22:00:00-05:00', '2016-02-23T23:00:00-05:00', '2016-02-24-HH-MM'],
  ];
  for (const [from, to, stamp] of spans) {
    it(`narrows the pattern of events as far as all days agree: ${stamp}`, () => {
      assert.deepEqual(createEventKeyPatterns(from, to), [
        `appboy-event-data/app_groups/APP_GROUP_ID/${stamp}-events.csv.zip`,
        `appboy-event-data/app_groups/APP_GROUP_ID/${stamp}-event_properties.csv.zip`,
      ]);
    });
  }
});
