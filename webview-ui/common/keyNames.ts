/** Keys as this machine's keyboard has them: `Ctrl` is the command key of a Mac. */
export function nameKeys(keys: string): string {
  return /^Mac/.test(navigator.platform)
    ? keys.replace('Ctrl+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥')
    : keys;
}
