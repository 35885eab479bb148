/** Whether the records of a list, in the order in which they came, get older. */
export interface SortCheck {
  /** A record came after an older one. */
  readonly rose: boolean;
  /** At least two different instants were met, without which there is no order to see. */
  readonly varied: boolean;
  /** Takes the instants of new records, in the order of the list; those without one say nothing. */
  add(instants: Iterable<number | undefined>): void;
  /** What comes next is not compared with what came before: the list has moved in between. */
  judgeAnew(): void;
}

/** Starts with nothing known. */
export function createSortCheck(): SortCheck {
  let last: number | undefined;
  let any: number | undefined;
  let rose = false;
  let varied = false;
  return {
    get rose() {
      return rose;
    },
    get varied() {
      return varied;
    },
    add(instants) {
      for (const instant of instants) {
        if (instant === undefined) continue;
        rose ||= last !== undefined && instant > last;
        any ??= instant;
        varied ||= instant !== any;
        last = instant;
      }
    },
    judgeAnew() {
      last = undefined;
    },
  };
}
