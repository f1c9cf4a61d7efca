import assert from 'node:assert/strict';
import { describeBytes } from '../../../../src/ndjson/show/rowText.ts';

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
