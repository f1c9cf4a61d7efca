/** Whether a URL's `hostname` is this very machine. A name that only begins like one of its addresses is not. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
