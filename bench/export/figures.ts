/** Prints figures as every benchmark here does: `name  figure unit  (≤ bar)  ok` or `short`. */
export function createFigures() {
  let short = 0;
  return {
    add(name: string, figure: number, unit: string, { atMost }: { atMost?: number } = {}): void {
      const digits = figure >= 100 ? 0 : figure >= 10 ? 1 : 2;
      const told = `${name.padEnd(60)}  ${figure.toFixed(digits).padStart(7)} ${unit.padEnd(3)}`;
      if (atMost === undefined) {
        console.log(told.trimEnd());
        return;
      }
      const isShort = figure > atMost;
      if (isShort) short++;
      console.log(`${told}  (≤ ${atMost})  ${isShort ? 'short' : 'ok'}`);
    },
    /** Fails the process where a figure was short. */
    finish(): void {
      if (short > 0) process.exitCode = 1;
    },
  };
}
