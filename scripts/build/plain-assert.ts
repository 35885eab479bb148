/**
 * Stands for Node's module assert in the built program, like `ascii-width.ts` for string-width: yargs takes two functions
 * of it, https-proxy-agent another, for mistakes in how they are called, and Node takes 2 ms to load it.
 */

/** Throws if the values differ. */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${actual} is not ${expected}`);
}

/** Throws if the values are the same. */
export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} is ${expected}`);
}

/** Throws if the value is falsy, as `assert` itself does: https-proxy-agent calls it. */
// biome-ignore lint/style/noDefaultExport: so does the module that it stands for.
export default function assert(value: unknown, message?: string): asserts value {
  if (!value) throw new Error(message ?? `${value} is not true`);
}
