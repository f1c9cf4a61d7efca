import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/setup/places.mjs';

/** Pairs that may stay, each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  'Block / Clock': 'other words',
  'Header / Reader': 'other words',
  'Plot / Slot': 'other words',
  'Port / Sort': 'other words',
  'Stage / State': 'other words',
  'State / Stats': 'other words',
  'Stats / Status': 'other words',
  'dauPoint / mauPoint': 'daily and monthly active users, as the API calls them',
  dayMs: 'the sample shares nothing with what it is a sample of',
  'lastNames / listNames': 'other words',
};

interface Exported {
  readonly name: string;
  readonly file: string;
  readonly isType: boolean;
}

/** What a file declares and exports. What it hands on from another file is declared there. */
function readExports(file: string): Exported[] {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  const declarations =
    /^export (?:declare |abstract |async )*(function\*?|const|let|class|interface|type|enum) (\w+)/gm;
  return [...text.matchAll(declarations)].map(([, kind = '', name = '']) => ({
    name,
    file,
    isType: kind === 'type' || kind === 'interface',
  }));
}

/** Whether one letter, anywhere, is another or too many. */
function isOneLetterApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  return short.slice(long.length === short.length ? same + 1 : same) === long.slice(same + 1);
}

/** Names of which a reader would take one for the other, as the keys of `allowed`. */
function findClashes(exported: readonly Exported[]): Map<string, string> {
  const clashes = new Map<string, string>();
  const show = (it: Exported): string => `${it.name} (${it.file})`;
  const report = (one: Exported, other: Exported): void => {
    const key = [...new Set([one.name, other.name])].sort().join(' / ');
    clashes.set(key, `${key}: ${show(one)}, ${show(other)}`);
  };
  for (const [i, one] of exported.entries()) {
    for (const other of exported.slice(i + 1)) {
      const [name, otherName] = [one.name.toLowerCase(), other.name.toLowerCase()];
      if (name === otherName) {
        if (one.file !== other.file) report(one, other);
      } else if (one.isType === other.isType && isOneLetterApart(name, otherName)) report(one, other);
    }
  }
  return clashes;
}

describe('exported names', () => {
  const files = globSync('{src,webview-ui}/**/*.ts', { cwd: projectRoot }).map((it) =>
    it.replaceAll('\\', '/'),
  );
  const clashes = findClashes(files.sort().flatMap(readExports));

  it('stand for one thing each, in any case, and are more than a letter apart', () => {
    assert.ok(files.length > 400, String(files.length));
    const found = [...clashes].filter(([key]) => !Object.hasOwn(allowed, key)).map(([, text]) => text);
    assert.deepEqual(found, []);
  });

  it('need every exception that is made', () => {
    assert.deepEqual(
      Object.keys(allowed).filter((key) => !clashes.has(key)),
      [],
    );
  });

  it('would be found', () => {
    const types = (name: string, file: string): Exported => ({ name, file, isType: true });
    const values = (name: string, file: string): Exported => ({ name, file, isType: false });
    const find = (...all: Exported[]): string[] => [...findClashes(all).keys()];
    assert.deepEqual(find(values('openFile', 'a.ts'), types('OpenFile', 'b.ts')), ['OpenFile / openFile']);
    assert.deepEqual(find(values('pickLines', 'a.ts'), values('pickLines', 'b.ts')), ['pickLines']);
    assert.deepEqual(find(values('detailSection', 'a.ts'), values('detailsSection', 'a.ts')), [
      'detailSection / detailsSection',
    ]);
    assert.deepEqual(find(types('Stage', 'a.ts'), types('State', 'a.ts')), ['Stage / State']);
    // A type and the list of what is one, or a type and its maker beside it.
    assert.deepEqual(find(types('Region', 'a.ts'), values('regions', 'a.ts')), []);
    assert.deepEqual(find(types('Kernel', 'a.ts'), values('kernel', 'a.ts')), []);
    assert.deepEqual(find(values('readLine', 'a.ts'), values('readLineNumbers', 'b.ts')), []);
  });
});
