import { toRegExp, type FindPattern } from '../../../src/protocol/searchPattern.ts';
import { longestText, mostMarkedTexts, type Mark } from '../../../src/protocol/viewer.ts';

/** Says where a pattern is in texts that are shown. */
export interface HitMarker {
  /** Undefined where that is not known yet: rows are drawn again when it is. */
  marksOf(text: string): readonly Mark[] | undefined;
  dispose(): void;
}

export interface HitMarkerContext {
  /** Asks the host; undefined where it gave up. */
  find(texts: string[], signal: AbortSignal): Promise<Mark[][] | undefined>;
  onMarks(): void;
}

const mostMarks = 50;
/** Texts whose marks are kept; far more than a screen has. */
const mostKnown = 20_000;
/** An expression that took too long so many times is not tried again. */
const mostFailures = 2;

/** Texts are found here; expressions by the host, in a thread, for some never come to their end. */
export function createHitMarker(pattern: FindPattern, context: HitMarkerContext): HitMarker {
  if (pattern.kind === 'regex') return createAskingMarker(context);
  const expression = toRegExp(pattern);
  return { marksOf: (text) => findMarks(text, expression), dispose: () => undefined };
}

function createAskingMarker(context: HitMarkerContext): HitMarker {
  const lifetime = new AbortController();
  const known = new Map<string, readonly Mark[]>();
  const wanted = new Set<string>();
  let isAsking = false;
  let failures = 0;

  async function ask(): Promise<void> {
    if (isAsking || lifetime.signal.aborted || wanted.size === 0) return;
    isAsking = true;
    // The latest ones: those before may have been scrolled out of sight.
    const texts = [...wanted].slice(-mostMarkedTexts);
    wanted.clear();
    const found = await context.find(texts, lifetime.signal).catch(() => undefined);
    isAsking = false;
    if (lifetime.signal.aborted) return;
    if (!found) failures++;
    if (known.size > mostKnown) known.clear();
    for (const [i, text] of texts.entries()) known.set(text, found?.[i] ?? []);
    context.onMarks();
    void ask();
  }

  return {
    marksOf(text) {
      if (text === '' || text.length > longestText || failures === mostFailures) return [];
      const marks = known.get(text);
      if (marks) return marks;
      wanted.add(text);
      queueMicrotask(() => void ask());
      return undefined;
    },
    dispose: () => lifetime.abort(),
  };
}

function findMarks(text: string, expression: RegExp): Mark[] {
  const marks: Mark[] = [];
  for (const found of text.matchAll(expression)) {
    if (found[0] !== '') marks.push({ from: found.index, to: found.index + found[0].length });
    if (marks.length === mostMarks) break;
  }
  return marks;
}

/** The text around its first mark, and the marks in it. */
export function excerptAround(text: string, marks: readonly Mark[]): { text: string; marks: Mark[] } {
  const first = marks[0]?.from ?? 0;
  const from = first > 48 ? first - 40 : 0;
  const start = from > 0 ? '…' : '';
  const part = text.slice(from, first + 400);
  const shift = from - start.length;
  return {
    text: start + part,
    marks: marks
      .map((it) => ({ from: it.from - shift, to: Math.min(it.to - shift, start.length + part.length) }))
      .filter((it) => it.from < start.length + part.length),
  };
}
