import assert from 'node:assert/strict';
import { describeBytes, showControls } from '../../../../src/ndjson/show/rowText.ts';

function show(bytes: Buffer, more: { isWhole?: boolean } = {}): string {
  const { text, oddities } = describeBytes(bytes, { isWhole: true, ...more });
  return `${text} ${oddities.join()}`;
}

describe('rowText', () => {
  it('leaves out a character that was cut, and only that', () => {
    for (const [text, whole] of [
      ['aé', 1],
      ['a陳', 1],
      ['a😀', 1],
      ['éé', 2],
    ] as const) {
      const bytes = Buffer.from(text);
      for (let end = whole; end < bytes.length; end++) {
        assert.equal(
          show(bytes.subarray(0, end), { isWhole: false }),
          `${text.slice(0, 1)} `,
          `${text} ${end}`,
        );
      }
      assert.equal(show(bytes, { isWhole: false }), `${text} `);
    }
  });

  it('shows wrong bytes as such, also at a cut', () => {
    assert.equal(show(Buffer.from([0x61, 0xff])), 'a\ufffd invalidUtf8');
    assert.equal(
      show(Buffer.from([0x61, 0x80, 0x80, 0x80, 0x80]), { isWhole: false }),
      'a\ufffd\ufffd\ufffd\ufffd invalidUtf8',
    );
    assert.equal(show(Buffer.from([0xed, 0xa0, 0x80])), '\ufffd\ufffd\ufffd invalidUtf8');
  });

  it('shows control characters as their pictures, tabs as tabs', () => {
    assert.equal(show(Buffer.from('\0\x01\t\x1b\x7f\r.')), '␀␁\t␛␡␍. nul');
  });

  it('shows what hides or reorders text as marks', () => {
    assert.equal(show(Buffer.from('{"name":"a\u202egpj.exe"}')), '{"name":"a⟨U+202E⟩gpj.exe"} ');
    for (const code of [
      ...[0x80, 0x85, 0x9f, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e],
      ...[0x2060, 0x2066, 0x2069, 0xfeff],
    ]) {
      const mark = `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
      const character = String.fromCharCode(code);
      assert.equal(showControls(`a${character}${character}b`), `a${mark}${mark}b`);
    }
    for (const text of ['\u00a0é…', 'שלום', '\u2010\u2027\u202f\u2070', '\u{1f1e9}\u{1f1ea}'])
      assert.equal(showControls(text), text);
  });

  it('leaves joiners where they join emoji, or letters of scripts that need them, and nowhere else', () => {
    for (const text of [
      '👨\u200d👩\u200d👧',
      '👩🏽\u200d⚕\ufe0f',
      '🏳\ufe0f\u200d🌈',
      'می\u200cخواهم',
      'क्\u200dष',
      'ශ්\u200dරී',
    ])
      assert.equal(showControls(text), text);
    assert.equal(showControls('👨\u200dx'), '👨⟨U+200D⟩x');
    assert.equal(showControls('👨\u200c👩'), '👨⟨U+200C⟩👩');
    assert.equal(showControls('\u200d👨\u200d\u200d👩'), '⟨U+200D⟩👨⟨U+200D⟩⟨U+200D⟩👩');
    assert.equal(showControls('1\u200d2 pay\u200cpal'), '1⟨U+200D⟩2 pay⟨U+200C⟩pal');
  });

  it('takes a byte order mark and a carriage return off only where they are one', () => {
    assert.equal(show(Buffer.from('\ufeffa\r')), 'a bom,crlf');
    assert.equal(show(Buffer.from('a\ufeff')), 'a⟨U+FEFF⟩ ');
    assert.equal(show(Buffer.from('a\r'), { isWhole: false }), 'a␍ ');
    assert.equal(show(Buffer.from('\r')), ' crlf');
  });

  it('tells half a surrogate pair from a whole one, and from a backslash before ud', () => {
    for (const text of ['"\\ud83d\\ude00"', '"\\\\ud83d"', '"\\u00e9"', '"\\\\\\\\ud83d"'])
      assert.equal(show(Buffer.from(text)), `${text} `);
    for (const text of [
      '"\\ud83d"',
      '"\\ude00\\ud83d"',
      '"\\uD83Dx"',
      '"\\\\\\ud83d"',
      '"\\ud83d\\ude00\\ude00"',
    ]) {
      assert.equal(show(Buffer.from(text)), `${text} loneSurrogate`);
    }
  });
});
