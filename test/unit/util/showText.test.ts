import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asText } from '../../../src/protocol/plainText.ts';
import { asFileName, asLine, asTitle, withoutIcons, withoutLinks } from '../../../src/util/showText.ts';

/** What must not reach a screen as it is. */
const hostile: [name: string, text: string][] = [
  ['an override', 'invoice\u202egnp.exe'],
  ['embeddings', 'a\u202a\u202b\u202c\u202db'],
  ['isolates', 'a\u2066\u2067\u2068\u2069b'],
  ['direction marks', 'a\u200e\u200f\u061cb'],
  ['C0 controls', 'a\u0000\u0007\u001b[31mb'],
  ['C1 controls', 'a\u0085\u009b31mb'],
  ['line breaks', 'a\nb\r\nc\u2028d\u2029e'],
  ['zero-width characters', 'a\u200b\u2060\ufeffb'],
  ['a soft hyphen', 'a\u00adb'],
  ['tags', 'a\u{e0041}\u{e0042}\u{e007f}b'],
  ['fillers', 'a\u3164\u115f\uffa0b'],
  ['half a pair', 'a\ud800b\udc00c'],
  ['nothing but that', '\u202e\u200b\n'],
  ['nothing', ''],
];

const unseen =
  /[\u00ad\u061c\u115f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\u{e0000}-\u{e007f}\p{Cs}]/u;

/** Each place, and how a text is made fit for it. */
const places: [name: string, show: (text: string) => string][] = [
  ['a row', asLine],
  ['a title', asTitle],
  ['a quick pick', withoutIcons],
  ['a file name', asFileName],
  ['a text of a page', asText],
];

describe('showing text of others', () => {
  for (const [place, show] of places)
    for (const [name, text] of hostile)
      it(`is fit for ${place}: ${name}`, () => {
        const shown = show(text);
        assert.doesNotMatch(shown, unseen);
        assert.doesNotMatch(
          shown,
          show === asText ? /[\u0000-\u0008\u000b\u007f-\u009f]/ : /\p{Cc}|[\u2028\u2029]/u,
        );
        assert.equal(show(shown), shown, 'shown again it is the same');
      });

  it('leaves what people write as it is', () => {
    for (const text of ['عرض الصيف', 'می‌خواهم', '👩‍🚀 <img src=x>', '❤️ été', 'Ünïcödé', 'หน้าหนาว', '한국어'])
      for (const [, show] of places) if (show !== asFileName) assert.equal(show(text), text);
  });

  it('gives a title and a file a name where nothing can be seen', () => {
    for (const text of ['', ' ', '\u202e', '\u200b\n']) assert.equal(asTitle(text), '(no name)');
    assert.equal(asFileName('../a\\b:c?\u202e.json'), '..⁄a⁄b-c-.json');
  });

  it('leaves a file the ending that decides its language', () => {
    for (const length of [100, 149, 299, 301, 5000, 30_000]) {
      const name = asFileName(`${'👩‍🚀'.repeat(10)}${'x'.repeat(length)}.json`);
      assert.match(name, /x\.json$/);
      assert.ok(name.length <= 150 && name.isWellFormed());
    }
  });

  it('cuts what is overlong, and never within a character', () => {
    assert.equal(asLine('x'.repeat(5000)).length, 301);
    for (let before = 290; before < 300; before += 1) {
      const line = asLine(`${'x'.repeat(before)}${'👩‍👩‍👧‍👦'.repeat(20)}`);
      assert.ok(line.length <= 301);
      assert.match(line, /^x+(👩‍👩‍👧‍👦)*…$/u);
    }
    assert.ok(asLine(`a${'\u0301'.repeat(10_000)}`).length < 20);
    assert.ok(asLine('\n'.repeat(5_000_000)).length < 10);
  });

  it('leaves a message its last sentence, with texts of others as long as they are shown', () => {
    const name = asLine('x'.repeat(5000));
    const message = `“${name}” was not opened: ${name}. Choose another file.`;
    assert.equal(withoutLinks(message), message);
    assert.equal(withoutLinks('x'.repeat(5000)).length, 1001);
  });

  it('keeps every place in a text of a page', () => {
    for (const [, text] of hostile) assert.equal(asText(text).length, text.length);
    assert.equal(asText('a\tb\nc'), 'a\tb\nc');
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

/** Places that show a text, with what stands there; each has to be ours, or made fit. */
const shownBy = [
  /\b(?:panel|pick|view)\.(?:title|description) = ([^;]+);/g,
  /\bfillText\(([^,]+),/g,
  /\bdocument\.createTextNode\(([^;]+)\)\);/g,
  /\b(?:title|select|legend|cell|button)\.(?:textContent|title) = ([^;]+);/g,
];
const fit =
  /\bas(?:Line|Title|Text|FileName)\(|\bwithout(?:Icons|Links)\(|^\s*['"`][^$]*['"`]$|titleOf\(|\?\s*'|names\b|^title$|`\$\{(title|name)\}|^l10n\.t\(\s*'[^']*'(?:,\s*(?:title|name|list\.section\.title))*,?\s*\)$/;

describe('places that show text', () => {
  it('take it through one function', () => {
    const found: string[] = [];
    for (const file of listSources('src').concat(listSources('webview-ui')))
      for (const pattern of shownBy)
        for (const [whole, value = ''] of readFileSync(file, 'utf8').matchAll(pattern))
          if (!fit.test(value)) found.push(`${file}: ${whole.replace(/\s+/g, ' ')}`);
    assert.deepEqual(found, []);
  });
});

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.ts'))
    .map((it) => path.join(folder, it));
}
