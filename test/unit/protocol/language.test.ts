import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { currentLanguage, displayLocale, useLanguage } from '../../../src/protocol/language.ts';
import { showCount } from '../../../src/protocol/showCount.ts';

describe('the display language', () => {
  const english = currentLanguage();
  afterEach(() => useLanguage(english));

  it('says texts and numbers in the language that was set, and in English what it has no text for', () => {
    useLanguage({ locale: 'de', texts: { '{0} users': '{0} Profile' } });
    assert.equal(showCount(12345, 'user'), '12.345 Profile');
    assert.equal(showCount(1, 'user'), '1 user');
    assert.equal(l10n.t('No text of ours: {0}', '{0}'), 'No text of ours: {0}');
  });

  it('takes English for a language that has no tag', () => {
    useLanguage({ locale: 'no_tag!', texts: undefined });
    assert.equal(displayLocale(), 'en');
    assert.equal(showCount(12345, 'line'), '12,345 lines');
  });
});
