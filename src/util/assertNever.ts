/** The end of an exhaustive switch: the compiler complains where a case is missing, and at run time this throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
