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

/**
 * Parts the new records of a page at the last one that was known. Those above it have come meanwhile, as the list has moved
 * down: they are not behind what came before. `from` is where the others begin. A record without a key is not known.
 */
export function partAtKnown<T>(
  { records, keys }: { readonly records: readonly T[]; readonly keys: readonly (string | undefined)[] },
  fresh: readonly T[],
): { above: readonly T[]; below: readonly T[]; from: number } {
  let [from, split] = [records.length, fresh.length];
  for (; from > 0; from -= 1) {
    if (split > 0 && records[from - 1] === fresh[split - 1]) split -= 1;
    else if (keys[from - 1] !== undefined) break;
  }
  return { above: fresh.slice(0, split), below: fresh.slice(split), from };
}

/** Takes instants that are compared with each other alone; returns the last one, with which nothing else is compared. */
export function checkApart(check: SortCheck, instants: Iterable<number | undefined>): SortCheck['last'] {
  const { last } = check;
  compareAnew(check);
  checkOrder(check, instants);
  const own = check.last;
  check.last = last;
  return own;
}

/** Takes the instants of new records that lie above a known one: what follows is compared with the older of what was before and them. */
export function checkAbove(check: SortCheck, instants: Iterable<number | undefined>): void {
  const own = checkApart(check, instants);
  if (own !== undefined) check.last = Math.min(check.last ?? own, own);
}
