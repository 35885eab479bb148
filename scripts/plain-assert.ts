/**
 * Stands for Node's module assert in the built program, like `ascii-width.ts` for string-width: yargs takes two functions
 * of it, for mistakes in how it is called, and Node takes 2 ms to load it.
 */

/** Throws if the values differ. */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${actual} is not ${expected}`);
}

/** Throws if the values are the same. */
export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} is ${expected}`);
}
