/**
 * Shows a task under way: yields a snapshot at once, then every `everyMs`, and once more at its end; returns or throws
 * what the task does. The task itself runs as fast as it can: only showing it waits.
 */
export async function* watchTask<T, S>(
  task: Promise<T>,
  snapshot: () => S,
  everyMs: number,
): AsyncGenerator<S, T> {
  let isOver = false;
  const end = task.then(
    () => void (isOver = true),
    () => void (isOver = true),
  );
  while (!isOver) {
    yield snapshot();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([end, new Promise((resolve) => void (timer = setTimeout(resolve, everyMs)))]);
    clearTimeout(timer);
  }
  const result = await task;
  yield snapshot();
  return result;
}
