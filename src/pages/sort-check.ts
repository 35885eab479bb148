/** Findings on the order of a list's records so far. */
export interface SortCheck {
  /** A record came after an older one: the list is not newest first. */
  rose: boolean;
  /** At least two different instants were met, without which there is no order to see. */
  varied: boolean;
  /** The instant of the last record, with which the next one is compared. */
  last: number | undefined;
  /** The instant of the first record. */
  first: number | undefined;
}

/** Starts with nothing known. */
export function newSortCheck(): SortCheck {
  return { rose: false, varied: false, last: undefined, first: undefined };
}

/** Takes the instants of new records, in the order of the list; those without one say nothing. */
export function checkOrder(check: SortCheck, instants: Iterable<number | undefined>): void {
  for (const instant of instants) {
    if (instant === undefined) continue;
    check.rose ||= instant > (check.last ?? Number.POSITIVE_INFINITY);
    check.first ??= instant;
    check.varied ||= instant !== check.first;
    check.last = instant;
  }
}

/** Compares what comes next with nothing that came before: the list has moved in between. */
export function compareAnew(check: SortCheck): void {
  check.last = undefined;
}
