const indexBits = 11;
const registerCount = 1 << indexBits;

/** Registers of a HyperLogLog: 2 KB, an error of some 2.3 %. */
export type Registers = Uint8Array<ArrayBuffer>;

export function createRegisters(): Registers {
  return new Uint8Array(registerCount);
}

/** Takes in a value by a well-mixed 32-bit hash. */
export function addHash(registers: Registers, hash: number): void {
  const index = hash >>> (32 - indexBits);
  const rank = Math.clz32((hash << indexBits) | (1 << (indexBits - 1))) + 1;
  if (rank > (registers[index] ?? 0)) registers[index] = rank;
}

/** Makes `into` know what `from` knows. */
export function mergeRegisters(into: Registers, from: Registers): void {
  for (let i = 0; i < registerCount; i++) into[i] = Math.max(into[i] ?? 0, from[i] ?? 0);
}

/** How many different values were taken in, about; small numbers nearly exactly. */
export function estimateDistinct(registers: Registers): number {
  let sum = 0;
  let empty = 0;
  for (const register of registers) {
    sum += 2 ** -register;
    if (register === 0) empty++;
  }
  const raw = ((0.7213 / (1 + 1.079 / registerCount)) * registerCount ** 2) / sum;
  if (raw <= 2.5 * registerCount && empty > 0)
    return Math.round(registerCount * Math.log(registerCount / empty));
  // Of 32-bit hashes, many values share one.
  const space = 2 ** 32;
  return Math.round(raw > space / 30 ? -space * Math.log(1 - raw / space) : raw);
}
