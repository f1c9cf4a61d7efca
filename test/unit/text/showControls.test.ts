import assert from 'node:assert/strict';
import { showControls } from '../../../src/text/showControls.ts';

describe('showControls', () => {
  it('shows what hides or reorders text as marks, and leaves other text as it is', () => {
    for (const code of [
      0x80, 0x85, 0x9f, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060,
      0x2066, 0x2069, 0xfeff,
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
});
