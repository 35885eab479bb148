/** The order of a list whose order no document tells. */
export type Order = 'newest_first' | 'oldest_first';

/** So many more pairs must point one way than the other before an order is believed. */
const FEWEST_PAIRS = 10;

/** And so many times as many: single records may be back-dated. */
const MAJORITY = 4;

/** Gathers what the records themselves tell of a list's order. */
export interface OrderEvidence {
  /** Takes the instants of the next records, in the order of the list; undefined where one has none. */
  add(instants: readonly (number | undefined)[]): void;
  /** The order; undefined as long as it cannot be told (few records, or many of the same second). */
  order(): Order | undefined;
}

/** Starts with no evidence. */
export function createOrderEvidence(): OrderEvidence {
  let falls = 0;
  let rises = 0;
  let last: number | undefined;
  return {
    add(instants) {
      for (const instant of instants) {
        if (instant === undefined) continue;
        if (last !== undefined && instant < last) falls += 1;
        if (last !== undefined && instant > last) rises += 1;
        last = instant;
      }
    },
    order() {
      if (Math.abs(falls - rises) < FEWEST_PAIRS) return undefined;
      if (falls >= rises * MAJORITY) return 'newest_first';
      return rises >= falls * MAJORITY ? 'oldest_first' : undefined;
    },
  };
}
