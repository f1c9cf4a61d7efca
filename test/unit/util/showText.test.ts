import assert from 'node:assert/strict';
import { asLine, withoutIcons, withoutLinks } from '../../../src/util/showText.ts';

describe('showing text of others', () => {
  it('makes one line of it, without control characters and reordering marks', () => {
    assert.equal(asLine('a\nb\u0000\tc\u2028d'), 'a b c d');
    assert.equal(asLine('invoice\u202Efdp.exe\u2066'), 'invoicefdp.exe');
    assert.equal(asLine('عرض الصيف'), 'عرض الصيف');
    assert.equal(asLine('👩‍🚀 <img src=x>'), '👩‍🚀 <img src=x>');
    assert.equal(asLine('\ud800'), '\ufffd');
    assert.equal(asLine('x'.repeat(5000)).length, 301);
  });

  it('draws no icons of it', () => {
    assert.equal(withoutIcons('$(zap) sale $(x'), '\\$(zap) sale \\$(x');
  });

  it('makes no links of it', () => {
    // The editor's own pattern for links, as it is.
    // eslint-disable-next-line regexp/no-super-linear-move
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/;
    for (const text of ['[Retry](command:workbench.action.quit)', '[a](https://example.com)']) {
      assert.match(text, link);
      assert.doesNotMatch(withoutLinks(text), link);
    }
  });
});
