/** What is ticked in a pick whose entries are drawn anew while it is shown. */
export interface Ticks {
  /** The ticked entries, as far as is known. */
  now(): ReadonlySet<string>;
  /** Entries are drawn with these ticked. */
  draw(values: ReadonlySet<string>): void;
  /** How long the next drawing has to wait: two under way at once could not be told apart by their answers. */
  redrawInMs(): number;
  /** The editor says what is ticked. Gives what it has to be told again, where it cannot have it on its screen. */
  hear(values: ReadonlySet<string>): ReadonlySet<string> | undefined;
}

/** For so long after a drawing, what the editor says may be from before it. */
const crossingMs = 500;

/**
 * The editor and the extension tell each other what is ticked, and their words can cross: a tick made in the instant in
 * which a longer list arrives is reported, and then wiped off the screen by that list. The editor answers a drawing with
 * what it shows from then on, unless that is nothing; where that answer comes after other words, those are drawn again.
 *
 * `clock` gives milliseconds.
 */
export function createTicks(clock: () => number): Ticks {
  let ticked: ReadonlySet<string> = new Set();
  let drawn: ReadonlySet<string> = new Set();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isCrossed = false;

  function draw(values: ReadonlySet<string>): void {
    ticked = values;
    drawn = values;
    drawnAt = clock();
    isCrossed = false;
  }

  function drawAgain(values: ReadonlySet<string>): ReadonlySet<string> {
    draw(values);
    return values;
  }

  return {
    now: () => ticked,
    draw,
    redrawInMs: () => Math.max(0, drawnAt + crossingMs - clock()),
    hear(values) {
      if (clock() - drawnAt > crossingMs) {
        ticked = values;
        return undefined;
      }
      if (areSame(values, drawn)) {
        if (isCrossed && !areSame(values, ticked)) return drawAgain(ticked);
        // That was the answer: whatever comes now is from after it.
        drawnAt = Number.NEGATIVE_INFINITY;
        ticked = values;
        return undefined;
      }
      // Nothing drawn gets no answer: then nobody can tell whether this is still on the screen.
      if (drawn.size === 0) return drawAgain(values);
      ticked = values;
      isCrossed = true;
      return undefined;
    },
  };
}

function areSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((it) => other.has(it));
}
