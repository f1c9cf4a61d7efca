/** A list of 32-bit numbers that grows by half. */
export interface NumberList {
  push(value: number): void;
  finish(): Uint32Array<ArrayBuffer>;
}

export function createNumberList(): NumberList {
  let values = new Uint32Array(1024);
  let used = 0;
  return {
    push(value) {
      if (used === values.length) {
        const larger = new Uint32Array(Math.ceil(used * 1.5));
        larger.set(values);
        values = larger;
      }
      values[used++] = value;
    },
    finish: () => values.slice(0, used),
  };
}
