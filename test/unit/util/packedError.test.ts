import assert from 'node:assert/strict';
import { isUserError, UserError } from '../../../src/protocol/userError.ts';
import { packError, unpackError } from '../../../src/util/packedError.ts';

/** As `postMessage` between threads does it. */
const send = (error: unknown): Error => unpackError(structuredClone(packError(error)));

describe('an error that comes from another thread', () => {
  it('is still told from a defect', () => {
    assert.equal(isUserError(send(new UserError('The file is gone.'))), true);
    assert.equal(isUserError(send(new TypeError('x is undefined'))), false);
  });

  it('keeps its message, its code and where it was thrown', () => {
    const thrown = Object.assign(new Error('EACCES: no'), { code: 'EACCES', syscall: 'open' });
    const { message, stack, code, syscall } = send(thrown) as NodeJS.ErrnoException;
    assert.deepEqual([message, stack, code, syscall], ['EACCES: no', thrown.stack, 'EACCES', 'open']);
  });

  it('is an error even where none was thrown', () => {
    assert.equal(send('text').message, 'text');
    assert.equal('code' in send('text'), false);
  });
});
