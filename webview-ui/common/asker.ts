import * as l10n from '@vscode/l10n';
import {
  CallError,
  type ArgumentOf,
  type PageMethods,
  type HostMessage,
  type Port,
  type ResultOf,
} from '../../src/protocol/rpc.ts';

/** The page's end: asks, and hears of changes. */
export interface Asker<Page extends PageMethods<Page>> {
  /** Rejects with a CallError; with `code` "aborted" as soon as the signal is aborted, which the host hears of too. */
  ask<Name extends keyof Page & string>(
    name: Name,
    argument: ArgumentOf<Page[Name]>,
    signal?: AbortSignal,
  ): Promise<ResultOf<Page[Name]>>;
  /** Stops listening and rejects what is pending. */
  dispose(): void;
}

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

const aborted = (): CallError => new CallError({ code: 'aborted', message: l10n.t('Cancelled.') });

export function createAsker<Page extends PageMethods<Page>>(port: Port, onChanged: () => void): Asker<Page> {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  const stopListening = port.listen((message) => {
    const arrived = message as HostMessage;
    if (arrived.kind === 'changed') {
      onChanged();
      return;
    }
    // A cancelled question is no longer pending: its late answer is dropped.
    const waiting = pending.get(arrived.id);
    if (!waiting) return;
    pending.delete(arrived.id);
    if (arrived.kind === 'answer') waiting.resolve(arrived.result);
    else waiting.reject(new CallError(arrived.failure));
  });

  function send(name: string, argument: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(aborted());
    const id = (lastId += 1);
    const answered = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }));
    const cancel = (): void => {
      const waiting = pending.get(id);
      pending.delete(id);
      port.post({ kind: 'cancel', id });
      waiting?.reject(aborted());
    };
    signal?.addEventListener('abort', cancel, { once: true });
    port.post({ kind: 'ask', id, name, argument });
    return answered.finally(() => signal?.removeEventListener('abort', cancel));
  }

  return {
    ask: (name, argument, signal) => send(name, argument, signal) as Promise<never>,
    dispose() {
      stopListening();
      for (const { reject } of pending.values()) reject(aborted());
      pending.clear();
    },
  };
}
