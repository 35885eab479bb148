/** Of the empty partitions of one list the first of these are asked for twice, and then each hundredth. */
const FIRST_EMPTY = 100;
const EACH_EMPTY = 100;

/** No smaller page is asked for. */
const LEAST_LIMIT = 10;

/** After this many good pages in a row, the size that had failed is tried again. */
const GOOD_PAGES = 20;

/** Knowledge of one stream's list from a run, for all its partitions. The functions below change it. */
export interface ListKnowledge {
  /** Number of its partitions that were empty. */
  emptyPartitions: number;
  /** True if an empty answer was ever followed by one with records. */
  hasEmptyDiffered: boolean;
  /** The page size that is asked for after larger ones have failed; undefined: the largest. */
  limit: number | undefined;
  /** Number of pages of that size that have come since the last failure. */
  goodPages: number;
  /** True if that size has failed before, and is tried again. */
  isTrial: boolean;
  /** True if a span failed in its smallest page, and was read in halves. */
  hasBeenDivided: boolean;
  /** The number of periods to ask for, where they are counted back and one has ended in the run; undefined: as planned. */
  steps: number | undefined;
}

/** Starts with nothing known. */
export function newListKnowledge(): ListKnowledge {
  return {
    emptyPartitions: 0,
    hasEmptyDiffered: false,
    limit: undefined,
    goodPages: 0,
    isTrial: false,
    hasBeenDivided: false,
    steps: undefined,
  };
}

/**
 * Counts an empty partition, and decides whether it is asked for twice: most people have no relationships, so not all of
 * many are, as long as no second answer differs.
 */
export function isEmptySampled(known: ListKnowledge): boolean {
  known.emptyPartitions += 1;
  const { emptyPartitions: count, hasEmptyDiffered } = known;
  return hasEmptyDiffered || count <= FIRST_EMPTY || count % EACH_EMPTY === 0;
}

/** Tells whether a page of this size may be asked for in half of it. */
export function isLarge(size: number): boolean {
  return size > LEAST_LIMIT;
}

/** A page of this size has failed: smaller ones are asked for, in all partitions. Another may have learned it before. */
export function shrinkPages(known: ListKnowledge, size: number): void {
  const half = Math.max(LEAST_LIMIT, Math.floor(size / 2));
  known.limit = Math.min(known.limit ?? half, half);
  known.goodPages = 0;
  known.isTrial = false;
}

/** A page of this size has come: after many in a row, twice as much is asked for again, up to the largest. */
export function countGoodPage(known: ListKnowledge, size: number, largest: number): void {
  if (known.limit !== size) return;
  known.isTrial = false;
  known.goodPages += 1;
  if (known.goodPages < GOOD_PAGES || size >= largest) return;
  known.limit = Math.min(largest, size * 2);
  known.goodPages = 0;
  known.isTrial = true;
}
