import type { Completeness } from '../bookmarks/completeness.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Follow, Page, Partition } from '../pages/partition.ts';

/** End of the reading of a partition. */
export type PartitionEnd =
  /** Its end was verified. */
  | 'verified'
  /** Its reader wanted no more. */
  | 'stopped'
  /** Its end could not be verified: what came is written, but does not count as all there is. */
  | 'unproved'
  /** The API does not have what it is read for. */
  | 'gone';

/**
 * End of the reading of a stream. `interrupted`: the list of a large parent failed, and the next run goes on there, as if this
 * one had been ended early. After all others the next run begins anew.
 */
export type StreamEnd = 'done' | 'failed' | 'interrupted';

/**
 * Decides what of a stream is read: which partitions are left, which of a page's records are written, and what the
 * bookmark says afterwards. It asks nothing, writes nothing, waits for nothing and has no clock; the one loop of sync does
 * that.
 */
export interface Reader {
  /** Parts of the bookmark that cannot be used, each a sentence for a WARNING. */
  readonly faults: readonly string[];
  /** Notes for the user, each a sentence for an INFO line. */
  readonly notes: readonly string[];
  /** Version of the records; undefined if ACTIVATE_VERSION will not follow. */
  readonly version: number | undefined;
  /** When the pass began, in unix seconds; one that goes on began in an earlier run. Of a FULL_TABLE stream it is later than the one before. */
  readonly began: number;
  /** True if an earlier run has read some of the partitions. */
  readonly isResumed: boolean;
  /** Number of partitions that may be read side by side. */
  readonly concurrency: number;
  /** Reasons met by the pass under way that make the stream partial; kept with its progress. */
  readonly completeness: Completeness;
  /**
   * Gives what is left to read; pulled when there is room, so it may depend on what came before. It may wait for those that
   * it has given: each must be told to have ended, or failed.
   */
  partitions(): Iterable<Partition> | AsyncIterable<Partition>;
  /** The first request of a partition is about to be made; `at` is the time, in unix seconds. */
  started(partition: Partition, at: number): void;
  /** Decides what follows a page. */
  follow(partition: Partition, page: Page): Follow;
  /** Selects the records of a page that are written. */
  keep(partition: Partition, page: Page): readonly JsonObject[];
  /** All records of a page have been written. */
  written(partition: Partition, page: Page): void;
  /** A partition has been read. */
  ended(partition: Partition, end: PartitionEnd): void;
  /** A partition could not be read, or was not tried. */
  failed(partition: Partition): void;
  /** The partition to read in place of one whose pages have shifted. */
  anew(partition: Partition): Partition;
  /** The upper half of a partition that the API cannot answer; the lower one follows. Undefined if it has none. */
  halve(partition: Partition): Partition | undefined;
  /** The bookmark, as far as pages have been written. Every key is there, so that a merge clears it. */
  bookmark(): JsonObject;
  /** The bookmark once the stream has been read. */
  finished(end: StreamEnd): JsonObject;
}

/** The page behind its cursor, for readers that want every page. */
export const followCursor = (): Follow => 'cursor';

/** No halves, for readers whose partitions are no spans of time. */
export const halveNone = (): undefined => undefined;
