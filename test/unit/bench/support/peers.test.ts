import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describeMissing } from '../../../../bench/support/peers.ts';
import { projectRoot } from '../../../../scripts/setup/places.mjs';

describe('peers of benchmarks', () => {
  it('says in one sentence what to install', () => {
    assert.equal(describeMissing([], 'linux'), undefined);
    assert.equal(
      describeMissing(['bsdtar'], 'linux'),
      'This benchmark compares with bsdtar, which this machine lacks: install by "sudo apt-get install libarchive-tools", or have them on the PATH.',
    );
    assert.equal(
      describeMissing(['jq', '@duckdb/node-api', 'jq', 'unzip'], 'darwin'),
      'This benchmark compares with jq, @duckdb/node-api and unzip, which this machine lacks: install by "npm ci" and "brew install jq unzip", or have them on the PATH.',
    );
  });

  for (const [script, tools] of [
    ['bench/export.ts', 'unzip, bsdtar and curl'],
    ['bench/ndjson.ts', 'wc, grep and jq'],
  ] as const) {
    it(`${script} begins by looking for ${tools}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
        cwd: projectRoot,
        env: { ...process.env, PATH: path.dirname(process.execPath) },
        encoding: 'utf8',
      });
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        new RegExp(`^This benchmark compares with ${tools}, which this machine lacks: [^\\n]+\\n$`),
      );
    });
  }
});
