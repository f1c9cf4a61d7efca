/** Those that are done are taken off: Retry goes on with the rest. */
export async function useEach<T extends object>(items: T[], use: (item: T) => unknown): Promise<void> {
  for (; items[0]; items.shift()) await use(items[0]);
}
