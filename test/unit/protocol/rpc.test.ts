import assert from 'node:assert/strict';
import { createAnswerer, noArgument, type PageHandlers } from '../../../src/host/answerer.ts';
import type { Port } from '../../../src/protocol/rpc.ts';
import { createAsker } from '../../../webview-ui/common/asker.ts';

interface Page {
  double(n: number): number;
  wait(): string;
  fail(): string;
}

/** Two ends of a wire over which only JSON crosses, in its own time; `sent` keeps what the page said. */
function createWire(): { page: Port; host: Port; sent: unknown[]; say: (message: unknown) => void } {
  const [toPage, toHost] = [new Set<(it: unknown) => void>(), new Set<(it: unknown) => void>()];
  const sent: unknown[] = [];
  const deliver = (to: Set<(it: unknown) => void>, message: unknown): void => {
    const text = JSON.stringify(message);
    queueMicrotask(() => to.forEach((it) => it(JSON.parse(text))));
  };
  const end = (own: Set<(it: unknown) => void>, post: (message: unknown) => void): Port => ({
    post,
    listen: (listener) => (own.add(listener), () => void own.delete(listener)),
  });
  const say = (message: unknown): void => {
    sent.push(message);
    deliver(toHost, message);
  };
  return { page: end(toPage, say), host: end(toHost, (it) => deliver(toPage, it)), sent, say };
}

function connect() {
  const wire = createWire();
  const seen = { aborted: 0, changed: 0, run: 0, reported: [] as Error[] };
  const answers: PageHandlers<Page> = {
    double: {
      argument: {
        parse(value) {
          if (typeof value !== 'number') throw new Error('Not a number.');
          return value;
        },
      },
      run: (n) => n * 2,
    },
    wait: {
      argument: noArgument,
      run: (_, signal) =>
        new Promise((_, reject) => {
          seen.run += 1;
          signal.addEventListener('abort', () => {
            seen.aborted += 1;
            reject(new Error('aborted'));
          });
        }),
    },
    fail: {
      argument: noArgument,
      run: async () => {
        throw Object.assign(new Error('It broke.'), { code: 'server' });
      },
    },
  };
  const answerer = createAnswerer<Page>(wire.host, answers, {
    explain: (error) => ({
      code: (error as { code?: string }).code ?? 'unexpected',
      message: (error as Error).message,
    }),
    report: (error) => seen.reported.push(error as Error),
  });
  const asker = createAsker<Page>(wire.page, () => (seen.changed += 1));
  return { ...wire, seen, answerer, asker };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the wire between a page and its host', () => {
  it('carries questions and their own answers, in any order', async () => {
    const { asker } = connect();
    assert.deepEqual(await Promise.all([1, 2, 3].map((it) => asker.ask('double', it))), [2, 4, 6]);
  });

  it('carries a failure with its code', async () => {
    const { asker } = connect();
    await assert.rejects(asker.ask('fail', undefined), { code: 'server', message: 'It broke.' });
  });

  it('hands what went wrong to who reports errors', async () => {
    const { asker, seen } = connect();
    await assert.rejects(asker.ask('fail', undefined));
    assert.deepEqual(
      seen.reported.map((it) => it.message),
      ['It broke.'],
    );
  });

  it('carries what the page’s own code threw, as an error with its class and stack', async () => {
    const { page, seen } = connect();
    const { name, message, stack } = new TypeError('x is undefined');
    page.post({ kind: 'defect', name, message, stack });
    await settle();
    const [reported] = seen.reported;
    assert.ok(reported instanceof Error);
    assert.deepEqual([reported.name, reported.message, reported.stack], [name, message, stack]);
  });

  it('takes no notice of a defect that is none, nor of one too many', async () => {
    const { page, seen } = connect();
    page.post({ kind: 'defect', name: 'Error', message: 7, stack: '' });
    await settle();
    assert.equal(seen.reported.length, 0);
    for (let n = 0; n < 50; n++) page.post({ kind: 'defect', name: 'Error', message: `${n}`, stack: '' });
    await settle();
    assert.equal(seen.reported.length, 10);
  });

  it('answers an argument that does not fit, or a name that is not offered, with a failure', async () => {
    const { asker, page } = connect();
    await assert.rejects(asker.ask('double', 'x' as unknown as number), { message: 'Not a number.' });
    const other = createAsker<{ valueOf(): void; toString(): void }>(page, () => undefined);
    await assert.rejects(other.ask('valueOf', undefined), /not offered/);
    await assert.rejects(other.ask('toString', undefined), /not offered/);
  });

  it('takes no notice of what is no message', async () => {
    const { asker, say } = connect();
    for (const odd of [null, 7, 'x', {}, { kind: 'ask' }, { kind: 'ask', id: 'x', name: 'double' }]) say(odd);
    assert.equal(await asker.ask('double', 4), 8);
  });

  it('lets go at once of what is cancelled, and tells the host', async () => {
    const { asker, seen } = connect();
    const controller = new AbortController();
    const asked = asker.ask('wait', undefined, controller.signal);
    await settle();
    controller.abort();
    await assert.rejects(asked, { code: 'aborted' });
    await settle();
    assert.equal(seen.aborted, 1);
  });

  it('never asks what was cancelled before', async () => {
    const { asker, sent } = connect();
    await assert.rejects(asker.ask('wait', undefined, AbortSignal.abort()), { code: 'aborted' });
    assert.deepEqual(sent, []);
  });

  it('tells of changes', async () => {
    const { answerer, seen } = connect();
    answerer.notifyChanged();
    await settle();
    assert.equal(seen.changed, 1);
  });

  it('rejects what is pending when the page’s end is disposed', async () => {
    const { asker } = connect();
    const asked = asker.ask('wait', undefined);
    asker.dispose();
    await assert.rejects(asked, { code: 'aborted' });
  });

  it('aborts what is running when the host’s end is disposed', async () => {
    const { asker, answerer, seen } = connect();
    asker.ask('wait', undefined).catch(() => undefined);
    await settle();
    answerer.dispose();
    assert.equal(seen.aborted, 1);
  });

  it('gives a page that was loaded anew nothing that the one before it asked for', async () => {
    const { asker, page, seen } = connect();
    const [before, numbers] = [asker.ask('wait', undefined), [1, 2, 3].map((it) => asker.ask('double', it))];
    before.catch(() => undefined);
    await Promise.all(numbers);
    assert.equal(seen.aborted, 0);
    const again = createAsker<Page>(page, () => undefined);
    assert.equal(await again.ask('double', 21), 42);
    assert.equal(seen.aborted, 1);
    assert.equal(await again.ask('double', 4), 8);
  });
});
