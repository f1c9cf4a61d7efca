import assert from 'node:assert/strict';
import { encodeStrictly, redact } from '../../../src/api/redact.ts';
import { awkwardKey } from './testClient.ts';

describe('redact', () => {
  const perByte = (text: string, spell: (byte: number) => string) =>
    [...Buffer.from(text)].map(spell).join('');
  const hex = (value: number, width = 2) => value.toString(16).padStart(width, '0');
  const percent = perByte(awkwardKey, (byte) => `%${hex(byte)}`);
  const asJson = JSON.stringify(awkwardKey).slice(1, -1);
  const spellings: Record<string, string> = {
    raw: awkwardKey,
    'upper case': awkwardKey.toUpperCase(),
    'percent-encoded, as in a query': encodeURIComponent(awkwardKey),
    'percent-encoded, strictly': encodeStrictly(awkwardKey),
    'percent-encoded in lower case': encodeURIComponent(awkwardKey).replace(/%../g, (it) => it.toLowerCase()),
    'percent-encoded, every byte': percent,
    'percent-encoded twice': encodeURIComponent(encodeURIComponent(awkwardKey)),
    'a form field': new URLSearchParams({ key: awkwardKey }).toString().slice('key='.length),
    'a JSON string': asJson,
    'a JSON string with escaped slashes': asJson.replaceAll('/', '\\/'),
    'a JSON string in a JSON string': JSON.stringify(asJson).slice(1, -1),
    'a JSON string of escapes alone': awkwardKey
      .split('')
      .map((it) => `\\u${hex(it.charCodeAt(0), 4)}`)
      .join(''),
    'JSON as Rails writes it': asJson.replace(
      /[&<>]/g,
      (it) => `\\u00${hex(it.charCodeAt(0)).toUpperCase()}`,
    ),
    'HTML with names': awkwardKey
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
    'HTML with numbers': [...awkwardKey]
      .map((it) => `&#x${hex(it.codePointAt(0) ?? 0).toUpperCase()};`)
      .join(''),
  };
  for (const [name, spelling] of Object.entries(spellings))
    it(`finds the key as ${name}`, () => {
      assert.equal(redact(`key: ${spelling}, ${spelling}!`, awkwardKey), 'key: [key], [key]!');
    });

  it('finds a key with line breaks, as JSON writes them', () => {
    assert.equal(redact('a\\nb or a\nb or a%0Ab', 'a\nb'), '[key] or [key] or [key]');
  });

  it('finds a key whose white space was dropped on the way', () => {
    assert.equal(redact('Invalid API key: abc-1', ' abc-1\n'), 'Invalid API key: [key]');
  });

  it('finds a key of other scripts, and one that is no well-formed text', () => {
    const key = 'ключ👩';
    assert.equal(
      redact(`${key} ${encodeURIComponent(key)} \\ud83d\\udc69`, key),
      '[key] [key] \\ud83d\\udc69',
    );
    assert.equal(redact('a\ufffdb a%EF%BF%BDb a\\ud83db', 'a\ud83db'), '[key] [key] [key]');
  });

  it('finds as much of the key as is there where the text was cut short', () => {
    assert.equal(
      redact('{"message":"Invalid key: 75480f9a-4', '75480f9a-4db8'),
      '{"message":"Invalid key: [key]',
    );
    assert.equal(redact('?key=75480f9a%2F4d', '75480f9a/4db8'), '?key=[key]');
    for (const half of ['%', '%2', '\\', '\\u', '\\u00', '&', '&#', '&#4'])
      assert.equal(redact(`?key=75480f9a${half}`, '75480f9a/4db8'), '?key=[key]');
    assert.equal(redact('Try 754', '75480f9a-4db8'), 'Try 754');
    assert.equal(redact('7548 times', '75480f9a-4db8'), '7548 times');
    assert.equal(redact('abc ab', 'ab'), '[key]c [key]');
  });

  it('leaves everything else alone', () => {
    const text = '{"message":"success","name":"100% \\u0041 &amp; a+b"}';
    assert.equal(redact(text, awkwardKey), text);
    assert.equal(redact(text, ''), text);
    assert.equal(redact(text, ' \n'), text);
    assert.equal(redact('a.c abc', 'a.c'), '[key] abc');
  });

  it('takes a text of escapes without end in its stride', () => {
    const text = '\\'.repeat(200_000) + '%25'.repeat(100_000) + '&amp;'.repeat(50_000);
    assert.equal(redact(text, awkwardKey), text);
  });
});

describe('encodeStrictly', () => {
  it('leaves only what is safe in a URL and in the quotes of a shell', () => {
    assert.equal(encodeStrictly("it's (all) *new*! é+&"), 'it%27s%20%28all%29%20%2Anew%2A%21%20%C3%A9%2B%26');
    assert.equal(encodeStrictly('A-z_0.9~'), 'A-z_0.9~');
  });

  it('does not fail over half of a pair', () => assert.equal(encodeStrictly('a\ud83d'), 'a%EF%BF%BD'));
});
