/** Restores the scroll position as soon as the page is long enough for it, and reports every later one. */
export function keepScroll(scrollTop: number, onScroll: (scrollTop: number) => void): void {
  const observer = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight < scrollTop + window.innerHeight) return;
    window.scrollTo({ top: scrollTop });
    observer.disconnect();
  });
  if (scrollTop > 0) observer.observe(document.body);
  window.addEventListener('scrollend', () => onScroll(window.scrollY));
}
