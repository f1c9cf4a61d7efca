import { compileKernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { fuzzRound } from '../fuzzRound.ts';

/** `FUZZ_ROUNDS=10000 FUZZ_SEED=1 npm run test:unit -- --grep "random bytes"` goes on for longer, from another seed on. */
const roundCount = Number(process.env['FUZZ_ROUNDS'] ?? 300);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

describe('random bytes and random edits of valid files', () => {
  it(`${roundCount} files: lines, search, filter, counts, profile, keys and diff agree with a naive reader`, async function () {
    if (roundCount > 1000) this.timeout(0);
    const code = compileKernel();
    for (let seed = firstSeed; seed < firstSeed + roundCount; seed++) {
      try {
        await fuzzRound(seed, code);
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed} FUZZ_ROUNDS=1`, { cause: error });
      }
    }
  });
});
