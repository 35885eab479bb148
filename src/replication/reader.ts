import type { JsonObject } from '../json/json-object.ts';
import type { Ending, Follow, Page, Partition } from '../pages/partition.ts';

/**
 * Decides what of a stream is read: which partitions are left, which of a page's records are written, and what the bookmark
 * says afterwards. It asks nothing, writes nothing, waits for nothing and has no clock; the one loop of sync does that.
 */
export interface Reader {
  /** What is left to read; pulled when there is room, so it may depend on what came before. */
  partitions(): Iterable<Partition> | AsyncIterable<Partition>;
  /** Whether an earlier run has read some of the partitions. */
  readonly isResumed?: boolean;
  /** How many partitions may be read side by side. */
  readonly concurrency: number;
  /** What follows a page; absent: the page behind its cursor. */
  follow?(partition: Partition, page: Page): Follow;
  /** Which of a page's records are written. */
  keep(partition: Partition, page: Page): readonly JsonObject[];
  /** All records of a page have been written. */
  written(partition: Partition, page: Page): void;
  /** A partition has been read; `gone`: the API does not have it any more. */
  ended(partition: Partition, ending: Ending['how'] | 'gone'): void;
  /** A partition could not be read. */
  failed(partition: Partition): void;
  /** The partition to read in place of one whose place in the list is lost. */
  anew(partition: Partition): Partition;
  /** The bookmark, as far as pages have been written. Every key is there, null where empty, so that a merge clears it. */
  bookmark(): JsonObject;
}

/** A reader, and what its bookmark has given reason to tell. */
export interface PreparedReader {
  readonly reader: Reader;
  /** What of the bookmark cannot be used, each a sentence for a WARNING. */
  readonly faults: readonly string[];
  /** What the user may want to know, each a sentence for an INFO line. */
  readonly notes: readonly string[];
}
