/** Stands where the service puts the app group's id: under the old way of signing in that id is the key itself. */
export const appGroupPlaceholder = 'APP_GROUP_ID';

/**
 * Where a segment export's files arrive in a company's own bucket ("Users by Segment Endpoint"):
 * `segment-export/SEGMENT_ID/YYYY-MM-dd/<object prefix>/`. The prefix ends in the Unix seconds of the start, which say
 * the day; `answeredAt` (epoch milliseconds) does where it does not.
 */
export function createSegmentKeyPrefix(segmentId: string, objectPrefix: string, answeredAt: number): string {
  const seconds = Number(/-(\d{9,10})$/.exec(objectPrefix)?.[1] ?? Number.NaN);
  const dayMs = 86_400_000;
  const believable = Math.abs(seconds * 1000 - answeredAt) < 2 * dayMs;
  const day = new Date(believable ? seconds * 1000 : answeredAt).toISOString().slice(0, 10);
  return `segment-export/${segmentId}/${day}/${objectPrefix}/`;
}

/**
 * The two key patterns under which raw events of a span arrive ("Raw Event Stream Export"). Several files may match
 * each; the stamp in a name is `YYYY-mm-dd-HH-MM`, here narrowed to what all of the span's days share.
 */
export function createEventKeyPatterns(
  startingAt: string,
  endingAt: string,
): [events: string, properties: string] {
  const stamp = narrowStamp(dayOf(startingAt), dayOf(endingAt));
  const folder = `appboy-event-data/app_groups/${appGroupPlaceholder}`;
  return [`${folder}/${stamp}-events.csv.zip`, `${folder}/${stamp}-event_properties.csv.zip`];
}

/** The day in UTC; the document does not say which zone the names are in. */
function dayOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** `2016-05-23` and `2016-05-29` share `2016-05-`: what differs is left as the document's letters. */
function narrowStamp(first: string, last: string): string {
  const [year, month, day] = first.split('-');
  const [lastYear, lastMonth, lastDay] = last.split('-');
  if (year !== lastYear) return 'YYYY-mm-dd-HH-MM';
  if (month !== lastMonth) return `${year}-mm-dd-HH-MM`;
  return `${year}-${month}-${day === lastDay ? day : 'dd'}-HH-MM`;
}
