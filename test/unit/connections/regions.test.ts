import assert from 'node:assert/strict';
import { readHost, regions } from '../../../src/connections/regions.ts';

describe('regions', () => {
  it('are origins that pass the check of a custom address, each once', () => {
    for (const { host } of regions) assert.deepEqual(readHost(host), { host });
    assert.equal(new Set(regions.map((it) => it.host)).size, regions.length);
  });
});

describe('readHost', () => {
  const good: [string, string][] = [
    ['https://rest.example.com', 'https://rest.example.com'],
    ['  https://REST.example.com/ ', 'https://rest.example.com'],
    ['https://rest.example.com:8443', 'https://rest.example.com:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://localhost:80', 'http://localhost'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
  ];
  for (const [text, host] of good)
    it(`takes ${text.trim()}`, () => assert.deepEqual(readHost(text), { host }));

  const bad: [string, RegExp][] = [
    ['', /starts with https/],
    ['rest.example.com', /starts with https/],
    ['ftp://rest.example.com', /starts with https/],
    ['javascript:alert(1)', /starts with https/],
    ['http://rest.example.com', /Use https/],
    ['http://127.0.0.1.example.com', /Use https/],
    ['http://localhost.example.com', /Use https/],
    ['https://user:pass@rest.example.com', /password/],
    ['https://rest.example.com/segments/list', /without a path/],
    ['https://rest.example.com?key=1', /without a path/],
  ];
  for (const [text, complaint] of bad)
    it(`refuses “${text}”`, () => {
      const read = readHost(text);
      assert.ok('complaint' in read);
      assert.match(read.complaint, complaint);
    });
});
