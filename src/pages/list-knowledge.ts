/** Of the empty partitions of one list the first of these are asked for twice, and then each hundredth. */
const FIRST_EMPTY = 100;
const EACH_EMPTY = 100;

/** What is learned of one stream's list in a run, for all its partitions. The functions below change it. */
export interface ListKnowledge {
  /** How many of its partitions were empty. */
  emptyPartitions: number;
  /** Whether an empty answer was ever followed by one with records. */
  hasEmptyDiffered: boolean;
}

/** Starts with nothing known. */
export function newListKnowledge(): ListKnowledge {
  return { emptyPartitions: 0, hasEmptyDiffered: false };
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
