interface Work<T> {
  readonly result: Promise<T | undefined>;
  readonly abort: AbortController;
  waitingCount: number;
}

/**
 * Has work of a name done once for all who ask, and keeps what it comes to. It is aborted when
 * no caller waits for it any more; a caller whose signal aborts gets undefined at once. Work that failed or gave undefined is
 * started again by the next call.
 */
export function shareWork<T>(
  start: (name: string, signal: AbortSignal) => Promise<T | undefined>,
): (name: string, signal?: AbortSignal) => Promise<T | undefined> {
  const works = new Map<string, Work<T>>();

  function begin(name: string): Work<T> {
    const abort = new AbortController();
    const work: Work<T> = { result: start(name, abort.signal), abort, waitingCount: 0 };
    works.set(name, work);
    work.result.then(
      (value) => value === undefined && forget(name, work),
      () => forget(name, work),
    );
    return work;
  }

  function forget(name: string, work: Work<T>): void {
    if (works.get(name) === work) works.delete(name);
  }

  return async (name, signal) => {
    if (signal?.aborted) return undefined;
    const work = works.get(name) ?? begin(name);
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    work.result.then(settle, settle);
    work.waitingCount++;
    try {
      return await (signal ? resultOrAbort(work.result, signal) : work.result);
    } finally {
      work.waitingCount--;
      if (work.waitingCount === 0 && !isSettled) {
        forget(name, work);
        work.abort.abort();
      }
    }
  };
}

function resultOrAbort<T>(result: Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(undefined);
    signal.addEventListener('abort', giveUp, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
