import { longestPeekBytes } from './textShape.ts';

/** The first bytes of a text, held back until there are enough of them to recognise it. */
export interface HeldStart {
  /** The text's next bytes. */
  write(bytes: Buffer): void;
  /** The text is over. */
  finish(): void;
}

/**
 * Calls `decide` once with the first bytes of a text, as soon as `longestPeekBytes` of them came (`isCut`: there may be
 * more) or the text is over. All bytes behind these go to `pass`.
 */
export function createHeldStart(
  decide: (first: Buffer, isCut: boolean) => void,
  pass: (bytes: Buffer) => void,
): HeldStart {
  let held: Buffer | undefined = Buffer.alloc(0);

  function release(first: Buffer, isCut: boolean): void {
    held = undefined;
    decide(first, isCut);
  }

  return {
    write(bytes) {
      if (!held) return pass(bytes);
      const first = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
      if (first.length >= longestPeekBytes) release(first, true);
      // A copy: the piece is its writer's again.
      else held = held.length > 0 ? first : Buffer.from(bytes);
    },
    finish() {
      if (held) release(held, false);
    },
  };
}
