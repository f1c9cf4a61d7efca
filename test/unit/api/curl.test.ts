import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeCurl } from '../../../src/api/curl.ts';
import { endpoints } from '../../../src/api/endpoints.ts';

describe('writeCurl', () => {
  const host = 'https://rest.iad-01.braze.com';

  /** The words that a shell makes of the command, with the variable set and `curl` replaced by something that tells. */
  function readWords(command: string): string[] {
    const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
    const env = { ...process.env, APPBOY_KEY: 'k"e$y' };
    return execFileSync('sh', ['-c', script], { env }).toString().split('\0').slice(0, -1);
  }

  it('writes a GET with the key in a header', () => {
    const command = writeCurl(endpoints.segmentList, { page: 1 }, { host, authStyle: 'apiKey' });
    assert.deepEqual(readWords(command), [
      `${host}/segments/list?page=1`,
      ...['-H', 'Accept: application/json', '-H', 'Authorization: Bearer k"e$y'],
    ]);
    assert.match(command, /\$APPBOY_KEY/);
  });

  it('writes a GET with the key in the query', () => {
    const command = writeCurl(endpoints.cardList, { page: 0 }, { host, authStyle: 'appGroupId' });
    assert.deepEqual(readWords(command), [
      `${host}/feed/list?app_group_id=k"e$y&page=0`,
      ...['-H', 'Accept: application/json'],
    ]);
  });

  it('writes a POST whose names cannot leave their quotes', () => {
    const id = `a'; rm -rf / #\n"$(id)\`id\`\\`;
    const command = writeCurl(endpoints.usersById, { external_ids: [id] }, { host, authStyle: 'apiKey' });
    const words = readWords(command);
    assert.deepEqual(words.slice(0, 3), ['-X', 'POST', `${host}/users/export/ids`]);
    assert.deepEqual(JSON.parse(words.at(-1) ?? ''), { external_ids: [id] });
  });

  it('writes any event name', () => {
    const event = `It's 100% "off" & more [1-3] {a,b} $(id) 👩`;
    const params = { event, length: 7 };
    const [url = ''] = readWords(writeCurl(endpoints.eventSeries, params, { host, authStyle: 'apiKey' }));
    assert.equal(new URL(url).searchParams.get('event'), event);
    assert.doesNotMatch(url, /[[\]{}]/, 'curl itself expands brackets and braces');
  });
});
