/** Comes back to where the page was scrolled to, as soon as it is long enough, and tells of every later place. */
export function keepScroll(scrollTop: number, onScroll: (scrollTop: number) => void): void {
  const grown = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight < scrollTop + window.innerHeight) return;
    window.scrollTo({ top: scrollTop });
    grown.disconnect();
  });
  if (scrollTop > 0) grown.observe(document.body);
  window.addEventListener('scrollend', () => onScroll(window.scrollY));
}
