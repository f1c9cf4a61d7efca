import assert from 'node:assert/strict';
import { CallError, type Port } from '../../../../src/protocol/rpc.ts';
import { UserError } from '../../../../src/protocol/userError.ts';
import { reportPageErrors } from '../../../../webview-ui/common/pageErrors.ts';
import { readMessage } from '../../../../webview-ui/common/toast.ts';

/** The window of a page, as far as it tells of errors. */
function openPage() {
  const target = new EventTarget();
  const posted: unknown[] = [];
  const port: Port = { post: (it) => void posted.push(it), listen: () => () => undefined };
  const throwInPage = (error: unknown): boolean =>
    target.dispatchEvent(Object.assign(new Event('error'), { error }));
  const rejectInPage = (reason: unknown): boolean =>
    target.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
  Object.assign(globalThis, { window: target, reportError: throwInPage });
  reportPageErrors(port);
  return { posted, throwInPage, rejectInPage };
}

describe('an error of a page', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'reportError');
  });

  it('goes to the host, thrown or rejected', () => {
    const { posted, throwInPage, rejectInPage } = openPage();
    const [thrown, rejected] = [new TypeError('a'), new RangeError('b')];
    throwInPage(thrown);
    rejectInPage(rejected);
    assert.deepEqual(posted, [
      { kind: 'defect', name: 'TypeError', message: 'a', stack: thrown.stack },
      { kind: 'defect', name: 'RangeError', message: 'b', stack: rejected.stack },
    ]);
  });

  it('stays where the host has answered it, it was cancelled, or it is no error', () => {
    const { posted, throwInPage, rejectInPage } = openPage();
    rejectInPage(new CallError({ code: 'server', message: 'No.' }));
    rejectInPage(new DOMException('x', 'AbortError'));
    throwInPage(null);
    rejectInPage('text');
    assert.deepEqual(posted, []);
  });

  it('is told a few times at most', () => {
    const { posted, throwInPage } = openPage();
    for (let n = 0; n < 50; n++) throwInPage(new Error(`${n}`));
    assert.equal(posted.length, 3);
  });

  it('that is shown in the page tells no more than that there is one, and goes to the host', () => {
    const { posted } = openPage();
    const sentence = readMessage(new TypeError('jane@example.com is not a function'));
    assert.equal(sentence, 'An unexpected error occurred. See the log for details.');
    assert.equal(posted.length, 1);
  });

  it('that was expected is shown in its sentence', () => {
    const { posted } = openPage();
    assert.equal(
      readMessage(new CallError({ code: 'server', message: 'The service failed.' })),
      'The service failed.',
    );
    assert.equal(readMessage(new UserError('The picture is too large.')), 'The picture is too large.');
    assert.deepEqual(posted, []);
  });
});
