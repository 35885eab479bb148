/** Gives numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/**
 * A generator of its own for each record: the same seed, kind and index always give the same numbers, so that a
 * record can be made at any time and in any order.
 */
export function randomFor(seed: number, kind: string, index: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  for (let i = 0; i < kind.length; i++) state = Math.imul(state ^ kind.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ index, 0xc2b2ae35) ^ Math.floor(index / 2 ** 32);
  return () => {
    // mulberry32, a public-domain generator with 32 bits of state
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function integerBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of the choices. */
export function pick<Choice>(random: Random, choices: readonly [Choice, ...Choice[]]): Choice {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** The choices in turn, over and over. */
export function inTurn<Choice>(choices: readonly [Choice, ...Choice[]], index: number): Choice {
  return choices[index % choices.length] ?? choices[0];
}
