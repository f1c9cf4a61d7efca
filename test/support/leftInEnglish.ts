import { createSample } from '../../src/sample/server.ts';
import { userFields } from '../../src/users/fields.ts';

/** Names, and what `Intl` writes of dates: it knows no such language. */
const names =
  /\b(Appboy|Braze|Export Explorer|Sample App|JSON|NDJSON|CSV|TSV|PNG|Markdown|cURL|UTF|UTC|LTR|API|URL|SDK|Ctrl|Control|Shift|Alt|Del|Enter|Escape|AND|NOT|true|false|null)\b|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*\b|(?<=\d )[AP]M\b/g;

/** A word that is an address, a path or the name of a file. */
const address = /^https?:|^\/|\.(?:ndjson|txt|json)$/;

/** The editor's own words, and those of its icons, around ours. */
const editors =
  /Actions for|has actions|Tab actions|\bactions$|\bSection$|^Welcome$|^Quick Tree$|^Progress$|^Loading$|Toggle all checkboxes|^\d+ (?:Selected|Results)$|other commands|recently used|^Notification Actions$|^Source: |, preview$|\(Press 'Enter' to confirm or 'Escape' to cancel\)|^Type the name of a command to run\.$|^There is no data provider registered that can provide view data\.$|^Cancel$|^Appboy: [\w ]+…?$|^[a-z]+ (?=[^a-z])|^(?:file|edit|blank|note|play|zap|graph|package) /g;

/** Texts of lists and details of the sample app group: what a service sends is said as it came. */
export async function readSampleTexts(): Promise<string[]> {
  const sample = createSample();
  const ask = async (pathAndQuery: string, body?: object): Promise<unknown> => {
    const headers = { Authorization: 'Bearer key', 'Content-Type': 'application/json' };
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
    return (await sample(new Request(`https://rest.example.com${pathAndQuery}`, init))).json();
  };
  const texts = new Set<string>();
  // Statistics have the service's own names, which are shown in words.
  const addStatistic = (key: string): void => {
    const words = key.replaceAll('_', ' ');
    texts.add(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}`);
  };
  const add = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([key, it]) => (texts.add(key), add(it)));
  };
  for (const kind of ['segments', 'campaigns', 'feed']) {
    const list = (await ask(`/${kind}/list?page=0`)) as Record<string, { id: string }[]>;
    add(list);
    const [parameter, items] =
      kind === 'feed' ? ['card_id', list['cards']] : [`${kind.slice(0, -1)}_id`, list[kind]];
    for (const { id } of items ?? []) add(await ask(`/${kind}/details?${parameter}=${id}`));
  }
  const { campaigns } = (await ask('/campaigns/list?page=0')) as { campaigns: { id: string }[] };
  for (const { id } of campaigns) {
    const series = await ask(`/campaigns/data_series?campaign_id=${id}&length=2`);
    for (const [, key = ''] of JSON.stringify(series).matchAll(/"(\w+)":/g)) addStatistic(key);
  }
  add(await ask('/users/export/ids', { external_ids: ['user-000042'] }));
  add(await ask('/events/list?page=0'));
  add(await ask('/purchases/product_list?page=0'));
  sample.dispose();
  for (const { name } of userFields) texts.add(name);
  // Fields of details that the extension has no name for, and a value of one.
  for (const it of ['Last editor', 'Url', 'Time based']) texts.add(it);
  // The app group's own name, also as that of a file, without its ending.
  for (const it of ['Sample App Group', 'Sample App']) texts.add(it);
  return [...texts]
    .map((it) => it.trim())
    .filter((it) => it.length > 2)
    .sort((a, b) => b.length - a.length);
}

/** Whether a text has a word of ours in English. `data` is what the service says, the longest first. */
export function isLeftInEnglish(text: string, data: readonly string[]): boolean {
  const words = text.replace(editors, ' ').split(/\s/);
  let rest = words.filter((it) => !address.test(it)).join(' ');
  for (const it of data) rest = withoutData(rest, it);
  return /[A-Za-z]{3,}/.test(rest.replace(names, ' '));
}

/** What is overlong is shown cut, with an ellipsis. */
function withoutData(text: string, data: string): string {
  const whole = text.replaceAll(data, ' ');
  const at = data.length > 200 ? whole.indexOf(data.slice(0, 100)) : -1;
  if (at < 0) return whole;
  const end = whole.indexOf('…', at);
  return `${whole.slice(0, at)} ${end < 0 ? '' : whole.slice(end + 1)}`;
}
