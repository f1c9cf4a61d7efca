import assert from 'node:assert/strict';
import { assertNever } from '../../../src/util/assertNever.ts';

describe('assertNever', () => {
  it('throws and says what came', () => {
    assert.throws(() => assertNever({ kind: 'new' } as never), /Unexpected value: \{"kind":"new"\}/);
  });
});
